"""The page of one project: what its chain tells is kept by the head of the chain."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, prefetch_related_objects

from projects.models import Membership, Project
from projects.queries.page import Activity, StageCell, activities, stage_cells
from projects.stages import Criterion, criteria_of, panel_for, panels
from sopman.audit.queries import head, of_chain
from sopman.core import kept
from sopman.core.prepared import prepared
from sopman.organization.queries import today

RECENT = 8


class StageRow(NamedTuple):
    """One stage with plan, end, and what its panel says about its progress."""

    cell: StageCell
    progress: str


class Goal(NamedTuple):
    """An objective as the overview says it."""

    name: str
    get_metric_display: str
    direction: str
    get_direction_display: str
    baseline: Decimal | None
    measure_later: bool
    target: Decimal | None
    unit_shown: str


class Told(NamedTuple):
    """What the rows of a project say that only change together with its chain."""

    gate: tuple[Criterion, ...]  # empty once the project is over
    stages: tuple[StageRow, ...]
    objectives: tuple[Goal, ...]
    recent: tuple[Activity, ...]

    @property
    def cells(self) -> tuple[StageCell, ...]:
        return tuple(one.cell for one in self.stages)


def seen_by(user: Any, pk: int) -> Project | None:
    """The project with its team, in two queries; None where `user` doesn't see it."""
    project = _seen.first(user, pk)
    if project is not None:
        team = project.memberships.all()
        team._result_cache = _team(pk)
        project._prefetched_objects_cache = {"memberships": team}
    return project


@prepared
def _seen(user: Any, pk: int) -> QuerySet[Project]:
    seen = Project.objects.visible_to(user).filter(pk=pk)
    return seen.select_related("lead", "sponsor", "owning_department").annotate(
        head=head("project:")
    )


@prepared
def _team(project: int) -> QuerySet[Membership]:
    team = Membership.objects.filter(project=project)
    return team.select_related("user").order_by("project", "pk")


def told(project: Any) -> Told:
    """Made once for each head of the chain; `project` as `seen_by` gives it."""
    if project.head is None:  # nothing was ever recorded: nothing would tell of a change
        return _told(project)
    return kept.once(_upon(project), lambda: _told(project))


def _upon(project: Any) -> Hashable:
    panel = panel_for(project.stage)
    return "told", project.pk, project.head, panel.upon() if panel else None


def _told(project: Any) -> Told:
    prefetch_related_objects([project], "milestones", "stage_records", "objectives")
    criteria = criteria_of(project) if project.is_running else ()
    events = of_chain(project.audit_chain)[:RECENT]
    return Told(
        gate=tuple(Criterion(str(one.sentence), bool(one.met), one.url) for one in criteria),
        stages=_stages(project),
        objectives=tuple(_goal(one) for one in project.objectives.all()),
        recent=tuple(activities(events)),
    )


def _stages(project: Any) -> tuple[StageRow, ...]:
    cells = stage_cells(project, on=today())
    shown = {cell.stage for cell in cells if cell.url and not cell.locked}
    said: dict[str, dict[int, str]] = {
        one.stage: one.progress([project.pk]) for one in panels() if one.stage in shown
    }
    return tuple(
        StageRow(cell, str(said.get(cell.stage, {}).get(project.pk, ""))) for cell in cells
    )


def _goal(one: Any) -> Goal:
    return Goal(
        name=one.name,
        get_metric_display=str(one.get_metric_display()),
        direction=one.direction,
        get_direction_display=str(one.get_direction_display()),
        baseline=one.baseline,
        measure_later=one.measure_later,
        target=one.target,
        unit_shown=str(one.unit_shown),
    )
