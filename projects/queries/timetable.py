"""Plan, actual and forecast of the stages, as table and as drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from projects import gantt
from projects.enums import STAGES
from projects.forecast import forecast
from projects.models import Project
from projects.planning import floors
from projects.queries.page import StageCell
from sopman.workdays.queries import calendar


@dataclass(frozen=True)
class TimetableRow:
    """One stage. `expected_on` only while it is to come; `late_days` are calendar days."""

    cell: StageCell
    expected_on: date | None
    late_days: int


@dataclass(frozen=True)
class Timetable:
    rows: list[TimetableRow]
    drawing: gantt.Gantt | None

    @property
    def late_days(self) -> int:
        """By how many days the release is expected behind its plan."""
        return self.rows[-1].late_days if self.rows else 0


def timetable(project: Project, cells: Sequence[StageCell], *, on: date) -> Timetable:
    """From the cells of the stage bar; asks nothing but the calendar."""
    plan = {one.stage: one.planned_on for one in cells if one.planned_on}
    done = {one.stage: timezone.localdate(one.left_at) for one in cells if one.left_at}
    begun = {one.stage: timezone.localdate(one.entered_at) for one in cells if one.entered_at}
    expected: dict[str, date] = {}
    if project.is_running:
        expected = forecast(
            plan, done=done, present=project.stage, on=on, calendar=calendar(), floors=floors()
        )
    rows = [_row(cell, expected.get(cell.stage)) for cell in cells]
    drawing = gantt.drawn(
        gantt.rows_of(
            {stage: stage.label for stage in STAGES}, plan, begun=begun, done=done,
            expected={one.cell.stage: one.expected_on for one in rows if one.expected_on},
        ),
        start=timezone.localdate(project.opened_at),
        today=on if project.is_running else None,
    )  # fmt: skip
    return Timetable(rows, drawing)


def planned_drawing(project: Project, plan: dict[str, date]) -> gantt.Gantt | None:
    """The plan alone, for print: the same whoever prints it and when."""
    rows = gantt.rows_of(
        {stage: stage.label for stage in STAGES}, plan, begun={}, done={}, expected={}
    )
    return gantt.drawn(rows, start=timezone.localdate(project.opened_at), today=None)


def _row(cell: StageCell, expected_on: date | None) -> TimetableRow:
    if cell.left_at is not None or cell.status == "done":
        expected_on = None
    late = 0
    if cell.planned_on and expected_on:
        late = max(0, (expected_on - cell.planned_on).days)
    elif cell.planned_on and cell.left_at:
        late = max(0, (timezone.localdate(cell.left_at) - cell.planned_on).days)
    return TimetableRow(cell, expected_on, late)
