"""What stands on the page of one project."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.enums import FIRST_STAGE, STAGES, Kind, Stage, number_of
from projects.models import Project
from projects.stages import panel_for
from sopman.audit.models import Event
from sopman.core import wording


@dataclass(frozen=True)
class StageCell:
    """One cell of the stage bar and one row of the schedule."""

    stage: str
    number: int
    label: str
    status: str  # done, active, todo
    note: str
    url: str
    late: bool
    locked: str
    planned_on: date | None
    entered_at: datetime | None
    left_at: datetime | None


def stage_cells(project: Project, *, on: date) -> list[StageCell]:
    """The seven stages with what is done, planned and late, in two queries."""
    planned = {one.stage: one.planned_on for one in project.milestones.all()}
    stays = {one.stage: one for one in project.stage_records.all()}  # the latest of each wins
    return [_cell(project, stage, planned.get(stage), stays.get(stage), on) for stage in STAGES]


def stages_before(project: Project) -> list[Stage]:
    """Where a project can be sent back to."""
    first = number_of(FIRST_STAGE.get(Kind(project.kind), Stage.CHARTER))
    return list(STAGES[first - 1 : number_of(project.stage) - 1])


def _cell(project: Project, stage: Stage, planned: date | None, stay: Any, on: date) -> StageCell:
    status = _status(project, stage, stay)
    late = status == "active" and planned is not None and planned < on
    left_at = stay.left_at if stay and status == "done" else None
    locked, over = "", not project.is_running
    if status == "todo" and not over:
        before = STAGES[max(number_of(stage) - 2, 0)]
        locked = _("Opens when “%(stage)s” is complete.") % {"stage": before.label}
    return StageCell(
        stage=stage,
        number=number_of(stage),
        label=str(stage.label),
        status=status,
        note=_note(project, stage, status, planned, left_at),
        url=_url(project, stage) if stay and (over or status != "todo") else "",
        late=late,
        locked=locked,
        planned_on=planned,
        entered_at=stay.entered_at if stay and status != "todo" else None,
        left_at=left_at,
    )


def _status(project: Project, stage: Stage, stay: Any) -> str:
    if project.stage == Stage.CANCELLED:
        reached = stay is not None and stay.left_at != project.ended_at
        return "done" if reached else "todo"
    if stage == project.stage:
        return "active"
    return "done" if number_of(stage) < number_of(project.stage) else "todo"


def _note(
    project: Project, stage: Stage, status: str, planned: date | None, left_at: datetime | None
) -> str:
    if left_at is not None:
        return _("done %(day)s") % {"day": wording.day(left_at, year=False)}
    if status == "done":
        return _("not needed")
    if status == "active":
        left = wording.time_left(planned)
        if left is None:
            return _("under way")
        if left.tone == "bad":
            return left.words
        return pgettext("stage under way", "%(left)s") % {"left": left.words}
    if planned and project.is_running:
        return _("planned %(day)s") % {"day": wording.day(planned, year=False)}
    return ""


def _url(project: Project, stage: Stage) -> str:
    panel = panel_for(stage)
    if panel is None:
        return ""
    try:
        return reverse(panel.url_name, args=[project.pk])
    except NoReverseMatch:
        return ""


class Activity(NamedTuple):
    """One line of the trail in words."""

    at: datetime
    actor: str
    words: str
    note: str
    tone: str
    signature: str
    sequence: int
    digest: str


def activities(events: Iterable[Event]) -> list[Activity]:
    """Events of the audit trail as sentences of the language in force."""
    return [
        Activity(
            at=event.at,
            actor=event.actor_name or _("The system"),
            words=event.sentence,
            note=" · ".join(part for part in (_what(event.facts), event.reason) if part),
            tone=_tone(event),
            signature=event.signature_id,
            sequence=event.sequence,
            digest=event.digest[:12],
        )
        for event in events
    ]


def _what(facts: dict[str, Any]) -> str:
    """The name of the thing an event is about, when it keeps one."""
    for key in ("name", "text", "objective", "user", "title"):
        if isinstance(facts.get(key), str):
            return str(facts[key])
    return ""


def _tone(event: Event) -> str:
    if event.signature_id:
        return "ok"
    if event.target in (Stage.CANCELLED, "withdrawn", "dropped"):
        return "off"
    return ""
