"""Saving the whole step table at once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes import bpmn
from processes.actions.maps import (
    MOST_ACTIVITIES,
    lane_name,
    new_step,
    opened,
    save,
)
from processes.bpmn import Document, Facts
from processes.models import ProcessMap
from sopman.core.errors import Refused
from sopman.people.models import Position

_SHOWN = frozenset(
    ["name", "position", "position_name", "system", "touch", "waiting", "value_class"]
)


@dataclass(frozen=True)
class TableRow:
    """One row as typed; `step` is empty for a new activity."""

    step: str
    name: str
    position: Position | None = None
    system: str = ""
    touch_minutes: Decimal | None = None
    waiting_minutes: Decimal | None = None
    value_class: str = ""


@transaction.atomic
def save_table(
    process_map: ProcessMap,
    *,
    rows: Sequence[TableRow],
    actor: Any,
    at: datetime,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Write all changed rows and add the new ones at the end, as one change of the map.

    Nothing is removed here, and notes and branches stay as they are.
    """
    locked, document = opened(process_map, actor, seen_revision)
    if against := list(_faults(document, rows)):
        raise Refused(against)
    changed = _change(document, [row for row in rows if row.step])
    added = [row for row in rows if not row.step]
    for row in added:
        step = new_step(locked.project, actor=actor, at=at)
        bpmn.add(document, replace(_facts(row), step=str(step.pk)))
    if not changed and not added:
        return locked
    facts = {"changed": changed, "added": [row.name for row in added]}
    return save(locked, document, "processes.table.saved", facts, actor, at)


def _faults(document: Document, rows: Sequence[TableRow]) -> Iterable[str]:
    if not all(row.name.strip() for row in rows):
        yield _("Name the activity.")
    known = {row.facts.step for row in document.rows()}
    if any(row.step and row.step not in known for row in rows):
        yield _("This activity is no longer on the map.")
    if len(known) + sum(1 for row in rows if not row.step) > MOST_ACTIVITIES:
        yield _("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES}


def _change(document: Document, rows: Sequence[TableRow]) -> list[str]:
    """Names of the activities that were changed."""
    present = {row.facts.step: row for row in document.rows()}
    names = []
    for row in rows:
        before = present[row.step]
        after = _beside(row, before.facts)
        same_place = after.position == before.facts.position
        if replace(after, position_name=before.facts.position_name) == before.facts and same_place:
            continue
        bpmn.change(document, before.element_id, after)
        names.append(row.name)
    return names


def _beside(row: TableRow, before: Facts) -> Facts:
    """What the table says, and what it doesn't show, as it was."""
    return replace(
        before,
        **{name: value for name, value in asdict(_facts(row)).items() if name in _SHOWN},
    )


def _facts(row: TableRow) -> Facts:
    return Facts(
        name=row.name.strip(),
        position=row.position.pk if row.position else None,
        position_name=lane_name(row.position),
        system=row.system.strip(),
        touch=row.touch_minutes,
        waiting=row.waiting_minutes,
        value_class=row.value_class,
    )
