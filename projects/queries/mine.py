"""The running projects that a person leads, sponsors or works in: asked once in a request, for every
stage has something to say about them on "My work"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from projects.enums import RevisionState
from projects.models import CharterRevision, Membership, Project
from projects.queries.board import Running, named
from sopman.core.prepared import prepared
from sopman.organization import per_request


@dataclass(frozen=True, slots=True)
class Mine:
    """A running project, and what the person has to do with it; `leads`, `sponsors` and `works_in`
    are true for a deputy too, for as long as the deputy acts."""

    project: Running
    asked_at: datetime | None  # for the sponsor's signature
    opened_at: datetime
    revised: bool  # a revision of its charter waits for the sponsor
    leads: bool
    sponsors: bool
    works_in: bool
    stands_in: bool  # named in the team as deputy of a member
    is_own: bool  # leads, sponsors or works in it in person


def projects_of(user: Any) -> list[Mine]:
    """What is due first on top. Nothing here is outside `Project.objects.visible_to(user)`."""
    return per_request.once(("projects_of", user.pk), lambda: _read(user))


def led_in(user: Any, stage: str) -> list[Running]:
    """Those in this stage that the person, or whom the person acts for, leads."""
    return [one.project for one in projects_of(user) if one.leads and one.project.stage == stage]


def _read(user: Any) -> list[Mine]:
    people, own = user.standing.people, user.pk
    seats: dict[int, set[int]] = {}
    stood_in: set[int] = set()
    for project, member, deputy in _seats(user):
        if member in people:
            seats.setdefault(project, set()).add(member)
        if deputy == own:
            stood_in.add(project)
    found = []
    for *facts, asked_at, opened_at, revised in _around(user, frozenset(stood_in.union(seats))):
        one = Running(*facts)
        members = seats.get(one.pk, ())
        found.append(
            Mine(
                one, asked_at, opened_at, bool(revised),
                leads=one.lead_id in people,
                sponsors=one.sponsor_id in people,
                works_in=bool(members),
                stands_in=one.pk in stood_in,
                is_own=own in (one.lead_id, one.sponsor_id) or own in members,
            )
        )  # fmt: skip
    return found


@prepared
def _seats(user: Any) -> QuerySet:
    """Two roads, each along its index."""
    seats = Membership.objects.order_by().values_list("project", "user", "deputy")
    return seats.filter(user__in=user.standing.people).union(seats.filter(deputy=user), all=True)


@prepared
def _around(user: Any, joined: Any) -> QuerySet:
    people = user.standing.people
    mine = Q(lead__in=people) | Q(sponsor__in=people) | Q(pk__in=joined)
    waits = CharterRevision.objects.filter(project=OuterRef("pk"), state=RevisionState.PROPOSED)
    rows = Project.objects.running().filter(mine).annotate(revised=Exists(waits))
    return named(rows, "charter__asked_at", "opened_at", "revised")
