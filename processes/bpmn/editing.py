"""Changing a map the way the step table does, and leaving alone what it does not know.

Every verb changes the tree of a Document; the caller lays out and writes afterwards.
"""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from processes.bpmn import xml
from processes.bpmn.cutting import cut_out
from processes.bpmn.document import EXPORTER, Document
from processes.bpmn.lanes import (
    fresh_task_id,
    into_lane,
    place,
    share_lanes,
    write_facts,
)
from processes.bpmn.model import ELSEWHERE, END, Branch, Facts, Row
from processes.bpmn.pieces import (
    begin,
    connect,
    drop_with_gateways,
    event,
    out,
)
from processes.bpmn.wiring import said_by, settle
from processes.bpmn.xml import clean, is_bpmn, local, q


def blank(title: str) -> Document:
    """An empty map: a pool, a start, an end, nothing between them."""
    root = etree.Element(
        q("bpmn", "definitions"),
        nsmap=xml.NAMES,
        id="Definitions_1",
        targetNamespace="urn:sopman:maps",
        exporter=EXPORTER,
    )
    pool = etree.SubElement(root, q("bpmn", "collaboration"), id="Collaboration_1")
    etree.SubElement(
        pool,
        q("bpmn", "participant"),
        id="Participant_1",
        name=clean(title),
        processRef="Process_1",
    )
    process = etree.SubElement(
        root, q("bpmn", "process"), id="Process_1", name=clean(title), isExecutable="false"
    )
    etree.SubElement(process, q("bpmn", "laneSet"), id="LaneSet_1")
    etree.SubElement(process, q("bpmn", "startEvent"), id="Start_1")
    etree.SubElement(process, q("bpmn", "endEvent"), id="End_1")
    document = Document(root)
    connect(document, "Start_1", "End_1")
    return document


def retitle(document: Document, title: str) -> None:
    document.process.set("name", clean(title))
    if document.participant is not None:
        document.participant.set("name", clean(title))


def add(document: Document, facts: Facts, *, after: str | None = None) -> str:
    """A new activity behind the row `after`, at the end by default. Returns its element id."""
    document.settle_in()
    rows = document.rows()
    said = said_by(rows)
    spot = next((i for i, row in enumerate(rows) if row.element_id == after), len(rows) - 1)
    behind = rows[spot].element_id if rows else _entrance(document)
    name = fresh_task_id(document, facts.step)
    task = etree.Element(q("bpmn", "task"), id=name)
    document.element(behind).addnext(task)
    document.made.append(name)
    document.changed()
    write_facts(task, facts)
    if not document.is_ours:
        share_lanes(document, name, behind)
    into_lane(document, name, facts)
    if document.is_ours and not (rows and _leads_elsewhere(rows[spot])):
        settle(document, [*rows[: spot + 1], Row(name, facts), *rows[spot + 1 :]], said)
    else:
        _step_between(document, behind, name)
    return name


def _entrance(document: Document) -> str:
    """Where the first activity comes behind: the start, else any node; a start is made if need be."""
    nodes = document.elements()
    inner = next((e for e in nodes if local(e) not in ("startEvent", "endEvent")), None)
    if document.is_ours or inner is None or any(local(e) == "startEvent" for e in nodes):
        return event(document, "startEvent")
    return inner.get("id", "")


def _leads_elsewhere(row: Row) -> bool:
    return any(branch.target == ELSEWHERE for branch in row.branches)


def _step_between(document: Document, before: str, name: str) -> None:
    """All that left `before` leaves the new activity; only the flow between them is new."""
    source, task = document.element(before), document.element(name)
    flows = out(document, before)
    for flow in flows:
        begin(document, flow, name)
    if any(source.get("default") == flow.get("id") for flow in flows):
        task.set("default", source.attrib.pop("default"))
    connect(document, before, name)
    if not flows and is_bpmn(source, "startEvent"):  # an empty map has an end, too
        connect(document, name, event(document, "endEvent"))


def change(document: Document, name: str, facts: Facts) -> None:
    """New facts for an activity; its element and its step's identity stay."""
    task = document.element(name)
    write_facts(task, facts)
    into_lane(document, name, facts)
    if document.is_ours:
        place(document, [row.element_id for row in document.rows()])


def move(document: Document, name: str, *, to: int) -> None:
    """Put an activity at place `to` (from 0) of the step table."""
    rows = document.rows()
    said = said_by(rows)
    here = next(i for i, row in enumerate(rows) if row.element_id == name)
    to = max(0, min(to, len(rows) - 1))
    if to == here:
        return
    neighbour = document.element(rows[to].element_id)
    task = document.element(name)
    if to > here:
        neighbour.addnext(task)
    else:
        neighbour.addprevious(task)
    document.changed()
    rows.insert(to, rows.pop(here))
    settle(document, rows, said)


def remove(document: Document, name: str) -> None:
    """Take an activity out; what led to it now leads to where it went on."""
    if not document.is_ours:
        cut_out(document, name)
        return
    rows = document.rows()
    said = said_by(rows)
    spot = next(i for i, row in enumerate(rows) if row.element_id == name)
    gone = rows.pop(spot)
    onward = rows[spot].element_id if spot < len(rows) else END
    if len(gone.branches) == 1 and gone.branches[0].target not in (name, ELSEWHERE):
        onward = gone.branches[0].target
    rows = [redirected(row, name, onward) for row in rows]
    rows = [replace(r, waits=r.waits or gone.waits) if r.element_id == onward else r for r in rows]
    settle(document, rows, said)  # first nothing leads here any more, then it may go
    drop_with_gateways(document, name)
    place(document, [row.element_id for row in rows])


def redirected(row: Row, gone: str, onward: str) -> Row:
    """The row without `gone`: what led there leads to `onward`."""
    if all(branch.target != gone for branch in row.branches):
        return row
    if len(row.branches) == 1:
        same = onward == row.element_id
        return row.with_branches(() if same else (Branch("", onward),))
    branches = tuple(replace(b, target=onward) if b.target == gone else b for b in row.branches)
    return row.with_branches(branches, row.question, is_fork=row.is_fork)


def set_branches(
    document: Document,
    name: str,
    branches: Sequence[Branch],
    question: str = "",
    *,
    is_fork: bool = False,
) -> None:
    """Where an activity goes on: next row (none), somewhere (one), a decision or a fork (more)."""
    rows = document.rows()
    wanted = [
        row.with_branches(tuple(branches), question, is_fork=is_fork)
        if row.element_id == name
        else row
        for row in rows
    ]
    settle(document, wanted, said_by(rows))
