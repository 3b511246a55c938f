"""Who may do what in a review. Whether it is possible now is the guards' business."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from projects import rules as project_rules
from projects.enums import Kind
from reviews.enums import REVIEWING, SeatKind


def may_open(project: Any, user: Any) -> bool:
    """Hand the draft to reviewers: the project's lead, who submits it."""
    return project_rules.is_lead(project, user)


def head_alone(project: Any) -> bool:
    """An editorial correction changes no meaning: the head signs, nobody else is asked."""
    return bool(project.kind == Kind.EDITORIAL)


def may_steer(round_: Any, user: Any) -> bool:
    """Call the round off: the lead, the document controller."""
    return may_open(round_.project, user) or bool(user.is_active and user.standing.is_controller)


def may_reassign(round_: Any, user: Any) -> bool:
    """More time, or another person in a seat: also the head of the owning department."""
    return may_steer(round_, user) or project_rules.heads_owner(round_.project, user)


def may_take_part(round_: Any, user: Any) -> bool:
    """Anyone with a seat, in the team, or steering; which move is whose, the actions say."""
    return (
        may_steer(round_, user)
        or may_answer(round_, user)
        or any(user.standing.stands_for(seat.holder_id) for seat in round_.seats.all())
        or project_rules.may_advance(round_.project, user)
    )


def may_answer(round_: Any, user: Any) -> bool:
    """Answer comments and finish the revision: those who write the document."""
    return project_rules.may_edit(round_.project, user)


def holds(seat: Any, user: Any) -> bool:
    """The person in the seat, or the deputy of an absent one; never an author."""
    if not user.is_active or seat.holder_id is None:
        return False
    return user.standing.stands_for(seat.holder_id) and not is_author(seat.round, user)


def may_comment(seat: Any, user: Any) -> bool:
    """Only reviewers write comments; a deputy does not review for somebody else."""
    return seat.kind in REVIEWING and user.pk == seat.holder_id and holds(seat, user)


def may_sign(seat: Any, user: Any) -> bool:
    return seat.kind in (SeatKind.COUNTERSIGN, SeatKind.HEAD) and holds(seat, user)


def is_author(round_: Any, user: Any) -> bool:
    return user.pk in round_.author_ids


def unfit(kind: str, person: Any, author_ids: Iterable[int]) -> Iterator[str]:
    """Reasons against this person in this seat, for the form and the action alike."""
    if person.pk in set(author_ids):
        yield _("%(name)s is an author of this version and can't review or approve it.") % {
            "name": person
        }
    if not person.is_active:
        yield _("%(name)s has left; choose someone else.") % {"name": person}


def signs_as_head(head: Any, department: Any) -> str:
    """Why nobody else signs while this head can."""
    return _("%(name)s signs for “%(department)s”. When %(name)s is away, the deputy signs.") % {
        "name": head,
        "department": department,
    }


def too_few_people(reviewer_ids: Iterable[int], head_id: int | None) -> Iterator[str]:
    """Author, reviewers and approver are at least three persons."""
    if set(reviewer_ids) == {head_id}:
        yield _(
            "The approver can't be the only reviewer. Fill at least one seat with another person."
        )
