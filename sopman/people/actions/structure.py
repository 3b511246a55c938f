"""Sites, departments, positions, and who holds them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.actions._shared import changes, must_manage
from sopman.people.models import Appointment, Department, Position, Site, User
from sopman.people.queries import holders_of
from sopman.people.reasons import tree_stays_a_tree


@transaction.atomic
def add_site(*, actor: User, at: datetime, **fields: Any) -> Site:
    must_manage(actor)
    site = Site(**fields)
    stamp(site, actor).save()
    record(site, "people.site.added", actor=actor, at=at)
    return site


@transaction.atomic
def edit_site(site: Site, *, actor: User, at: datetime, **fields: Any) -> Site:
    must_manage(actor)
    site = Site.objects.select_for_update().get(pk=site.pk)
    if differing := changes(site, fields):
        stamp(site, actor).save()
        record(site, "people.site.edited", actor=actor, at=at, facts={"changes": differing})
    return site


@transaction.atomic
def add_department(*, actor: User, at: datetime, code: str, **fields: Any) -> Department:
    must_manage(actor)
    if Department.objects.filter(code__iexact=code).exists():
        raise Refused([_("The code %(code)s is taken.") % {"code": code}])
    department = Department(code=code, **fields)
    stamp(department, actor).save()
    record(department, "people.department.added", actor=actor, at=at)
    return department


@transaction.atomic
def edit_department(
    department: Department, *, actor: User, at: datetime, **fields: Any
) -> Department:
    """Change a department, its head among it. Closing one that people work in is refused."""
    must_manage(actor)
    department = Department.objects.select_for_update().get(pk=department.pk)
    if "parent" in fields and (why := tree_stays_a_tree(department, fields["parent"])):
        raise Refused([why])
    taken = Department.objects.exclude(pk=department.pk).filter(
        code__iexact=fields.get("code", department.code)
    )
    if taken.exists():
        raise Refused([_("The code %(code)s is taken.") % {"code": fields["code"]}])
    if department.is_active and fields.get("is_active") is False:
        _refuse_closing(department)
    if differing := changes(department, fields):
        stamp(department, actor).save()
        record(
            department, "people.department.edited", actor=actor, at=at, facts={"changes": differing}
        )
    return department


def _refuse_closing(department: Department) -> None:
    if department.positions.filter(is_active=True).exists():
        raise Refused([_("The department still has positions in use. Close these first.")])
    if department.children.filter(is_active=True).exists():
        raise Refused([_("The department still has departments below it. Close these first.")])


@transaction.atomic
def add_position(
    *, actor: User, at: datetime, code: str, department: Department, **fields: Any
) -> Position:
    must_manage(actor)
    if Position.objects.filter(code__iexact=code).exists():
        raise Refused([_("The code %(code)s is taken.") % {"code": code}])
    position = Position(code=code, department=department, **fields)
    stamp(position, actor).save()
    record(position, "people.position.added", actor=actor, at=at)
    return position


@transaction.atomic
def edit_position(position: Position, *, actor: User, at: datetime, **fields: Any) -> Position:
    """Change a position. Closing one that somebody holds is refused."""
    must_manage(actor)
    position = Position.objects.select_for_update().get(pk=position.pk)
    taken = Position.objects.exclude(pk=position.pk).filter(
        code__iexact=fields.get("code", position.code)
    )
    if taken.exists():
        raise Refused([_("The code %(code)s is taken.") % {"code": fields["code"]}])
    closing = position.is_active and fields.get("is_active") is False
    if closing and holders_of(position).exists():
        raise Refused([_("Somebody still holds this position. End the appointments first.")])
    if differing := changes(position, fields):
        stamp(position, actor).save()
        record(position, "people.position.edited", actor=actor, at=at, facts={"changes": differing})
    return position


@transaction.atomic
def appoint(
    user: User,
    *,
    position: Position,
    from_on: date,
    actor: User,
    at: datetime,
    to_on: date | None = None,
    is_primary: bool = True,
) -> Appointment:
    """Somebody takes a position. A new main position takes that mark from the others."""
    must_manage(actor)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refused([_("%(person)s doesn't work here any more.") % {"person": user}])
    same = Appointment.objects.not_over(from_on).filter(user=user, position=position)
    if any(to_on is None or held.from_on <= to_on for held in same):
        raise Refused(
            [_("%(person)s holds this position in that time already.") % {"person": user}]
        )
    if is_primary:
        for held in Appointment.objects.not_over(from_on).filter(user=user, is_primary=True):
            held.is_primary = False
            stamp(held, actor).save()
    appointment = Appointment(
        user=user, position=position, from_on=from_on, to_on=to_on, is_primary=is_primary
    )
    stamp(appointment, actor).save()
    facts = {"position": position.code, "from": from_on, "until": to_on}
    record(user, "people.appointment.made", actor=actor, at=at, facts=facts)
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, to_on: date, actor: User, at: datetime
) -> Appointment:
    """Somebody gives up a position; the last day still counts."""
    must_manage(actor)
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if to_on < appointment.from_on:
        raise Refused([_("The last day can't lie before the first one.")])
    appointment.to_on = to_on
    stamp(appointment, actor).save()
    facts = {"position": appointment.position.code, "until": to_on}
    record(appointment.user, "people.appointment.ended", actor=actor, at=at, facts=facts)
    return appointment
