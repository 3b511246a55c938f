"""The wiring of a map: compare each row with what the tree says now, and touch only what differs."""

from collections.abc import Sequence

from lxml import etree

from processes.bpmn import xml
from processes.bpmn.document import EXPLICIT, SHARE, Document, share
from processes.bpmn.joining import gather
from processes.bpmn.lanes import place
from processes.bpmn.model import ELSEWHERE, PARALLEL, Branch, Row, onward
from processes.bpmn.pieces import (
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
from processes.bpmn.xml import clean, is_bpmn, q


def said_by(rows: Sequence[Row]) -> dict[str, tuple]:
    """What each row says about where it goes on, to find those that say something new."""
    next_of = onward([row.element_id for row in rows])
    return {row.element_id: _saying(row, next_of[row.element_id]) for row in rows}


def _saying(row: Row, onward: str) -> tuple:
    return (row.branches, row.question, row.is_fork) if row.branches else (onward,)


def settle(document: Document, wanted: Sequence[Row], said: dict[str, tuple]) -> None:
    """Make the flows say what `wanted` says where that is new, then put the rest into lanes."""
    order = [row.element_id for row in wanted]
    next_of = onward(order)
    for row in wanted:
        following = next_of[row.element_id]
        if said.get(row.element_id) != _saying(row, following):
            _wire(document, row, following)
    gather(document, wanted)
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
    gateway = _gateway_of(document, row)
    set_or_drop(document.element(gateway), "name", clean(row.question))
    ways = out(document, gateway)
    wanted = [(clean(b.condition), b.target) for b in row.branches]
    if [_told(document, way) for way in ways] == wanted:
        for way, branch in zip(ways, row.branches, strict=True):
            _say_share(way, branch)
        return
    kept = []
    for said in wanted:
        same = next((way for way in ways if _told(document, way) == said), None)
        if same is not None:
            ways.remove(same)
        kept.append(same)
    for branch, way in zip(row.branches, kept, strict=True):
        if way is None:
            way = _led(document, gateway, ways.pop(0) if ways else None, branch)
        _say_share(way, branch)
        to_the_end(document, way)
    for way in ways:
        drop_flow(document, way)


def _told(document: Document, way: etree._Element) -> tuple[str, str]:
    return way.get("name") or "", resolved(document, way)


def _led(
    document: Document, gateway: str, way: etree._Element | None, branch: Branch
) -> etree._Element:
    if way is None:
        way = connect(document, gateway, end_or(document, branch.target))
    if resolved(document, way) != branch.target:
        lead(document, way, end_or(document, branch.target))
    set_or_drop(way, "name", clean(branch.condition))
    return way


def _gateway_of(document: Document, row: Row) -> str:
    """The decision or fork behind an activity; made, or made the other of the two."""
    flows = out(document, row.element_id)
    name = own_gateway(document, flows[0]) if len(flows) == 1 else None
    if name is None:
        return _new_gateway(document, row, flows)
    gateway = document.element(name)
    if is_bpmn(gateway, PARALLEL) != row.is_fork:
        gateway.tag = q("bpmn", PARALLEL if row.is_fork else "exclusiveGateway")
        gateway.attrib.pop("default", None)
    return name


def _say_share(way: etree._Element, branch: Branch) -> None:
    if share(way) != branch.share or branch.share is None:
        set_or_drop(way, SHARE, plain(branch.share))


def _new_gateway(document: Document, row: Row, flows: list[etree._Element]) -> str:
    task, tag = row.element_id, PARALLEL if row.is_fork else "exclusiveGateway"
    name = next(xml.free_ids(document.root, "Gateway"))
    gateway = etree.Element(q("bpmn", tag), id=name)
    document.element(task).addnext(gateway)
    document.made.append(name)
    document.added(gateway)
    if flows:
        lead(document, flows[0], name)
        flows[0].attrib.pop(EXPLICIT, None)
        flows[0].attrib.pop("name", None)
        for other in flows[1:]:
            drop_flow(document, other)
    else:
        connect(document, task, name)
    return name
