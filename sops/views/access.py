"""Fetching what a page is about, and answering a form: 422 what is wrong with it, 409 not now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Project
from sopman.core.errors import Refused
from sopman.core.forms import Form
from sops import rules
from sops.models import Sop, SopVersion
from sops.queries import in_reading_by_key, with_content
from sops.reading import must_be_open


def visible_project(request: HttpRequest, pk: int) -> Project:
    projects = Project.objects.visible_to(request.user).select_related(
        "lead", "owning_department", "charter"
    )
    return get_object_or_404(projects.prefetch_related("memberships__user"), pk=pk)


def visible_sop(request: HttpRequest, pk: int) -> Sop:
    sops = Sop.objects.visible_to(request.user).select_related("owning_department", "owner")
    return get_object_or_404(sops, pk=pk)


def visible_version(request: HttpRequest, pk: int) -> SopVersion:
    """A version the person may read now; an open closed-book exam shuts it."""
    version = in_reading_by_key.first(request.user, pk)
    if version is None:
        raise Http404
    must_be_open(request.user, version.sop)
    return version


def draft(request: HttpRequest, pk: int) -> SopVersion:
    """A draft that the person may write."""
    versions = with_content(SopVersion.objects.visible_to(request.user))
    return writable(request, get_object_or_404(versions, pk=pk))


def draft_part(request: HttpRequest, model: Any, pk: int) -> Any:
    """A row of a draft that the person may write."""
    rows = model.objects.visible_to(request.user).select_related(
        "version__sop__owning_department", "version__sop__owner", "version__project"
    )
    row = get_object_or_404(rows, pk=pk)
    writable(request, row.version)
    return row


def writable(request: HttpRequest, version: SopVersion) -> SopVersion:
    must_be_open(request.user, version.sop)
    if not rules.may_edit(version, request.user):
        raise PermissionDenied(_("Only the project's team writes this SOP."))
    if not rules.is_editable(version):
        raise Refused(
            [
                _("Only drafts can be changed; this version is “%(state)s”.")
                % {"state": version.get_state_display()}
            ]
        )
    return version


def drafting_page(version: SopVersion, anchor: str = "") -> str:
    page = reverse("sops:drafting", args=[version.project_id])
    return f"{page}#{anchor}" if anchor else page


def form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """200; 422 with what is wrong; 409 when somebody was faster or the step is not open."""
    status = 200
    if form.errors:
        status = 409 if getattr(form, "is_refused", False) else 422
    return render(request, template, {"form": form} | context, status=status)
