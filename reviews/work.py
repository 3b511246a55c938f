"""What waits for a person in the reviews."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from reviews.enums import RoundState
from reviews.models import Round, Seat
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def seats(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Reviews to hand in and signatures to give."""
    mine = Seat.objects.of(user).select_related("round__version__sop", "round__project")
    work = calendar()
    for seat in mine.waiting_for_verdict() | mine.waiting_for_signature():
        title = _("Review the draft") if seat.is_reviewing else _("Sign the version")
        yield WorkItem(
            title=title,
            url=reverse("reviews:seat", args=[seat.pk]),
            due_at=work.end_of(seat.due_on),
            subject=_subject(seat.round.version),
            stage=Stage.REVIEW.label,
        )


@pending
def revisions(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Drafts to revise: for the lead and the authors."""
    rounds = Round.objects.filter(state=RoundState.REVISING).select_related(
        "version__sop", "project"
    )
    mine = rounds.filter(version__authors=user) | rounds.filter(project__lead=user)
    for round_ in mine.distinct():
        yield WorkItem(
            title=_("Answer the comments and revise the draft"),
            url=reverse("reviews:review", args=[round_.project_id]),
            due_at=round_.revision_due_at,
            subject=_subject(round_.version),
            stage=Stage.REVIEW.label,
        )


@pending
def steering(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """For the lead: drafts that are with nobody, and seats without a person."""
    people = user.standing.people
    running = Round.objects.running().filter(project=OuterRef("pk"))
    led = Project.objects.filter(lead__in=people, stage=Stage.REVIEW)
    for project in led.filter(~Exists(running)):
        yield WorkItem(
            title=_("Hand the draft to its reviewers"),
            url=reverse("reviews:review", args=[project.pk]),
            due_at=None,
            subject=project.title,
            stage=Stage.REVIEW.label,
        )
    vacant = Seat.objects.filter(
        holder=None, round__in=Round.objects.running(), round__project__lead__in=people
    )
    for seat in vacant.select_related("round__version__sop"):
        yield WorkItem(
            title=_("Fill the seat: %(seat)s") % {"seat": seat.get_kind_display()},
            url=reverse("reviews:fill", args=[seat.pk]),
            due_at=calendar().end_of(seat.due_on),
            subject=_subject(seat.round.version),
            stage=Stage.REVIEW.label,
            blocked=True,
        )


def _subject(version: Any) -> str:
    return f"{version} {version.sop.title}"
