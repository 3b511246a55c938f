"""My account: how the product speaks to me, password, sessions, deputy."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sopman.core.http import refusals
from sopman.organization.queries import today
from sopman.people import actions, queries
from sopman.people.forms.account import AccountForm, DeputyForm, PasswordForm
from sopman.people.models import Deputy
from sopman.people.views.pages import form_page

_OWN = ("name_en", "email", "language", "time_zone")


def account_tabs(here: str) -> list[dict[str, Any]]:
    entries = [
        ("account", _("My account"), "people:account", "user"),
        ("password", _("Password"), "people:password", "key"),
        ("sessions", _("Sessions"), "people:sessions", "devices"),
        ("deputies", _("My deputy"), "people:deputies", "switch-horizontal"),
    ]
    return [
        {"label": label, "url": reverse(name), "icon": icon, "current": key == here}
        for key, label, name, icon in entries
    ]


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = AccountForm(
        request.POST or None,
        initial={name: getattr(user, name) for name in _OWN},
        time_zone=user.time_zone,
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            actions.edit_own_account(user, actor=user, at=timezone.now(), **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Account saved."))
            return redirect("people:account")
    context = {
        "form": form,
        "tabs": account_tabs("account"),
        "held": queries.appointments_of(user, today()),
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Also the only page open to somebody with a one-time password."""
    first = request.user.must_change_password
    form = PasswordForm(request.POST or None, first=first)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            user = actions.change_password(
                request.user, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        if not form.errors:
            update_session_auth_hash(request, user)
            UserSession.objects.create_from_request(request)
            actions.end_sessions(
                user, actor=user, at=timezone.now(), besides=request.session.session_key
            )
            if first:
                messages.success(request, _("Your password is set. From now on, log in with it."))
                return redirect(settings.LOGIN_REDIRECT_URL)
            messages.success(request, _("Password changed. Other devices were logged out."))
            return redirect("people:account")
    context = {"form": form, "tabs": account_tabs("password")}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    context = {
        "sessions": queries.sessions_of(request.user),
        "own_key": request.session.session_key,
        "tabs": account_tabs("sessions"),
    }
    return render(request, "people/sessions.html", context)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    actions.end_session(session, actor=request.user, at=timezone.now())
    messages.success(request, _("Logged out on that device."))
    return redirect("people:sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    actions.end_sessions(
        request.user,
        actor=request.user,
        at=timezone.now(),
        besides=request.session.session_key,
    )
    messages.success(request, _("Logged out on all other devices."))
    return redirect("people:sessions")


@require_GET
def deputies(request: HttpRequest) -> HttpResponse:
    context = {
        "named": queries.deputies_named_by(request.user),
        "acting": queries.acting_for(request.user),
        "day": today(),
        "tabs": account_tabs("deputies"),
    }
    return render(request, "people/deputies.html", context)


@require_http_methods(["GET", "POST"])
def name_deputy(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = DeputyForm(request.POST or None, principal=user, initial={"from_on": today()})
    return form_page(
        request,
        form,
        title=_("Name a deputy"),
        submit=_("Name deputy"),
        back=reverse("people:deputies"),
        act=lambda **data: actions.name_deputy(user, actor=user, at=timezone.now(), **data),
        done=_("Deputy named."),
    )


@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    named = get_object_or_404(Deputy, pk=pk, principal=request.user)
    actions.end_deputy(named, actor=request.user, at=timezone.now())
    messages.success(request, _("You act for yourself again."))
    return redirect("people:deputies")
