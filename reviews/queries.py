"""Reads that span rounds, seats and comments."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Project
from reviews.checklist import questions_for
from reviews.enums import RUNNING, CommentClass, RoundState, SeatKind
from reviews.models import Comment, Round, Seat


def latest_round(project: Project) -> Round | None:
    """The round under way, else the one that ended last."""
    return _newest_first(project).first()


def _newest_first(project: Project) -> QuerySet[Round]:
    return project.rounds.select_related("version__sop", "opened_by").order_by("-opened_at", "-pk")


@dataclass(frozen=True, slots=True)
class Past:
    """A round with everything that was said in it."""

    round: Round
    seats: list[Seat]
    comments: list[Comment]


def rounds_of(project: Project, user: Any) -> list[Past]:
    """Every round of the project, the newest first; the comments that the person may read."""
    found = {one.pk: Past(one, [], []) for one in _newest_first(project)}
    for seat in _in_order(Seat.objects.filter(round__in=found)):
        found[seat.round_id].seats.append(seat)
    seen = Comment.objects.visible_to(user).filter(round__in=found)
    for comment in seen.in_reading_order() if found else ():
        found[comment.round_id].comments.append(comment)
    return list(found.values())


def seats_of(round_: Round) -> list[Seat]:
    """All seats in the order they act, with their people and number of comments."""
    return _in_order(round_.seats.all())


def _in_order(seats: QuerySet[Seat]) -> list[Seat]:
    order = list(SeatKind.values)
    shown = (
        seats.select_related("holder", "department", "signature")
        .prefetch_related("earlier__signature")
        .annotate(comment_count=Count("comments"))
    )
    return sorted(shown, key=lambda seat: (order.index(seat.kind), seat.pk))


def comments_for(round_: Round, user: Any) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(round=round_).in_reading_order()


def checklist_of(seat: Seat) -> list[dict[str, Any]]:
    """The questions of a seat with their answers."""
    given = {row.question: row for row in seat.answers.all()}
    return [
        {"question": question, "answer": given.get(question.code)}
        for question in questions_for(seat.kind)
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments of each class, and how many of them are answered."""

    total: int
    answered: int
    must_fix: int


def tally(round_: Round) -> Tally:
    counted = (
        Comment.objects.handed_in()
        .filter(round=round_)
        .aggregate(
            total=Count("pk"),
            answered=Count("pk", filter=~Q(disposition="") | Q(kind=CommentClass.PRAISE)),
            must_fix=Count("pk", filter=Q(kind=CommentClass.MUST_FIX)),
        )
    )
    return Tally(**counted)


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """How many seats have spoken in the running round; how the last one ended."""
    spoken = Q(seats__handed_in_at__isnull=False) | Q(seats__signature__isnull=False)
    rows = (
        Round.objects.filter(project__in=project_ids, state__in=(*RUNNING, RoundState.PASSED))
        .annotate(
            seat_count=Count("seats", distinct=True),
            spoken=Count("seats", filter=spoken, distinct=True),
            said=Count("comments", distinct=True),
        )
        .order_by("pk")  # the latest of a project wins
        .values_list("project_id", "state", "spoken", "seat_count", "said")
    )
    return {
        project_id: _passed(said)
        if state == RoundState.PASSED
        else _("%(done)d of %(all)d seats") % {"done": done, "all": every}
        for project_id, state, done, every, said in rows
    }


def _passed(comments: int) -> str:
    if not comments:
        return _("passed without comments")
    words = ngettext("passed, %(n)d comment", "passed, %(n)d comments", comments)
    return words % {"n": comments}
