"""Key control points, the responsibility matrix and handovers of the to-be process."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.actions import maps
from processes.actions.plan_room import begin
from processes.enums import MapKind, ResponsibilityKind, TimeUnit
from processes.models import Activity, ControlPoint, Handover, Responsibility, Step
from processes.queries.optimization import Plan
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import Position


@transaction.atomic
def set_control_point(
    project: Project,
    *,
    step: Step,
    why: str,
    time_limit_value: Decimal,
    time_limit_unit: str,
    output_standard: str,
    actor: Any,
    at: datetime,
    on_failure: str = "",
    escalation: Position | None = None,
) -> ControlPoint:
    """Mark a to-be activity as one that must not be skipped, or say it anew."""
    project = begin(project, actor)
    _planned(project, step)
    _check_limit(time_limit_value, time_limit_unit)
    if not why.strip() or not output_standard.strip():
        raise Refused([_("Say why it must not be skipped, and what its output has to meet.")])
    point = ControlPoint.objects.filter(project=project, step=step).first() or ControlPoint(
        project=project, step=step
    )
    point.why, point.output_standard = why.strip(), output_standard.strip()
    point.time_limit_value, point.time_limit_unit = time_limit_value, time_limit_unit
    point.on_failure, point.escalation = on_failure.strip(), escalation
    stamp(point, actor).save()
    record(point, "processes.control_point.set", actor=actor, at=at, facts={
        "step": str(step.pk), "limit": f"{time_limit_value} {time_limit_unit}",
    })  # fmt: skip
    return point


@transaction.atomic
def remove_control_point(point: ControlPoint, *, actor: Any, at: datetime) -> None:
    begin(point.project, actor)
    record(point, "processes.control_point.removed", actor=actor, at=at, facts={
        "step": str(point.step_id),
    })  # fmt: skip
    stamp(point, actor).delete()


@transaction.atomic
def set_duties(
    project: Project,
    *,
    step: Step,
    responsible: Position,
    actor: Any,
    at: datetime,
    approves: Position | None = None,
    takes_part: Iterable[Position] = (),
    informed: Iterable[Position] = (),
    seen_revision: int | None = None,
) -> list[Responsibility]:
    """Who has to do with a to-be activity. The responsible position is its lane: the map follows."""
    project = begin(project, actor)
    activity = _planned(project, step)
    if responsible is None:
        raise Refused([_("Exactly one position is responsible for an activity.")])
    if responsible.pk != activity.position_id:
        _move_to_lane(activity, responsible, seen_revision, actor=actor, at=at)
    wanted = _wanted(responsible, approves, takes_part, informed)
    rows = {row.position_id: row for row in Responsibility.objects.filter(
        map=activity.map_id, step=step
    )}  # fmt: skip
    for position, row in rows.items():
        if wanted.get(position) != row.kind:
            stamp(row, actor).delete()
    for position, kind in wanted.items():
        if position not in rows or rows[position].kind != kind:
            made = Responsibility(
                map_id=activity.map_id, step=step, position_id=position, kind=kind
            )
            stamp(made, actor).save()
    record(activity.map, "processes.responsibility.set", actor=actor, at=at, facts={
        "step": str(step.pk), "duties": {str(pk): kind for pk, kind in wanted.items()},
    })  # fmt: skip
    return list(Responsibility.objects.filter(map=activity.map_id, step=step))


@transaction.atomic
def set_handover(
    project: Project,
    *,
    from_step: Step,
    to_step: Step,
    what: str,
    time_limit_value: Decimal,
    time_limit_unit: str,
    actor: Any,
    at: datetime,
    form: str = "",
    acceptance: str = "",
    copied_to: Position | None = None,
) -> Handover:
    """Agree what one position gives the next where the to-be map changes lanes."""
    project = begin(project, actor)
    pairs = {(one.step_id, two.step_id) for one, two in Plan(project).lane_changes}
    if (from_step.pk, to_step.pk) not in pairs:
        raise Refused([_("The to-be map does not change lanes between these activities.")])
    _check_limit(time_limit_value, time_limit_unit)
    if not what.strip():
        raise Refused([_("Say what is passed.")])
    handover = Handover.objects.filter(
        project=project, from_step=from_step, to_step=to_step
    ).first() or Handover(project=project, from_step=from_step, to_step=to_step)
    handover.what, handover.form = what.strip(), form.strip()
    handover.time_limit_value, handover.time_limit_unit = time_limit_value, time_limit_unit
    handover.acceptance, handover.copied_to = acceptance.strip(), copied_to
    stamp(handover, actor).save()
    record(handover, "processes.handover.set", actor=actor, at=at, facts={
        "from": str(from_step.pk), "to": str(to_step.pk), "what": handover.what,
    })  # fmt: skip
    return handover


@transaction.atomic
def remove_handover(handover: Handover, *, actor: Any, at: datetime) -> None:
    begin(handover.project, actor)
    record(handover, "processes.handover.removed", actor=actor, at=at, facts={
        "from": str(handover.from_step_id), "to": str(handover.to_step_id),
    })  # fmt: skip
    stamp(handover, actor).delete()


def _planned(project: Project, step: Step) -> Activity:
    found = Activity.objects.filter(map__project=project, map__kind=MapKind.TO_BE, step=step)
    activity = found.select_related("map__project").first()
    if activity is None:
        raise Refused([_("This activity is not on the to-be map.")])
    return activity


def _check_limit(value: Decimal, unit: str) -> None:
    if value is None or value <= 0 or unit not in TimeUnit.values:
        raise Refused([_("Give a time limit greater than zero, with its unit.")])


def _move_to_lane(
    activity: Activity,
    position: Position,
    seen_revision: int | None,
    *,
    actor: Any,
    at: datetime,
) -> None:
    maps.save_activity(
        activity.map,
        step=activity.step,
        name=activity.name,
        position=position,
        system=activity.system,
        touch_minutes=activity.touch_minutes,
        waiting_minutes=activity.waiting_minutes,
        value_class=activity.value_class,
        notes=activity.notes,
        actor=actor,
        at=at,
        seen_revision=seen_revision,
    )


def _wanted(
    responsible: Position,
    approves: Position | None,
    takes_part: Iterable[Position],
    informed: Iterable[Position],
) -> dict[int, str]:
    """One duty per position; the weightier one wins, but nobody approves their own work."""
    if approves is not None and approves.pk == responsible.pk:
        raise Refused([_("The responsible position can't approve its own work.")])
    wanted: dict[int, str] = {one.pk: ResponsibilityKind.INFORMED for one in informed}
    wanted |= {one.pk: ResponsibilityKind.TAKES_PART for one in takes_part}
    if approves is not None:
        wanted[approves.pk] = ResponsibilityKind.APPROVES
    return wanted | {responsible.pk: ResponsibilityKind.RESPONSIBLE}
