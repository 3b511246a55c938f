"""People, as administrators (and auditors, reading) see them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sopman.core.narrowing import Narrowing
from sopman.core.paging import Counted, page_of
from sopman.organization.queries import organization, today
from sopman.organization.sections import tabs
from sopman.people import actions, queries, sheets
from sopman.people.forms.people import FilterForm, PasswordSheetForm, PersonForm, ReasonForm
from sopman.people.models import User
from sopman.people.reasons import hanging_on
from sopman.people.rules import may_manage_people
from sopman.people.views.pages import form_page, managers_only, readers_only

_FIELDS = ("employee_number", "name", "name_en", "mobile", "email", "language", "time_zone")


def person_or_404(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def person_url(user: User) -> str:
    return reverse("people:person", args=[user.pk])


def _narrowing(request: HttpRequest) -> Narrowing:
    return Narrowing(request, FilterForm, offers=tuple(queries.codes_of_departments.bare()))


def _found(request: HttpRequest, narrowing: Narrowing) -> Any:
    return queries.directory(request.user, **{"state": "active"} | narrowing.values)


@readers_only
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    user, narrowing = request.user, _narrowing(request)
    whole = Counted(queries.whole_directory, user)
    page = page_of(request, _found(request, narrowing) if narrowing.said else whole)
    context = {
        "filter": narrowing,
        "page": page,
        "rows": queries.with_places(page.object_list),
        "tabs": tabs(user, "people"),
        "may_manage": may_manage_people(user),
        "filtered": bool(narrowing.said),
        "without_password": queries.number_without_password(),
    }
    return render(request, "people/people.html", context)


@readers_only
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as XLSX; no cell can become a formula."""
    found = queries.with_roles(_found(request, _narrowing(request)))
    headings = [
        _("Employee number"),
        pgettext("of a person", "Name"),
        _("Name in English"),
        _("Mobile number"),
        _("E-mail"),
        _("Department"),
        _("Position"),
        _("Platform role"),
        _("Works here"),
    ]
    content = sheets.write_table(headings, (_line(user) for user in found), _("People"))
    answer = HttpResponse(content, content_type=sheets.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return answer


def _line(user: User) -> list[str]:
    held = [one.position for one in user.held_now]
    return [
        user.employee_number,
        user.name,
        user.name_en,
        user.mobile or "",
        user.email,
        "; ".join(str(position.department) for position in held),
        "; ".join(str(position) for position in held),
        "; ".join(grant.get_role_display() for grant in user.granted_now),
        _("Yes") if user.is_active else _("No"),
    ]


@readers_only
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    context = {
        "person": user,
        "day": today(),
        "appointments": user.appointments.select_related("position__department"),
        "grants": user.role_grants.select_related("granted_by"),
        "named": queries.deputies_named_by(user),
        "acting": queries.acting_for(user),
        "headed": user.headed_departments.all(),
        "sessions": queries.sessions_of(user),
        "has_password": user.has_usable_password(),
        "may_manage": may_manage_people(request.user),
        "tabs": tabs(request.user, "people"),
    }
    return render(request, "people/person.html", context)


@managers_only
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    settings = organization()
    begin = {"language": settings.default_language, "time_zone": settings.time_zone}
    return form_page(
        request,
        PersonForm(request.POST or None, initial=begin, time_zone=settings.time_zone),
        title=_("Add a person"),
        submit=_("Add person"),
        back=reverse("people:list"),
        act=lambda **data: actions.add_person(actor=request.user, at=timezone.now(), **data),
        done=_("Person added. Appoint them to a position and print a one-time password."),
        to=person_url,
    )


@managers_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    begin = {name: getattr(user, name) for name in _FIELDS}
    return form_page(
        request,
        PersonForm(request.POST or None, initial=begin, time_zone=user.time_zone),
        title=_("Edit %(person)s") % {"person": user},
        submit=_("Save person"),
        back=person_url(user),
        act=lambda **data: actions.edit_person(user, actor=request.user, at=timezone.now(), **data),
        done=_("Person saved."),
    )


@managers_only
@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        title=_("Close the account of %(person)s") % {"person": user},
        submit=_("Close account"),
        back=person_url(user),
        act=lambda **data: actions.deactivate(user, actor=request.user, at=timezone.now(), **data),
        done=_("Account closed. All sessions have ended."),
        text=_(
            "Log-in ends at once; appointments, roles and deputies end too. Nothing is deleted."
        ),
        tone="bad",
        hanging=hanging_on(user) if request.method == "GET" else [],
        hand_over_url=reverse("people:hand_over", args=[user.pk]),
    )


@managers_only
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    actions.reactivate(user, actor=request.user, at=timezone.now())
    messages.success(request, _("Account open again. Print a one-time password."))
    return redirect(person_url(user))


@managers_only
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    actions.end_sessions(user, actor=request.user, at=timezone.now())
    messages.success(request, _("Logged out on all devices."))
    return redirect(person_url(user))


@managers_only
@never_cache
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer itself is the sheet: the password is shown this once and kept nowhere."""
    user = person_or_404(request, pk)
    fresh = actions.reset_passwords([user], actor=request.user, at=timezone.now())
    return _sheet(request, fresh)


@managers_only
@never_cache
@require_http_methods(["GET", "POST"])
def password_sheets(request: HttpRequest) -> HttpResponse:
    """One-time passwords for many: those who have none yet stand on the page, 50 at a time."""
    form = PasswordSheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["people"]
        return _sheet(
            request, actions.reset_passwords(chosen, actor=request.user, at=timezone.now())
        )
    context = {
        "form": form,
        "page": page_of(request, queries.with_positions(queries.without_password())),
        "tabs": tabs(request.user, "people"),
    }
    return render(
        request, "people/password_sheets.html", context, status=422 if form.errors else 200
    )


def _sheet(request: HttpRequest, fresh: list[tuple[User, str]]) -> HttpResponse:
    address = organization().base_url or request.build_absolute_uri("/")
    context = {"fresh": fresh, "address": address}
    return render(request, "people/sheet.html", context)
