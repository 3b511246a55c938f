"""The to-be plan as the floors above read it."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from processes.enums import MapKind, ResponsibilityKind
from processes.models import Activity, ControlPoint, Responsibility
from processes.plan import Duties, PlannedStep, TimeLimit
from processes.queries.optimization import Plan
from projects.models import Project
from sopman.core.prepared import prepared


class PlannedName(NamedTuple):
    """An activity of the to-be map, as the gate of drafting asks for it."""

    step_id: UUID
    name: str
    is_control_point: bool


def planned_names(project: Project) -> list[PlannedName]:
    """The activities of the to-be map in order; in one query."""
    return [PlannedName(*one) for one in _planned_names(project.pk)]


@prepared
def _planned_names(project: Any) -> QuerySet:
    points = ControlPoint.objects.filter(project=project, step=OuterRef("step"))
    drawn = Activity.objects.filter(map__project=project, map__kind=MapKind.TO_BE)
    return drawn.order_by("order", "pk").values_list("step_id", "name", Exists(points))


def to_be_plan(project: Project, plan: Plan | None = None) -> list[PlannedStep]:
    """The activities of the to-be map in order, with all that was decided about each."""
    plan = plan or Plan(project)
    out: dict[Any, list] = {}
    for way in plan.ways:
        out.setdefault(way.source, []).append(way)
    elements = {one.element_id: one for one in plan.planned}
    lines = _handover_lines(plan)
    steps = {one.step_id: one.step for one in (*plan.present, *plan.planned)}
    return [
        _planned(
            plan,
            one,
            order,
            branches=[
                (way.condition, elements[way.target].step if way.target else None)
                for way in out.get(one.element_id, [])
            ],
            handover=lines.get(one.step_id),
            origins=[steps[o] for o in plan.origins[one.step_id] if o in steps],
        )
        for order, one in enumerate(plan.planned, start=1)
    ]


def _planned(plan: Plan, one: Activity, order: int, **further: Any) -> PlannedStep:
    point = plan.control_points.get(one.step_id)
    duties = _by_kind(plan.duties[one.step_id])
    return PlannedStep(
        step=one.step,
        name=one.name,
        order=order,
        position=_only(duties[ResponsibilityKind.RESPONSIBLE]) or one.position,
        system=one.system,
        touch_minutes=one.touch_minutes,
        waiting_minutes=one.waiting_minutes,
        value_class=one.value_class,
        time_limit=TimeLimit(point.time_limit_value, point.time_limit_unit) if point else None,
        output_standard=point.output_standard if point else "",
        is_control_point=point is not None,
        why=point.why if point else "",
        on_failure=point.on_failure if point else "",
        escalation=point.escalation if point else None,
        approves=_only(duties[ResponsibilityKind.APPROVES]),
        takes_part=duties[ResponsibilityKind.TAKES_PART],
        informed=duties[ResponsibilityKind.INFORMED],
        **further,
    )


def responsibilities(project: Project, plan: Plan | None = None) -> list[Duties]:
    """Who has to do with each to-be activity, in order."""
    plan = plan or Plan(project)
    found = []
    for order, one in enumerate(plan.planned, start=1):
        duties = _by_kind(plan.duties[one.step_id])
        found.append(
            Duties(
                step=one.step,
                name=one.name,
                order=order,
                responsible=_only(duties[ResponsibilityKind.RESPONSIBLE]) or one.position,
                approves=_only(duties[ResponsibilityKind.APPROVES]),
                takes_part=duties[ResponsibilityKind.TAKES_PART],
                informed=duties[ResponsibilityKind.INFORMED],
            )
        )
    return found


def _handover_lines(plan: Plan) -> dict[Any, Any]:
    """By the activity that hands over: the first handover that the map still wants."""
    lines: dict[Any, Any] = {}
    for source, target in plan.lane_changes:
        handover = plan.handovers.get((source.step_id, target.step_id))
        if handover:
            lines.setdefault(source.step_id, handover)
    return lines


def _by_kind(rows: list[Responsibility]) -> dict[str, list]:
    found: dict[str, list] = {kind: [] for kind in ResponsibilityKind.values}
    for row in rows:
        found[row.kind].append(row.position)
    return found


def _only(positions: list) -> Any:
    return positions[0] if positions else None
