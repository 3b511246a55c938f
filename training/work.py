"""What waits for a person in release and training."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from projects.queries import Running, led_in, named
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.organization.queries import today
from sopman.people import queries as people
from sopman.people.enums import Role
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending
from sops.models import Sop
from training.enums import ReleaseState
from training.models import Attempt, ReaderQuestion, Release, Session
from training.queries import accuracy_due, learning_of


@pending
def preparing(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The lead prepares; the controller, or the lead alone, releases what is prepared."""
    controls = user.standing.is_controller
    facts = map(Running._make, _in_release()) if controls else led_in(user, Stage.RELEASE)
    projects = {one.pk: one for one in facts}
    if not projects:
        return
    states = dict(_states(frozenset(projects)))
    ready = set(_ready(frozenset(projects)))
    may_release = controls or not _controllers(today(at))
    for pk, project in projects.items():
        leads, state = project.lead_id in user.standing.people, states.get(pk)
        is_planned = state == ReleaseState.PLANNED
        if leads and (state is None or (is_planned and pk not in ready)):
            yield _stage_item(_("Prepare the release"), project)
        elif is_planned and pk in ready and may_release:
            yield _stage_item(_("Release the version"), project)


@prepared
def _in_release() -> Any:
    return named(Project.objects.filter(stage=Stage.RELEASE))


@prepared
def _states(projects: Any) -> Any:
    return Release.objects.alive().filter(project__in=projects).values_list("project", "state")


@prepared
def _ready(projects: Any) -> Any:
    planned = Release.objects.alive().filter(project__in=projects)
    return planned.prepared().values_list("project", flat=True)


@prepared
def _controllers(day: Any) -> Any:
    return people.with_role(Role.DOCUMENT_CONTROLLER, day).order_by().values_list("pk")[:1]


@pending
def learning(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Versions to acknowledge, trainings to attend, exams to sit."""
    for one in learning_of(user, at=at):
        step = one.next_step
        if step is None:
            continue
        yield WorkItem(
            title=step.words, url=step.url, due_at=step.due_at, subject=str(one.said),
            stage=Stage.RELEASE.label,
        )  # fmt: skip


@pending
def sitting(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """An exam that is open right now."""
    for one in _running(user, at):
        yield WorkItem(
            title=_("Go on with the exam"), url=address("training:attempt", one.pk),
            due_at=one.deadline, subject=str(one.exam.release.version), stage=Stage.RELEASE.label,
        )  # fmt: skip


@prepared
def _running(user: Any, at: Any) -> Any:
    running = Attempt.objects.open_at(at).filter(user=user)
    along = running.select_related("exam__release__version__sop")
    return along.defer("paper", "key", "exam__release__version__frozen")


@pending
def training_sessions(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The trainer: write down the four contents and who was there."""
    for one in _unrecorded(user, at):
        yield WorkItem(
            title=_("Record the training session"),
            url=address("training:session", one.pk),
            due_at=None, subject=str(one.release.version), stage=Stage.RELEASE.label,
        )  # fmt: skip


@prepared
def _unrecorded(user: Any, at: Any) -> Any:
    there = Session.objects.filter(pk=OuterRef("pk"), attendances__isnull=False)
    mine = Session.objects.filter(Q(held_at=None) | ~Exists(there), trainer=user, starts_at__lte=at)
    alive = mine.exclude(release__state=ReleaseState.CALLED_OFF)
    return alive.select_related("release__version__sop").defer("release__version__frozen")


@pending
def questions(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Readers' questions: the owner's and the consultant's to answer."""
    for one in _unanswered(user):
        yield WorkItem(
            title=_("Answer the question at “%(place)s”") % {"place": one.place},
            url=address("training:answer_reader", one.pk),
            due_at=None, subject=f"{one.sop.number} {one.sop.title}",
        )  # fmt: skip


@prepared
def _unanswered(user: Any) -> Any:
    consulted = Release.objects.filter(consultant=user).order_by().values("version")
    owned = Sop.objects.filter(owner=user).order_by().values("pk")
    waiting = ReaderQuestion.objects.filter(Q(sop__in=owned) | Q(version__in=consulted), answer="")
    return waiting.select_related("sop")


@pending
def accuracy(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The figure of the month before, from its owner."""
    month, due = accuracy_due(today(at), user)
    for sop in due:
        yield WorkItem(
            title=_("Enter the accuracy of %(month)s") % {"month": f"{month:%Y-%m}"},
            url=address("training:accuracy", sop.pk),
            due_at=None, subject=f"{sop.number} {sop.title}",
        )  # fmt: skip


def _stage_item(title: str, project: Running) -> WorkItem:
    return WorkItem(
        title=title,
        url=address("training:release", project.pk),
        due_at=calendar().end_of(project.wished_effective_on),
        subject=project.title,
        stage=Stage.RELEASE.label,
    )
