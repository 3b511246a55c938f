"""The whole step table at once: its rows as they shall be, in their order.

Uses the verbs of `editing`; in a map of ours the wiring is settled once for all rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from processes.bpmn import editing
from processes.bpmn.building import build
from processes.bpmn.document import Document
from processes.bpmn.joining import gather
from processes.bpmn.lanes import fresh_task_id, into_lane, place, write_facts
from processes.bpmn.model import ELSEWHERE, END, Branch, Row
from processes.bpmn.pieces import drop_with_gateways, event
from processes.bpmn.wiring import said_by, settle
from processes.bpmn.xml import q


@dataclass
class Rewritten:
    """What became of the table, by element id."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    rewired: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.moved, self.rewired))


def rewrite(document: Document, wanted: Sequence[Row]) -> Rewritten:
    """Make the table say `wanted`. A row whose element id the map doesn't know is a new activity.

    Such an id may be any word; targets may name it, and the map finds an id of its own. A row that
    is not among `wanted` is removed. ELSEWHERE as a target leaves alone where that row goes on.
    """
    before = document.rows()
    known = {row.element_id: row for row in before}
    left = {row.element_id for row in wanted}
    done = Rewritten(removed=[name for name in known if name not in left])
    wanted = _without(wanted, before, set(done.removed))
    done.changed = [
        row.element_id for row in wanted if (was := known.get(row.element_id)) and _differ(was, row)
    ]
    done.moved = _moved([n for n in known if n not in done.removed], wanted)
    done.rewired = [
        row.element_id
        for row in wanted
        if (was := known.get(row.element_id)) and _ways(was) != _ways(row)
    ]
    write = _write_ours if document.is_ours else _write_foreign
    done.added = write(document, before, wanted, done)
    return done


def _without(wanted: Sequence[Row], before: Sequence[Row], gone: set[str]) -> list[Row]:
    """What led to a row that goes leads to where that one went on."""
    rows, onward = list(wanted), END
    for row in reversed(before if gone else []):
        if row.element_id not in gone:
            onward = row.element_id
            continue
        single = row.branches[0].target if len(row.branches) == 1 else ELSEWHERE
        heir = onward if single in (ELSEWHERE, row.element_id) or single in gone else single
        rows = [editing.redirected(one, row.element_id, heir) for one in rows]
    return rows


def _differ(was: Row, row: Row) -> bool:
    same_name = replace(row.facts, position_name=was.facts.position_name)
    named = row.facts.position is None and row.facts.position_name != was.facts.position_name
    return same_name != was.facts or named


def _ways(row: Row) -> tuple:
    return row.branches, row.question, row.is_fork, row.waits


def _moved(present: Sequence[str], wanted: Sequence[Row]) -> list[str]:
    """Rows that stand in another order among those that stay: as few as will do."""
    left = [row.element_id for row in wanted if row.element_id in set(present)]
    place_of = {name: number for number, name in enumerate(present)}
    keep = set(_longest_rising([place_of[name] for name in left]))
    return [name for name in left if place_of[name] not in keep]


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """A longest increasing subsequence."""
    best: list[int] = []  # the smallest last place of a rising line of each length
    previous: dict[int, int | None] = {}
    for number in numbers:
        low, high = 0, len(best)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if best[middle] < number else (low, middle)
        previous[number] = best[low - 1] if low else None
        best[low : low + 1] = [number]
    found: list[int] = []
    at = best[-1] if best else None
    while at is not None:
        found.append(at)
        at = previous[at]
    return found[::-1]


# A map of ours


def _write_ours(
    document: Document, before: list[Row], wanted: list[Row], done: Rewritten
) -> list[str]:
    if wanted and _is_blank(document):
        return _build(document, wanted)
    document.settle_in()
    event(document, "startEvent")
    ids, new = {}, set()
    last = (document.tasks() or document.elements())[-1]
    for row in wanted:
        ids[row.element_id] = row.element_id
        if document.element(row.element_id) is None:
            ids[row.element_id] = _new_task(document, row, last)
            new.add(ids[row.element_id])
            last = document.element(ids[row.element_id])
    wanted = [_renamed(row, ids) for row in wanted]
    _in_order(document, [row.element_id for row in wanted])
    said = said_by(before)
    settle(document, wanted, said)  # first nothing leads to what goes
    drop_with_gateways(document, *done.removed)
    for row in wanted:
        if row.element_id in new or row.element_id in done.changed:
            write_facts(document.element(row.element_id), row.facts)
            into_lane(document, row.element_id, row.facts)
    gather(document, wanted)
    place(document, [row.element_id for row in wanted])
    return [name for name in ids.values() if name in new]


