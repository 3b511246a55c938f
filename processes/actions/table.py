"""Saving the whole step table at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes import bpmn
from processes.actions.maps import (
    MOST_ACTIVITIES,
    hanging_on,
    lane_name,
    new_step,
    opened,
    save,
)
from processes.bpmn import Branch, Document, Facts, Rewritten, Row, items
from processes.models import Activity, ProcessMap
from processes.tabling.notation import Ways, joins_of
from sopman.core.errors import Refused
from sopman.people.models import Position


@dataclass(frozen=True)
class TableRow:
    """One row as typed; `step` is empty for a new activity. What is None stays as it is.

    `position_name` is whose work it is in words, where the organization has no such position.
    `ways` counts in rows of this table, from 1.
    """

    step: str
    name: str
    position: Position | None = None
    system: str = ""
    touch_minutes: Decimal | None = None
    waiting_minutes: Decimal | None = None
    value_class: str = ""
    waste: str | None = None
    notes: str | None = None
    ways: Ways | None = None
    position_name: str = ""
    entered: str | None = None
    output: str | None = None


@transaction.atomic
def save_table(
    process_map: ProcessMap,
    *,
    rows: Sequence[TableRow],
    actor: Any,
    at: datetime,
    seen_revision: int | None = None,
    confirm: bool = False,
) -> ProcessMap:
    """Make the table say `rows`, as one change of the map; what is not among them is removed.

    When something hangs on an activity that goes, `confirm` is asked for.
    """
    locked, document = opened(process_map, actor, seen_revision)
    if against := list(_faults(document, rows)):
        raise Refused(against)
    going = what_goes(locked, rows)
    if not confirm and any(hanging for _name, hanging in going):
        raise Refused(
            [*asked_before(going), _("Confirm that they are to be removed all the same.")]
        )
    fresh = partial(_fresh, locked, actor, at)
    done = bpmn.rewrite(document, wanted_rows(document, rows, fresh))
    if not done:
        return locked
    return save(locked, document, "processes.table.saved", _told(done, document, going), actor, at)


def what_goes(process_map: ProcessMap, rows: Sequence[TableRow]) -> list[tuple[str, list[Any]]]:
    """Activities that these rows leave out: name, and what hangs on each."""
    kept = {row.step for row in rows if row.step}
    there = Activity.objects.filter(map=process_map).select_related("step").order_by("order")
    gone = [row for row in there if str(row.step_id) not in kept]
    return [(row.name, list(hanging_on(process_map, row.step))) for row in gone]


def asked_before(going: Iterable[tuple[str, list[Any]]]) -> list[str]:
    """One sentence for each activity that goes though something hangs on it."""
    return [
        _("“%(name)s” would be removed: %(hanging)s")
        % {"name": name, "hanging": " ".join(map(str, hanging))}
        for name, hanging in going
        if hanging
    ]


def _faults(document: Document, rows: Sequence[TableRow]) -> Iterable[str]:
    if not all(row.name.strip() for row in rows):
        yield _("Name the activity.")
    known = {row.facts.step for row in document.rows()}
    steps = [row.step for row in rows if row.step]
    if not known.issuperset(steps):
        yield _("This activity is no longer on the map.")
    if len(set(steps)) < len(steps):
        yield _("An activity stands twice in the table.")
    if len(rows) > MOST_ACTIVITIES:
        yield _("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES}


def _fresh(process_map: ProcessMap, actor: Any, at: datetime) -> str:
    return str(new_step(process_map.project, actor=actor, at=at).pk)


def wanted_rows(
    document: Document, rows: Sequence[TableRow], fresh: Callable[[], str]
) -> list[Row]:
    """The rows as the map shall hold them; `fresh` gives every new one its identity."""
    present = document.rows()
    by_step = {row.facts.step: row for row in present}
    names = [
        by_step[row.step].element_id if row.step else f"new {number}"
        for number, row in enumerate(rows, start=1)
    ]
    waiting = _waiting(present, rows, names)
    wanted = []
    for name, row in zip(names, rows, strict=True):
        before = by_step.get(row.step)
        step = row.step or fresh()
        facts = _facts(row, replace(before.facts if before else Facts(""), step=step))
        made = replace(before or Row(name, facts), facts=facts, waits=name in waiting)
        wanted.append(_with_ways(made, row.ways, names))
    return wanted


def _waiting(present: list[Row], rows: Sequence[TableRow], names: Sequence[str]) -> set[str]:
    """Rows that wait for parallel parts: as the table says, and where it has no words for it."""
    told = set(joins_of(present).values())
    kept = {row.facts.step: joins_of(present).get(row.element_id) for row in present}
    found = {row.element_id for row in present if row.waits and row.element_id not in told}
    for row in rows:
        if row.ways is None:
            found.add(kept.get(row.step) or "")
        elif row.ways.join is not None:
            found.add(names[row.ways.join - 1])
    return found


def _with_ways(row: Row, ways: Ways | None, names: Sequence[str]) -> Row:
    if ways is None:
        return row
    branches = tuple(
        Branch(condition, names[target - 1] if isinstance(target, int) else target, share)
        for condition, target, share in ways.branches
    )
    question = ways.question
    if question.rstrip("?？") == row.question.rstrip("?？"):
        question = row.question  # as it was written
    return row.with_branches(branches, question, is_fork=ways.is_fork)


def _facts(row: TableRow, before: Facts) -> Facts:
    """What the table says, and what it doesn't show, as it was."""
    name = lane_name(row.position) if row.position else row.position_name.strip()
    return replace(
        before,
        name=row.name.strip(),
        position=row.position.pk if row.position else None,
        position_name=name,
        system=row.system.strip(),
        touch=row.touch_minutes,
        waiting=row.waiting_minutes,
        value_class=row.value_class,
        waste=before.waste if row.waste is None else row.waste,
        notes=before.notes if row.notes is None else row.notes.strip(),
        entered=before.entered if row.entered is None else items(row.entered),
        output=before.output if row.output is None else row.output.strip(),
    )


def _told(
    done: Rewritten, document: Document, going: list[tuple[str, list[Any]]]
) -> dict[str, list[str]]:
    """For the record: names of the activities by what became of them."""
    names = {row.element_id: row.facts.name for row in document.rows()}
    told = {
        "changed": [names[one] for one in done.changed],
        "added": [names[one] for one in done.added],
        "moved": [names[one] for one in done.moved],
        "branches": [names[one] for one in done.rewired],
        "removed": [name for name, _hanging in going],
        "hanging": [str(one) for _name, hanging in going for one in hanging],
    }
    return {kind: found for kind, found in told.items() if found}
