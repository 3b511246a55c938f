"""Appointments, roles, deputies and hand-over of one person, by an administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sopman.core.http import refusals
from sopman.organization.queries import today
from sopman.people import actions
from sopman.people.forms.account import DeputyForm
from sopman.people.forms.people import (
    AppointmentForm,
    EndAppointmentForm,
    EndRoleForm,
    HandOverForm,
    RoleForm,
)
from sopman.people.models import Appointment, Deputy, RoleGrant
from sopman.people.views.pages import form_page, managers_only
from sopman.people.views.people import person_or_404, person_url


@managers_only
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    begin = {"from_on": today(), "is_primary": True}
    return form_page(
        request,
        AppointmentForm(request.POST or None, initial=begin),
        title=_("Appoint %(person)s to a position") % {"person": user},
        submit=_("Appoint"),
        back=person_url(user),
        act=lambda **data: actions.appoint(user, actor=request.user, at=timezone.now(), **data),
        done=_("Appointed."),
    )


@managers_only
@require_http_methods(["GET", "POST"])
def end_appointment(request: HttpRequest, pk: int, appointment_pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    appointment = get_object_or_404(Appointment, pk=appointment_pk, user=user)
    return form_page(
        request,
        EndAppointmentForm(request.POST or None, initial={"to_on": today()}),
        title=_("End “%(position)s” of %(person)s")
        % {"position": appointment.position, "person": user},
        submit=_("End appointment"),
        back=person_url(user),
        act=lambda **data: actions.end_appointment(
            appointment, actor=request.user, at=timezone.now(), **data
        ),
        done=_("Appointment ended."),
    )


@managers_only
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    return form_page(
        request,
        RoleForm(request.POST or None, initial={"from_on": today()}),
        title=_("Grant %(person)s a platform role") % {"person": user},
        submit=_("Grant role"),
        back=person_url(user),
        act=lambda **data: actions.grant_role(user, actor=request.user, at=timezone.now(), **data),
        done=_("Role granted."),
    )


@managers_only
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    grant = get_object_or_404(RoleGrant, pk=grant_pk, user=user)
    return form_page(
        request,
        EndRoleForm(request.POST or None),
        title=_("End the role “%(role)s” of %(person)s")
        % {"role": grant.get_role_display(), "person": user},
        submit=_("End role"),
        back=person_url(user),
        act=lambda **data: actions.end_role(grant, actor=request.user, at=timezone.now(), **data),
        done=_("Role ended."),
        tone="bad",
    )


@managers_only
@require_http_methods(["GET", "POST"])
def name_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    return form_page(
        request,
        DeputyForm(request.POST or None, principal=user, initial={"from_on": today()}),
        title=_("Name a deputy for %(person)s") % {"person": user},
        submit=_("Name deputy"),
        back=person_url(user),
        act=lambda **data: actions.name_deputy(user, actor=request.user, at=timezone.now(), **data),
        done=_("Deputy named."),
    )


@managers_only
@require_POST
def end_deputy(request: HttpRequest, pk: int, deputy_pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    named = get_object_or_404(Deputy, pk=deputy_pk, principal=user)
    actions.end_deputy(named, actor=request.user, at=timezone.now())
    messages.success(request, _("Deputy's time ended."))
    return redirect(person_url(user))


@managers_only
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """First what would move, then the move."""
    user = person_or_404(request, pk)
    form = HandOverForm(request.POST or None, from_user=user)
    moved = None
    if request.method == "POST" and form.is_valid():
        sure = request.POST.get("step") == "confirm"
        act = actions.hand_over if sure else actions.preview_hand_over
        with refusals(form):
            moved = act(user, form.cleaned_data["to_user"], actor=request.user, at=timezone.now())
        if sure and not form.errors:
            messages.success(request, _("Everything was handed over."))
            return redirect(person_url(user))
    context = {
        "person": user,
        "form": form,
        "moved": moved,
        "to_user": form.cleaned_data.get("to_user") if form.is_bound and form.is_valid() else None,
        "cancel_url": person_url(user),
    }
    return render(request, "people/hand_over.html", context, status=422 if form.errors else 200)
