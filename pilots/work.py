"""What waits for a person in the pilots."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots.enums import PilotState, ProblemState
from pilots.models import Participant, Pilot, Problem
from pilots.queries import concluded_with_changes
from projects.enums import Stage
from projects.models import Project
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def participation(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Read the pilot version, answer the questionnaire."""
    mine = Participant.objects.filter(user=user, pilot__state=PilotState.RUNNING)
    for one in mine.filter(Q(briefed_at=None) | Q(answer=None)).select_related(
        "pilot__version__sop"
    ):
        words = (
            _("Read the pilot version") if one.briefed_at is None else _("Answer the questionnaire")
        )
        yield _item(words, one.pilot)


@pending
def steering(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The lead: plan, answer problems, conclude."""
    led = Project.objects.filter(lead=user, stage=Stage.PILOT)
    pilots = Pilot.objects.filter(project__in=led).exclude(state=PilotState.CONCLUDED)
    planned_or_running = set()
    for pilot in pilots.select_related("version__sop", "project"):
        planned_or_running.add(pilot.project_id)
        planned = pilot.state == PilotState.PLANNED
        yield _item(_("Plan the pilot") if planned else _("Conclude the pilot"), pilot)
    for project in led.exclude(pk__in=planned_or_running):
        if not concluded_with_changes(project):
            yield WorkItem(
                title=_("Plan the pilot"), url=reverse("pilots:pilot", args=[project.pk]),
                due_at=None, subject=project.title, stage=Stage.PILOT.label,
            )  # fmt: skip


@pending
def problems(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Problems reported in pilots one leads, still without an answer."""
    waiting = Problem.objects.filter(
        state=ProblemState.OPEN, pilot__state=PilotState.RUNNING, pilot__project__lead=user
    )
    for one in waiting.select_related("pilot__version__sop"):
        yield WorkItem(
            title=_("Answer the problem at “%(place)s”") % {"place": one.place},
            url=reverse("pilots:answer_problem", args=[one.pk]),
            due_at=None,
            subject=str(one.pilot.version),
            stage=Stage.PILOT.label,
        )


def _item(title: str, pilot: Pilot) -> WorkItem:
    due = calendar().end_of(pilot.ends_on) if pilot.ends_on else None
    return WorkItem(
        title=title,
        url=reverse("pilots:pilot", args=[pilot.project_id]),
        due_at=due,
        subject=str(pilot.version),
        stage=Stage.PILOT.label,
    )
