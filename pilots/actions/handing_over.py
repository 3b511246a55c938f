"""What somebody who leaves hands over of pilots: open problems, and the part in a pilot under way."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pilots.actions.planning import invite
from pilots.enums import UNDER_WAY, PilotState
from pilots.models import Participant, Pilot, Problem
from sopman.audit.history import stamp
from sopman.audit.trail import record


@transaction.atomic
def hand_over(from_user: Any, to_user: Any, *, actor: Any, at: datetime) -> list[str]:
    """Problems and parts go to somebody else; whoever gave an opinion stays on record."""
    list(_under_way().select_for_update(of=("self",)).order_by("pk"))
    said = []
    for problem in _problems(from_user):
        problem.owner = to_user
        stamp(problem, actor).save()
        facts = {"from": str(from_user), "to": str(to_user)}
        record(problem, "pilots.problem.handed_over", actor=actor, at=at, facts=facts)
        said.append(str(problem))
    for part in _parts(from_user):
        said.append(_part(part))
        _give(part, from_user, to_user, actor, at)
    return said


def hanging(user: Any) -> list[str]:
    """What nobody would look after if this person left."""
    return [*map(str, _problems(user)), *map(_part, _parts(user))]


def _give(part: Participant, from_user: Any, to_user: Any, actor: Any, at: datetime) -> None:
    """Who takes part already goes on; the leaver's part is taken away then."""
    pilot = part.pilot
    if pilot.participants.filter(user=to_user).exists():
        stamp(part, actor).delete()
    else:
        part.user, part.briefed_at = to_user, None
        stamp(part, actor).save()
        if pilot.state == PilotState.RUNNING:
            invite(pilot, [part], at=at)
    facts = {"from": str(from_user), "to": str(to_user)}
    record(pilot, "pilots.participant.handed_over", actor=actor, at=at, facts=facts)


def _under_way() -> Any:
    return Pilot.objects.filter(state__in=UNDER_WAY)


def _problems(user: Any) -> Any:
    return Problem.objects.filter(owner=user, pilot__in=_under_way())


def _parts(user: Any) -> Any:
    rows = Participant.objects.filter(user=user, pilot__in=_under_way(), answer=None)
    return rows.select_related("pilot__version__sop")


def _part(part: Participant) -> str:
    return _("Part in the pilot of %(version)s") % {"version": part.pilot.version}
