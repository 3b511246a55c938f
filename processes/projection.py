"""Map XML → activity and flow rows, keyed by element id, in the transaction of the save."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from simple_history.utils import bulk_create_with_history

from processes import duties
from processes.bpmn import Document, Edge, Row
from processes.enums import MapKind
from processes.models import Activity, Flow, ProcessMap
from sopman.audit.history import stamp
from sopman.people.models import Position

BATCH = 200  # rows to a statement


def project(process_map: ProcessMap, document: Document, *, actor: Any) -> None:
    """Renew the rows of a map. Only rows that changed are written; steps keep their identity.

    Every activity of `document` must carry the id of an existing step.
    """
    rows = document.rows()
    known = set(Position.objects.filter(pk__in=_positions(rows)).values_list("pk", flat=True))
    wanted = {row.element_id: _columns(row, order, known) for order, row in enumerate(rows)}
    _renew(process_map, Activity, wanted, actor=actor)
    edges = {edge.id: _flow(edge) for edge in document.graph().edges}
    _renew(process_map, Flow, edges, actor=actor)
    if process_map.kind == MapKind.TO_BE:
        duties.follow(process_map, actor=actor)


def _positions(rows: list[Row]) -> set[int]:
    return {row.facts.position for row in rows if row.facts.position is not None}


def _columns(row: Row, order: int, known: set[int]) -> dict[str, Any]:
    facts = row.facts
    return {
        "step_id": UUID(facts.step),
        "order": order,
        "name": facts.name[:200],
        "position_id": facts.position if facts.position in known else None,
        "system": facts.system[:80],
        "touch_minutes": facts.touch,
        "waiting_minutes": facts.waiting,
        "value_class": facts.value_class,
        "waste": facts.waste,
        "entered": "; ".join(facts.entered)[:300],
        "output": facts.output[:200],
        "notes": facts.notes,
        "touch_source": facts.touch_source.as_row() if facts.touch_source else {},
        "waiting_source": facts.waiting_source.as_row() if facts.waiting_source else {},
    }


def _flow(edge: Edge) -> dict[str, Any]:
    return {
        "source_element": edge.source,
        "target_element": edge.target,
        "condition": edge.name[:200],
    }


def _renew(
    process_map: ProcessMap,
    model: Callable[..., Any],
    wanted: dict[str, dict[str, Any]],
    *,
    actor: Any,
) -> None:
    """Drop first, so that a step may reappear under another element within one save."""
    present = {row.element_id: row for row in model.objects.filter(map=process_map)}
    for element_id, row in list(present.items()):
        taken = wanted.get(element_id)
        if taken is None or (model is Activity and row.step_id != taken["step_id"]):
            stamp(present.pop(element_id), actor).delete()
    made = []
    for element_id, columns in wanted.items():
        row = present.get(element_id)
        if row is None:
            row = model(map=process_map, element_id=element_id, **columns)
            made.append(stamp(row, actor))
            continue
        if all(getattr(row, name) == value for name, value in columns.items()):
            continue
        for name, value in columns.items():
            setattr(row, name, value)
        stamp(row, actor).save()
    if made:
        bulk_create_with_history(made, model, batch_size=BATCH)
