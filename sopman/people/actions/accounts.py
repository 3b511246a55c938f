"""Accounts: made, changed, closed, given a new password."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.organization.actions import lock_organization
from sopman.organization.queries import today
from sopman.people.actions._shared import changes, end_before, must_manage, must_manage_still
from sopman.people.actions.sessions import close_sessions_of
from sopman.people.models import Appointment, Deputy, RoleGrant, User
from sopman.people.numbers import one_time_password
from sopman.people.reasons import hanging_on, may_be_closed, number_is_free, still_has_duties


@transaction.atomic
def add_person(
    *, actor: User, at: datetime, employee_number: str, name: str, **fields: Any
) -> User:
    """Make an account. It has no password until an administrator prints a one-time one."""
    must_manage(actor)
    user = User(employee_number=employee_number, name=name, joined_at=at, **fields)
    _refuse(number_is_free(user))
    user.set_unusable_password()
    user.must_change_password = True
    stamp(user, actor).save()
    record(user, "people.user.added", actor=actor, at=at, facts={"number": employee_number})
    return user


@transaction.atomic
def edit_person(user: User, *, actor: User, at: datetime, **fields: Any) -> User:
    """Change what is known of a person."""
    must_manage(actor)
    user = _locked(user)
    differing = changes(user, fields)
    if not differing:
        return user
    _refuse(number_is_free(user))
    stamp(user, actor).save()
    record(user, "people.user.edited", actor=actor, at=at, facts={"changes": differing})
    return user


@transaction.atomic
def edit_own_account(user: User, *, actor: User, at: datetime, **fields: Any) -> User:
    """How the product speaks to this person: name in English, language, time zone, e-mail."""
    if user.pk != actor.pk:
        raise PermissionDenied(_("Only the person may change this."))
    user = _locked(user)
    differing = changes(user, fields)
    if differing:
        stamp(user, actor).save()
        record(user, "people.user.edited", actor=actor, at=at, facts={"changes": differing})
    return user


@transaction.atomic
def deactivate(user: User, *, reason: str, actor: User, at: datetime) -> User:
    """Somebody leaves: log-in ends at once, and so do appointments, roles and deputies.

    Refused while anything hangs on the person (a seat, a lead, an SOP: it is handed over first)
    and for the last administrator.
    """
    lock_organization()  # two administrators who close each other come one after the other
    must_manage_still(actor)
    user = _locked(user)
    _refuse(may_be_closed(user, actor))
    _refuse(*still_has_duties(hanging_on(user), user))
    user.is_active, user.left_at = False, at
    stamp(user, actor, reason).save()
    day = today(at)
    for rows in (
        Appointment.objects.filter(user=user),
        RoleGrant.objects.filter(user=user),
        Deputy.objects.filter(principal=user) | Deputy.objects.filter(deputy=user),
    ):
        for row in rows.not_over(day):
            end_before(day, row, actor)
    close_sessions_of(user)
    user.forget_standing()
    record(user, "people.user.deactivated", actor=actor, at=at, reason=reason)
    return user


@transaction.atomic
def reactivate(user: User, *, actor: User, at: datetime) -> User:
    """Somebody comes back: the account opens, with a password to be printed anew."""
    must_manage(actor)
    user = _locked(user)
    if user.is_active:
        raise Refused([_("This account is open already.")])
    user.is_active, user.left_at, user.must_change_password = True, None, True
    user.set_unusable_password()
    stamp(user, actor).save()
    record(user, "people.user.reactivated", actor=actor, at=at)
    return user


@transaction.atomic
def reset_passwords(users: Iterable[User], *, actor: User, at: datetime) -> list[tuple[User, str]]:
    """New one-time passwords, returned this once. Sessions end; signing waits for the change."""
    must_manage(actor)
    fresh = []
    for user in User.objects.select_for_update().filter(pk__in=[u.pk for u in users]):
        if not user.is_active:
            raise Refused([_("%(person)s doesn't work here any more.") % {"person": user}])
        if user.pk == actor.pk:
            raise Refused([_("Change your own password in your account.")])
        password = one_time_password()
        user.set_password(password)
        user.must_change_password, user.password_set_by_admin_at = True, at
        stamp(user, actor).save()
        close_sessions_of(user)
        record(user, "people.user.password_reset", actor=actor, at=at)
        fresh.append((user, password))
    return fresh


@transaction.atomic
def change_password(user: User, *, old: str, new: str, actor: User, at: datetime) -> User:
    """The person's own change; ends every other session and allows signing again."""
    if user.pk != actor.pk:
        raise PermissionDenied(_("Only the person may change this."))
    user = _locked(user)
    if not user.check_password(old):
        raise Refused([_("The present password is not right.")])
    if old == new:
        raise Refused([_("Choose a password that differs from the present one.")])
    validate_password(new, user)  # its errors are the form's
    user.set_password(new)
    user.password_changed_at, user.password_set_by_admin_at = at, None
    user.must_change_password = False
    stamp(user, actor).save()
    record(user, "people.user.password_changed", actor=actor, at=at)
    return user


def _locked(user: User) -> User:
    user.forget_standing()
    return User.objects.select_for_update().get(pk=user.pk)


def _refuse(*sentences: str | None) -> None:
    if reasons := [sentence for sentence in sentences if sentence]:
        raise Refused(reasons)
