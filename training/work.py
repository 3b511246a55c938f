"""What waits for a person in release and training."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from sopman.organization.queries import today
from sopman.people import queries as people
from sopman.people.enums import Role
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending
from training.models import Attempt, ReaderQuestion, Release, Session
from training.queries import accuracy_due, learning_of


@pending
def preparing(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The lead prepares; the controller, or the lead alone, releases what is prepared."""
    planned = Release.objects.alive().select_related("version__sop", "project")
    ready = set(planned.prepared().values_list("project", flat=True))
    begun = {one.project_id: one for one in planned.filter(project__stage=Stage.RELEASE)}
    led = Project.objects.filter(stage=Stage.RELEASE, lead__in=user.standing.people)
    has_controller = people.with_role(Role.DOCUMENT_CONTROLLER).exists()
    for project in led:
        release = begun.get(project.pk)
        if release is None or (release.is_planned and project.pk not in ready):
            yield _stage_item(_("Prepare the release"), project)
        elif release.is_planned and not has_controller:
            yield _stage_item(_("Release the version"), project)
    if user.standing.is_controller:
        for pk in ready:
            yield _stage_item(_("Release the version"), begun[pk].project)


@pending
def learning(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Versions to acknowledge, trainings to attend, exams to sit."""
    for one in learning_of(user, at=at):
        step = one.next_step
        if step is None:
            continue
        yield WorkItem(
            title=step.words, url=step.url, due_at=step.due_at, subject=str(one.release.version),
            stage=Stage.RELEASE.label,
        )  # fmt: skip


@pending
def sitting(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """An exam that is open right now."""
    running = Attempt.objects.open_at(at).filter(user=user)
    for one in running.select_related("exam__release__version__sop"):
        yield WorkItem(
            title=_("Go on with the exam"), url=reverse("training:attempt", args=[one.pk]),
            due_at=one.deadline, subject=str(one.exam.release.version), stage=Stage.RELEASE.label,
        )  # fmt: skip


@pending
def training_sessions(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The trainer: write down the four contents and who was there."""
    there = Session.objects.filter(pk=OuterRef("pk"), attendances__isnull=False)
    mine = Session.objects.filter(Q(held_at=None) | ~Exists(there), trainer=user, starts_at__lte=at)
    for one in mine.exclude(release__state="called_off").select_related("release__version__sop"):
        yield WorkItem(
            title=_("Record the training session"),
            url=reverse("training:session", args=[one.pk]),
            due_at=None, subject=str(one.release.version), stage=Stage.RELEASE.label,
        )  # fmt: skip


@pending
def questions(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Readers' questions: the owner's and the consultant's to answer."""
    asked = Release.objects.filter(consultant=user, version=OuterRef("version"))
    waiting = ReaderQuestion.objects.filter(Q(sop__owner=user) | Exists(asked), answer="")
    for one in waiting.select_related("sop"):
        yield WorkItem(
            title=_("Answer the question at “%(place)s”") % {"place": one.place},
            url=reverse("training:answer_reader", args=[one.pk]),
            due_at=None, subject=f"{one.sop.number} {one.sop.title}",
        )  # fmt: skip


@pending
def accuracy(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The figure of the month before, from its owner."""
    month, due = accuracy_due(today(at))
    for sop in due.filter(owner=user):
        yield WorkItem(
            title=_("Enter the accuracy of %(month)s") % {"month": f"{month:%Y-%m}"},
            url=reverse("training:accuracy", args=[sop.pk]),
            due_at=None, subject=f"{sop.number} {sop.title}",
        )  # fmt: skip


def _stage_item(title: str, project: Any) -> WorkItem:
    wished = project.wished_effective_on
    return WorkItem(
        title=title,
        url=reverse("training:release", args=[project.pk]),
        due_at=calendar().end_of(wished) if wished else None,
        subject=project.title,
        stage=Stage.RELEASE.label,
    )
