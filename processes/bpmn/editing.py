"""Changing a map the way the step table does, and leaving alone what it does not know.

Every verb changes the tree of a Document; the caller lays out and writes afterwards.
"""

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from processes.bpmn import xml
from processes.bpmn.cutting import cut_out
from processes.bpmn.document import EXPLICIT, EXPORTER, SHARE, Document, share
from processes.bpmn.lanes import (
    fresh_task_id,
    into_lane,
    place,
    share_lanes,
    write_facts,
)
from processes.bpmn.model import ELSEWHERE, END, Branch, Facts, Row, onward
from processes.bpmn.pieces import (
    begin,
    connect,
    drop_flow,
    drop_node,
    end_or,
    event,
    lead,
    out,
    own_gateway,
    resolved,
    set_or_drop,
    to_the_end,
)
from processes.bpmn.sources import plain
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
    said = _said(rows)
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
        _settle(document, [*rows[: spot + 1], Row(name, facts), *rows[spot + 1 :]], said)
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
    said = _said(rows)
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
    _settle(document, rows, said)


def remove(document: Document, name: str) -> None:
    """Take an activity out; what led to it now leads to where it went on."""
    if not document.is_ours:
        cut_out(document, name)
        return
    rows = document.rows()
    said = _said(rows)
    spot = next(i for i, row in enumerate(rows) if row.element_id == name)
    gone = rows.pop(spot)
    onward = rows[spot].element_id if spot < len(rows) else END
    if len(gone.branches) == 1 and gone.branches[0].target not in (name, ELSEWHERE):
        onward = gone.branches[0].target
    rows = [_redirected(row, name, onward) for row in rows]
    _settle(document, rows, said)  # first nothing leads here any more, then it may go
    for flow in out(document, name):
        if (gateway := own_gateway(document, flow)) is not None:
            drop_node(document, gateway)
    drop_node(document, name)
    place(document, [row.element_id for row in rows])


def _redirected(row: Row, gone: str, onward: str) -> Row:
    if all(branch.target != gone for branch in row.branches):
        return row
    if len(row.branches) == 1:
        same = onward == row.element_id
        return row.with_branches(() if same else (Branch("", onward),))
    branches = tuple(replace(b, target=onward) if b.target == gone else b for b in row.branches)
    return row.with_branches(branches, row.question)


def set_branches(
    document: Document, name: str, branches: Sequence[Branch], question: str = ""
) -> None:
    """Where an activity goes on: next row (none), somewhere (one), or a decision (more)."""
    rows = document.rows()
    wanted = [
        row.with_branches(tuple(branches), question) if row.element_id == name else row
        for row in rows
    ]
    _settle(document, wanted, _said(rows))


# The wiring: compare each row with what the tree says now, and touch only what differs


def _said(rows: Sequence[Row]) -> dict[str, tuple]:
    """What each row says about where it goes on, to find those that say something new."""
    next_of = onward([row.element_id for row in rows])
    return {row.element_id: _saying(row, next_of[row.element_id]) for row in rows}


def _saying(row: Row, onward: str) -> tuple:
    return (row.branches, row.question) if row.branches else (onward,)


def _settle(document: Document, wanted: Sequence[Row], said: dict[str, tuple]) -> None:
    """Make the flows say what `wanted` says where that is new, then put the rest into lanes."""
    order = [row.element_id for row in wanted]
    next_of = onward(order)
    for row in wanted:
        following = next_of[row.element_id]
        if said.get(row.element_id) != _saying(row, following):
            _wire(document, row, following)
    if not document.is_ours:
        return
    start = event(document, "startEvent")
    first = order[0] if order else event(document, "endEvent")
    flows = out(document, start)
    if len(flows) == 1:
        lead(document, flows[0], first)
    elif not flows:
        connect(document, start, first)
    place(document, order)


def _wire(document: Document, row: Row, onward: str) -> None:
    if any(branch.target == ELSEWHERE for branch in row.branches):
        return  # another tool's doing: not ours to redraw
    if len(row.branches) > 1:
        _wire_decision(document, row)
        return
    explicit = bool(row.branches)
    target = row.branches[0].target if explicit else onward
    flows = out(document, row.element_id)
    for flow in flows:
        if (gateway := own_gateway(document, flow)) is not None:
            drop_node(document, gateway)
    flows = out(document, row.element_id)
    flow = flows[0] if flows else connect(document, row.element_id, end_or(document, target))
    for other in flows[1:]:
        drop_flow(document, other)
    if resolved(document, flow) != target:
        lead(document, flow, end_or(document, target))
    if explicit:
        flow.set(EXPLICIT, "true")
    elif EXPLICIT in flow.attrib:
        del flow.attrib[EXPLICIT]
    if flow.get("name") and not explicit:
        del flow.attrib["name"]
    flow.attrib.pop(SHARE, None)  # nothing is decided here


def _wire_decision(document: Document, row: Row) -> None:
    flows = out(document, row.element_id)
    gateway = own_gateway(document, flows[0]) if len(flows) == 1 else None
    if gateway is None:
        gateway = _new_gateway(document, row.element_id, flows)
    set_or_drop(document.element(gateway), "name", clean(row.question))
    ways = out(document, gateway)
    if [(w.get("name") or "", resolved(document, w)) for w in ways] == [
        (clean(b.condition), b.target) for b in row.branches
    ]:
        for way, branch in zip(ways, row.branches, strict=True):
            _say_share(way, branch)
        return
    kept = []
    for branch in row.branches:
        wanted = (clean(branch.condition), branch.target)
        same = next(
            (w for w in ways if (w.get("name") or "", resolved(document, w)) == wanted), None
        )
        if same is not None:
            ways.remove(same)
        kept.append(same)
    for branch, way in zip(row.branches, kept, strict=True):
        if way is None:
            way = (
                ways.pop(0) if ways else connect(document, gateway, end_or(document, branch.target))
            )
            if resolved(document, way) != branch.target:
                lead(document, way, end_or(document, branch.target))
            set_or_drop(way, "name", clean(branch.condition))
        _say_share(way, branch)
        to_the_end(document, way)
    for way in ways:
        drop_flow(document, way)


def _say_share(way: etree._Element, branch: Branch) -> None:
    if share(way) != branch.share or branch.share is None:
        set_or_drop(way, SHARE, plain(branch.share))


def _new_gateway(document: Document, task: str, flows: list[etree._Element]) -> str:
    name = next(xml.free_ids(document.root, "Gateway"))
    gateway = etree.Element(q("bpmn", "exclusiveGateway"), id=name)
    document.element(task).addnext(gateway)
    document.made.append(name)
    document.changed()
    if flows:
        lead(document, flows[0], name)
        flows[0].attrib.pop(EXPLICIT, None)
        flows[0].attrib.pop("name", None)
        for other in flows[1:]:
            drop_flow(document, other)
    else:
        connect(document, task, name)
    return name
