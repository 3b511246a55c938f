"""What waits for a person in the reviews."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from projects.queries import led_in, projects_of
from reviews.enums import RoundState
from reviews.models import Round, Seat
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending
from sops.models import SopVersion


@pending
def seats(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Reviews to hand in and signatures to give."""
    work = calendar()
    for seat in _waiting(user):
        title = _("Review the draft") if seat.is_reviewing else _("Sign the version")
        yield WorkItem(
            title=title,
            url=address("reviews:seat", seat.pk),
            due_at=work.end_of(seat.due_on),
            subject=_subject(seat.round.version),
            stage=Stage.REVIEW.label,
        )


@prepared
def _waiting(user: Any) -> Any:
    mine = Seat.objects.of(user).select_related("round__version__sop", "round__project")
    rows = mine.waiting_for_verdict() | mine.waiting_for_signature()
    return rows.defer("round__version__frozen")


@pending
def revisions(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Drafts to revise: for the lead and the authors."""
    for round_ in _revising(user):
        yield WorkItem(
            title=_("Answer the comments and revise the draft"),
            url=address("reviews:review", round_.project_id),
            due_at=round_.revision_due_at,
            subject=_subject(round_.version),
            stage=Stage.REVIEW.label,
        )


@prepared
def _revising(user: Any) -> Any:
    rounds = Round.objects.filter(state=RoundState.REVISING)
    authored = SopVersion.authors.through.objects.filter(user=user).values("sopversion")
    led = Project.objects.filter(lead=user).order_by().values("pk")
    mine = rounds.filter(Q(version__in=authored) | Q(project__in=led))
    return mine.select_related("version__sop", "project").defer("version__frozen")


@pending
def steering(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """For the lead: drafts that are with nobody, and seats without a person."""
    led = led_in(user, Stage.REVIEW)
    running = set(_in_round(frozenset(one.pk for one in led)))
    for project in led:
        if project.pk in running:
            continue
        yield WorkItem(
            title=_("Hand the draft to its reviewers"),
            url=address("reviews:review", project.pk),
            due_at=None,
            subject=project.title,
            stage=Stage.REVIEW.label,
        )
    leads = any(one.leads for one in projects_of(user))
    for seat in _vacant(user) if leads else ():
        yield WorkItem(
            title=_("Fill the seat: %(seat)s") % {"seat": seat.get_kind_display()},
            url=address("reviews:fill", seat.pk),
            due_at=calendar().end_of(seat.due_on),
            subject=_subject(seat.round.version),
            stage=Stage.REVIEW.label,
            blocked=True,
        )


@prepared
def _in_round(projects: Any) -> Any:
    running = Round.objects.running().filter(project__in=projects)
    return running.order_by().values_list("project", flat=True)


@prepared
def _vacant(user: Any) -> Any:
    led = Round.objects.running().filter(project__lead__in=user.standing.people)
    rows = Seat.objects.filter(holder=None, round__in=led)
    return rows.select_related("round__version__sop").defer("round__version__frozen")


def _subject(version: Any) -> str:
    return f"{version} {version.sop.title}"
