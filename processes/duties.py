"""The responsible position of a to-be activity is the position of its lane: kept so with every save."""

from typing import Any

from processes.enums import ResponsibilityKind
from processes.models import Activity, ProcessMap, Responsibility
from sopman.audit.history import stamp


def follow(process_map: ProcessMap, *, actor: Any) -> None:
    """Renew the responsible rows of a to-be map after its activities were renewed.

    Exactly one row per activity that has a position; what hung on activities that are gone goes.
    """
    activities = {one.step_id: one for one in Activity.objects.filter(map=process_map)}
    rows: dict[Any, list[Responsibility]] = {}
    for row in Responsibility.objects.filter(map=process_map):
        if row.step_id in activities:
            rows.setdefault(row.step_id, []).append(row)
        else:
            stamp(row, actor).delete()
    for step, activity in activities.items():
        _settle(process_map, activity, rows.get(step, []), actor)


def _settle(
    process_map: ProcessMap, activity: Activity, rows: list[Responsibility], actor: Any
) -> None:
    kind = ResponsibilityKind.RESPONSIBLE
    own = next((row for row in rows if row.kind == kind), None)
    if own is not None and own.position_id == activity.position_id:
        return
    for row in rows:  # nobody takes part in, or approves, what they are responsible for
        if row is own or row.position_id == activity.position_id:
            stamp(row, actor).delete()
    if activity.position_id is not None:
        made = Responsibility(
            map=process_map, step_id=activity.step_id, position_id=activity.position_id, kind=kind
        )
        stamp(made, actor).save()
