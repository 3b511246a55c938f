"""A whole map at once: from the rows of a step table, or from nodes, flows and lanes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from lxml import etree

from processes.bpmn.document import EXPLICIT, POSITION, SHARE, Document
from processes.bpmn.editing import blank
from processes.bpmn.lanes import write_facts
from processes.bpmn.model import END, PARALLEL, Facts, Row, onward
from processes.bpmn.pieces import UNASSIGNED
from processes.bpmn.sources import plain
from processes.bpmn.xml import clean, q

START_ID, END_ID = "Start_1", "End_1"


@dataclass(frozen=True)
class Part:
    """A flow node to be: activities say all their facts, others only a name."""

    id: str
    tag: str
    facts: Facts
    lane: str = ""  # the key of its lane


@dataclass(frozen=True)
class Link:
    source: str
    target: str
    name: str = ""
    explicit: bool = False
    share: Decimal | None = None


@dataclass
class Plan:
    """What a map is to hold, in the order in which it will stand in the file."""

    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lanes: dict[str, Facts] = field(default_factory=dict)  # by key: whose lane it is


def build(title: str, rows: Sequence[Row]) -> Document:
    """As if the rows had been added one by one, wired once."""
    plan = Plan()
    first, last = (rows[0].facts, rows[-1].facts) if rows else (None, None)
    plan.parts.append(Part(START_ID, "startEvent", Facts(""), _key(first)))
    next_of = onward([row.element_id for row in rows])
    plan.links.append(Link(START_ID, rows[0].element_id if rows else END_ID))
    joins = _joins(rows)
    for number, row in enumerate(rows, start=1):
        key = _key(row.facts)
        plan.lanes.setdefault(key, row.facts)
        if row.element_id in joins:
            plan.parts.append(Part(f"Join_{number}", PARALLEL, Facts(""), key))
            plan.links.append(Link(f"Join_{number}", row.element_id))
        plan.parts.append(Part(row.element_id, "task", row.facts, key))
        goal = partial(_goal, joins, number)
        if len(row.branches) > 1:
            gateway, tag = f"Gateway_{number}", PARALLEL if row.is_fork else "exclusiveGateway"
            plan.parts.append(Part(gateway, tag, Facts(row.question), key))
            plan.links.append(Link(row.element_id, gateway))
            plan.links += [
                Link(gateway, goal(b.target), b.condition, share=b.share) for b in row.branches
            ]
        elif row.branches:
            plan.links.append(Link(row.element_id, goal(row.branches[0].target), explicit=True))
        else:
            plan.links.append(Link(row.element_id, goal(next_of[row.element_id])))
    plan.parts.append(Part(END_ID, "endEvent", Facts(""), _key(last)))
    return assemble(title, plan)


def _key(facts: Facts | None) -> str:
    if facts is None:
        return ""
    return f"#{facts.position}" if facts.position is not None else f"={facts.position_name}"


def _joins(rows: Sequence[Row]) -> dict[str, int]:
    """Rows that wait for parallel parts and have something to wait for, with their numbers."""
    next_of = onward([row.element_id for row in rows])
    waiting = {row.element_id: n for n, row in enumerate(rows, start=1) if row.waits}
    led_to = {
        target
        for n, row in enumerate(rows, start=1)
        for target in [b.target for b in row.branches] or [next_of[row.element_id]]
        if n < waiting.get(target, 0)
    }
    return {name: number for name, number in waiting.items() if name in led_to}


def _goal(joins: Mapping[str, int], number: int, target: str) -> str:
    """Where a flow out of row `number` leads to: what comes back from later goes past a join."""
    if number < joins.get(target, 0):
        return f"Join_{joins[target]}"
    return END_ID if target == END else target


def assemble(title: str, plan: Plan) -> Document:
    document = blank(title)
    process = document.process
    lane_set = process.find(q("bpmn", "laneSet"))
    for child in list(process):
        if child is not lane_set:
            process.remove(child)
    into, out = _ways(plan.links)
    for part in plan.parts:
        process.append(_node(part, into.get(part.id, ()), out.get(part.id, ())))
    for number, link in enumerate(plan.links, start=1):
        process.append(_flow(number, link))
    for number, (key, facts) in enumerate(plan.lanes.items(), start=1):
        lane_set.append(_lane(number, facts, [p.id for p in plan.parts if p.lane == key]))
    document.changed()
    return document


def _ways(links: Sequence[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    for number, link in enumerate(links, start=1):
        into.setdefault(link.target, []).append(f"Flow_{number}")
        out.setdefault(link.source, []).append(f"Flow_{number}")
    return into, out


def _node(part: Part, into: Iterable[str], out: Iterable[str]) -> etree._Element:
    element = etree.Element(q("bpmn", part.tag), id=part.id)
    if part.tag in ("task", "subProcess"):
        write_facts(element, part.facts)
    elif part.facts.name:
        element.set("name", clean(part.facts.name))
    for kind, flows in (("incoming", into), ("outgoing", out)):
        for flow in flows:
            etree.SubElement(element, q("bpmn", kind)).text = flow
    return element


def _flow(number: int, link: Link) -> etree._Element:
    flow = etree.Element(
        q("bpmn", "sequenceFlow"),
        id=f"Flow_{number}",
        sourceRef=link.source,
        targetRef=link.target,
    )
    if link.name:
        flow.set("name", clean(link.name))
    if link.explicit:
        flow.set(EXPLICIT, "true")
    if link.share is not None:
        flow.set(SHARE, plain(link.share))
    return flow


def _lane(number: int, facts: Facts, nodes: Iterable[str]) -> etree._Element:
    lane = etree.Element(q("bpmn", "lane"), id=f"Lane_{number}")
    if facts.position_name:
        lane.set("name", clean(facts.position_name))
    if facts.position is not None:
        lane.set(POSITION, str(facts.position))
    elif not facts.position_name:
        lane.set(UNASSIGNED, "true")
    for node in nodes:
        etree.SubElement(lane, q("bpmn", "flowNodeRef")).text = node
    return lane
