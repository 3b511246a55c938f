"""Everything of X goes to Y, because X leaves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.organization.queries import today
from sopman.people import handover
from sopman.people.actions._shared import end_before, must_manage
from sopman.people.models import Department, Deputy, User


@transaction.atomic
def hand_over(from_user: User, to_user: User, *, actor: User, at: datetime) -> list[str]:
    """Move everything; returns what was moved, in sentences."""
    must_manage(actor)
    locked = User.objects.select_for_update().in_bulk([from_user.pk, to_user.pk])
    from_user, to_user = locked[from_user.pk], locked[to_user.pk]
    if from_user.pk == to_user.pk:
        raise Refused([_("Choose somebody else to take over.")])
    if not to_user.is_active:
        raise Refused([_("%(person)s doesn't work here any more.") % {"person": to_user}])
    moved = _headships(from_user, to_user, actor, at) + _deputies(from_user, to_user, actor, at)
    for mover in handover.movers():
        moved += mover(from_user, to_user, actor, at)
    facts = {"to": to_user.employee_number, "moved": moved}
    record(from_user, "people.handover.done", actor=actor, at=at, facts=facts)
    return moved


def preview_hand_over(from_user: User, to_user: User, *, actor: User, at: datetime) -> list[str]:
    """The same sentences; the move itself is taken back before anybody sees it."""
    with transaction.atomic():
        moved = hand_over(from_user, to_user, actor=actor, at=at)
        transaction.set_rollback(True)
    return moved


def _headships(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    moved = []
    for department in Department.objects.select_for_update().filter(head=from_user):
        department.head = to_user
        stamp(department, actor).save()
        facts = {"changes": {"head": [from_user.employee_number, to_user.employee_number]}}
        record(department, "people.department.edited", actor=actor, at=at, facts=facts)
        moved.append(_("Head of “%(department)s”") % {"department": department})
    return moved


def _deputies(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    """Whom the leaver acts for gets the successor as deputy for the rest of the time."""
    moved, day = [], today(at)
    for held in Deputy.objects.not_over(day).filter(deputy=from_user).select_related("principal"):
        if held.principal_id != to_user.pk:
            rest = Deputy(
                principal=held.principal,
                deputy=to_user,
                from_on=max(held.from_on, day),
                to_on=held.to_on,
                reason=held.reason,
            )
            stamp(rest, actor).save()
            facts = {"deputy": to_user.employee_number, "from": rest.from_on, "until": rest.to_on}
            record(held.principal, "people.deputy.named", actor=actor, at=at, facts=facts)
            moved.append(_("Deputy of %(person)s") % {"person": held.principal})
        end_before(day, held, actor)
    return moved
