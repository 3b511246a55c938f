"""What somebody who leaves hands over of reviews: the seats that have not spoken."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import rules
from reviews.actions.rounds import ask, ask_to_fill
from reviews.models import Round, Seat
from sopman.audit.history import stamp
from sopman.audit.trail import record


@transaction.atomic
def hand_over(from_user: Any, to_user: Any, *, actor: Any, at: datetime) -> list[str]:
    """Give a leaver's unspoken seats to somebody else, or leave them vacant where unfit."""
    return [_give(seat, from_user, to_user, actor, at) for seat in _open_seats(from_user)]


def hanging(user: Any) -> list[str]:
    """What nobody would look after if this person left."""
    running = Round.objects.running().filter(seats__holder=user)
    return [str(seat) for seat in _unspoken(user, running)]


def reviews_it(version: Any, user: Any) -> str | None:
    """Who sits in the running round of a version can't become its author."""
    if not Seat.objects.filter(round__in=version.rounds.running(), holder=user).exists():
        return None
    words = _("%(name)s has a seat in its review and can't write it.")
    return words % {"name": user}


def _give(seat: Seat, from_user: Any, to_user: Any, actor: Any, at: datetime) -> str:
    against = list(rules.unfit(seat.kind, to_user, seat.round.author_ids))
    seat.holder = None if against else to_user
    note = _("Vacant: %(why)s") % {"why": against[0]} if against else ""
    stamp(seat, actor).save()
    facts = {"from": str(from_user), "to": str(seat.holder or "")}
    record(seat, "reviews.seat.filled", actor=actor, at=at, reason=note, facts=facts)
    if not against:
        ask(seat, at=at)
        return str(seat)
    ask_to_fill(seat, at=at)
    words = _("%(seat)s stays vacant, the team lead is asked to fill it: %(why)s")
    return words % {"seat": seat, "why": against[0]}


def _open_seats(user: Any) -> Any:
    """Under the locks of their rounds, so that nobody hands in meanwhile."""
    running = Round.objects.running().filter(seats__holder=user)
    return _unspoken(
        user, list(Round.objects.select_for_update(of=("self",)).filter(pk__in=running))
    )


def _unspoken(user: Any, rounds: Any) -> Any:
    return Seat.objects.filter(
        holder=user, round__in=rounds, handed_in_at=None, signature=None
    ).select_related("round__version__sop", "round__project__lead", "holder")
