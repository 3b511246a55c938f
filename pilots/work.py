"""What waits for a person in the pilots."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from pilots.enums import PilotDecision, PilotState, ProblemState
from pilots.models import Participant, Pilot, Problem
from projects.enums import Stage
from projects.queries import led_in
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending
from sops.enums import VersionState
from sops.models import ProjectSop


@pending
def participation(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Read the pilot version, answer the questionnaire."""
    for one in _invited(user):
        words = (
            _("Read the pilot version") if one.briefed_at is None else _("Answer the questionnaire")
        )
        yield _item(words, one.pilot)


@prepared
def _invited(user: Any) -> Any:
    mine = Participant.objects.filter(user=user, pilot__state=PilotState.RUNNING)
    open_ones = mine.filter(Q(briefed_at=None) | Q(answer=None))
    return open_ones.select_related("pilot__version__sop").defer("pilot__version__frozen")


@pending
def steering(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """The lead: plan, answer problems, conclude."""
    if not _leads_one(user):
        return
    for pilot in _led(user):
        planned = pilot.state == PilotState.PLANNED
        yield _item(_("Plan the pilot") if planned else _("Conclude the pilot"), pilot)
    for link in _without_pilot(user):
        yield WorkItem(
            title=_next_after(link), url=address("pilots:pilot", link.project_id),
            due_at=None, subject=link.project.title, stage=Stage.PILOT.label,
        )  # fmt: skip


def _leads_one(user: Any) -> bool:
    return any(one.lead_id == user.pk for one in led_in(user, Stage.PILOT))


@prepared
def _led(user: Any) -> Any:
    led = Pilot.objects.filter(project__lead=user, project__stage=Stage.PILOT)
    alive = led.exclude(state=PilotState.CONCLUDED)
    return alive.select_related("version__sop").defer("version__frozen")


@prepared
def _without_pilot(user: Any) -> Any:
    """The version each of them writes, and whether it revises a pilot adopted with changes."""
    last = Pilot.objects.filter(project=OuterRef("project")).order_by("-pk")
    alive = Pilot.objects.exclude(state=PilotState.CONCLUDED).values("project")
    return (
        ProjectSop.objects.filter(project__lead=user, project__stage=Stage.PILOT)
        .exclude(project__in=alive)
        .select_related("project", "version")
        .defer("version__frozen")
        .annotate(decided=Subquery(last.values("decision")[:1]))
        .annotate(tried=Subquery(last.values("version")[:1]))
        .order_by("project")
    )


def _next_after(link: Any) -> str:
    if link.version.state != VersionState.APPROVED:
        return _("Revise the SOP after the pilot")
    revises = link.version.based_on_id == link.tried
    if revises and link.decided == PilotDecision.ADOPT_WITH_CHANGES:
        return _("Go on to the release")
    return _("Plan the pilot")


@pending
def problems(user: Any, *, at: datetime) -> Iterator[WorkItem]:
    """Problems reported in pilots one leads, still without an answer."""
    for one in _unanswered(user) if _leads_one(user) else ():
        yield WorkItem(
            title=_("Answer the problem at “%(place)s”") % {"place": one.place},
            url=address("pilots:answer_problem", one.pk),
            due_at=None,
            subject=str(one.pilot.version),
            stage=Stage.PILOT.label,
        )


@prepared
def _unanswered(user: Any) -> Any:
    waiting = Problem.objects.filter(
        state=ProblemState.OPEN, pilot__state=PilotState.RUNNING, pilot__project__lead=user
    )
    return waiting.select_related("pilot__version__sop").defer("pilot__version__frozen")


def _item(title: str, pilot: Pilot) -> WorkItem:
    due = calendar().end_of(pilot.ends_on) if pilot.ends_on else None
    return WorkItem(
        title=title,
        url=address("pilots:pilot", pilot.project_id),
        due_at=due,
        subject=str(pilot.version),
        stage=Stage.PILOT.label,
    )
