"""The settings page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sopman.core.http import refusals
from sopman.organization import actions, rules
from sopman.organization.forms import SettingsForm, WorkflowForm
from sopman.organization.queries import organization
from sopman.organization.sections import tabs
from sopman.organization.zones import time_zone_choices


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if not rules.may_read_settings(request.user):
        raise PermissionDenied(_("The settings belong to the administrators."))
    return _page(request, _settings_form(None), _workflow_form(None))


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    return _saved(request, rules.may_edit_settings, _settings_form)


@require_http_methods(["GET", "POST"])
def workflow(request: HttpRequest) -> HttpResponse:
    return _saved(request, rules.may_edit_workflow, _workflow_form)


def _saved(
    request: HttpRequest, may: Callable[[Any], bool], make: Callable[[Any], Any]
) -> HttpResponse:
    if not may(request.user):
        raise PermissionDenied(_("Your role doesn't allow changing these settings."))
    if request.method == "GET":
        return redirect("organization:home")
    form = make(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.edit_settings(actor=request.user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Settings saved."))
            return redirect("organization:home")
    if isinstance(form, SettingsForm):
        return _page(request, form, _workflow_form(None))
    return _page(request, _settings_form(None), form)


def _settings_form(data: Any) -> SettingsForm:
    row = organization()
    begin = {name: getattr(row, name) for name in SettingsForm.base_fields}
    return SettingsForm(data, initial=begin, zones=time_zone_choices(row.time_zone))


def _workflow_form(data: Any) -> WorkflowForm:
    row = organization()
    return WorkflowForm(
        data, initial={name: getattr(row, name) for name in WorkflowForm.base_fields}
    )


def _page(request: HttpRequest, settings_form: Any, workflow_form: Any) -> HttpResponse:
    failed = settings_form.errors or workflow_form.errors
    context = {
        "settings_form": settings_form,
        "workflow_form": workflow_form,
        "row": organization(),
        "may_edit_settings": rules.may_edit_settings(request.user),
        "may_edit_workflow": rules.may_edit_workflow(request.user),
        "tabs": tabs(request.user, "settings"),
    }
    return render(request, "organization/home.html", context, status=422 if failed else 200)