def _is_blank(document: Document) -> bool:
    """As `editing.blank` made it."""
    ids = {child.get("id") for child in document.process}
    return ids == {"LaneSet_1", "Start_1", "End_1", "Flow_1"} and not document.graph().lanes


def _build(document: Document, wanted: list[Row]) -> list[str]:
    """Into an empty map: all at once, which is faster than one after the other."""
    ids: dict[str, str] = {}
    for row in wanted:
        name = fresh_task_id(document, row.facts.step)
        while name in ids.values():
            name += "_"
        ids[row.element_id] = name
    built = build(document.title, [_renamed(row, ids) for row in wanted])
    for child in list(document.process):
        document.process.remove(child)
    for child in list(built.process):
        document.process.append(child)
    document.changed()
    named = [e.get("id") for e in document.process.iter() if e.get("id")]
    document.made += [name for name in named if name not in ("LaneSet_1", "Start_1", "End_1")]
    return list(ids.values())


def _renamed(row: Row, ids: dict[str, str]) -> Row:
    branches = tuple(replace(b, target=ids.get(b.target, b.target)) for b in row.branches)
    return replace(row, element_id=ids[row.element_id], branches=branches)


def _new_task(document: Document, row: Row, behind: etree._Element) -> str:
    name = fresh_task_id(document, row.facts.step)
    task = etree.Element(q("bpmn", "task"), id=name)
    behind.addnext(task)
    document.made.append(name)
    document.added(task)
    return name


def _in_order(document: Document, order: Sequence[str]) -> None:
    present = [task.get("id", "") for task in document.tasks() if task.get("id") in set(order)]
    place_of = {name: number for number, name in enumerate(present)}
    keep = set(_longest_rising([place_of[name] for name in order]))
    for before, name in zip([None, *order], order, strict=False):
        if place_of[name] in keep:
            continue
        task = document.element(name)
        if before is None:
            first = document.tasks()[0]
            if first is not task:
                first.addprevious(task)
        else:
            document.element(before).addnext(task)
    document.changed()


# A map that another tool drew: one verb after the other, and only what is asked for


def _write_foreign(
    document: Document, before: list[Row], wanted: list[Row], done: Rewritten
) -> list[str]:
    known = {row.element_id: row for row in before}
    for name in done.removed:
        editing.remove(document, name)
    for row in wanted:
        if row.element_id in done.changed:
            editing.change(document, row.element_id, row.facts)
    ids = {name: name for name in known}
    added: list[str] = []
    last: str | None = None
    for row in wanted:
        if row.element_id not in known:
            ids[row.element_id] = _put(document, row, last)
            added.append(ids[row.element_id])
        last = ids[row.element_id]
    for number, row in enumerate(wanted):
        if row.element_id in done.moved:
            editing.move(document, row.element_id, to=number)
    for row in wanted:
        if row.element_id in known and row.element_id not in done.rewired:
            continue
        _rewire(document, _renamed(row, ids))
    return added


def _put(document: Document, row: Row, behind: str | None) -> str:
    """Behind `behind`, else in front of all: nothing leads there but the start."""
    if behind is not None or not document.rows():
        return editing.add(document, row.facts, after=behind)
    name = editing.add(document, row.facts)
    editing.move(document, name, to=0)
    return name


def _rewire(document: Document, row: Row) -> None:
    if any(branch.target == ELSEWHERE for branch in row.branches):
        return
    now = next(one for one in document.rows() if one.element_id == row.element_id)
    if _ways(now)[:3] != _ways(row)[:3] and (row.branches or now.branches != (_end(),)):
        editing.set_branches(
            document, row.element_id, row.branches, row.question, is_fork=row.is_fork
        )
    if now.waits != row.waits:
        rows = [replace(one, waits=row.waits) if one.element_id == row.element_id else one
                for one in document.rows()]  # fmt: skip
        gather(document, rows)


def _end() -> Branch:
    return Branch("", END)
