"""Which lane an activity stands in, and what it says about itself."""

from collections.abc import Sequence

from lxml import etree

from processes.bpmn import sources, xml
from processes.bpmn.document import POSITION, Document, extension, items
from processes.bpmn.model import Facts
from processes.bpmn.pieces import (
    HEAD,
    UNASSIGNED,
    event,
    leave_lane,
    out,
    own_gateway,
    own_join,
    remove,
    set_or_drop,
)
from processes.bpmn.xml import clean, local, q


def fresh_task_id(document: Document, step: str) -> str:
    stem = f"Activity_{step.replace('-', '')[:8]}" if step else "Activity"
    return (
        stem if step and document.element(stem) is None else next(xml.free_ids(document.root, stem))
    )


def ours_in(task: etree._Element) -> etree._Element:
    """Where our facts about an activity stand; made where they don't yet."""
    ours = extension(task)
    if ours is not None:
        return ours
    holder = task.find(q("bpmn", "extensionElements"))
    if holder is None:
        holder = etree.Element(q("bpmn", "extensionElements"))
        task.insert(len(task.findall(q("bpmn", "documentation"))), holder)
    return etree.SubElement(holder, q("sop", "activity"), nsmap={"sop": xml.SOP})


def give_step(task: etree._Element, step: str) -> None:
    ours_in(task).set("step", step)


def write_facts(task: etree._Element, facts: Facts) -> None:
    task.set("name", clean(facts.name))
    ours = ours_in(task)
    set_or_drop(ours, "step", facts.step)
    set_or_drop(ours, "system", clean(facts.system))
    set_or_drop(ours, "touch", sources.plain(facts.touch))
    sources.write(ours, "touch", facts.touch, facts.touch_source)
    set_or_drop(ours, "waiting", sources.plain(facts.waiting))
    sources.write(ours, "waiting", facts.waiting, facts.waiting_source)
    set_or_drop(ours, "valueClass", facts.value_class)
    set_or_drop(ours, "waste", facts.waste)
    if items(ours.get("entered")) != facts.entered:
        set_or_drop(ours, "entered", clean("; ".join(facts.entered)))
    set_or_drop(ours, "output", clean(facts.output))
    _write_notes(task, facts.notes)


def _write_notes(task: etree._Element, wanted: str) -> None:
    """The first documentation; what it says in other words than text is only lost by new notes."""
    notes = task.find(q("bpmn", "documentation"))
    present = (notes.text or "") if notes is not None else ""
    if clean(wanted).strip() == present.strip():
        return
    if notes is None:
        notes = etree.Element(q("bpmn", "documentation"))
        task.insert(0, notes)
    if wanted:
        notes.text = clean(wanted)
    else:
        remove(notes)


def into_lane(document: Document, name: str, facts: Facts) -> None:
    """One lane per position; activities nobody is named for yet share one without a position.

    In a map that another tool drew the lanes mean what they meant: the activity says its position.
    """
    lane = document.lane_of(name)
    if not document.is_ours:
        _say_position(document.element(name), lane, facts)
        return
    nobody = facts.position is None and not facts.position_name
    if nobody and lane is not None and POSITION not in lane.attrib:
        return
    if lane is not None and fits(lane, facts):
        if facts.position is not None and facts.position_name:
            lane.set("name", clean(facts.position_name))
        return
    wanted = next((e for e in document.lane_elements() if fits(e, facts)), None)
    if wanted is None:
        wanted = new_lane(document, facts)
    enter(document, name, wanted)


def _say_position(task: etree._Element, lane: etree._Element | None, facts: Facts) -> None:
    ours = extension(task)
    known = facts.position is not None
    implied = lane is not None and lane.get(POSITION) == str(facts.position)
    set_or_drop(ours, "position", str(facts.position) if known and not implied else "")
    set_or_drop(ours, "positionName", clean(facts.position_name) if known and not implied else "")


def share_lanes(document: Document, name: str, beside: str) -> None:
    """Into the lanes of a neighbour, outer ones too where they name it."""
    for reference in list(document.process.iter(q("bpmn", "flowNodeRef"))):
        if (reference.text or "").strip() == beside:
            twin = etree.Element(q("bpmn", "flowNodeRef"))
            twin.text = name
            reference.addnext(twin)
    document.changed()


def fits(lane: etree._Element, facts: Facts) -> bool:
    if facts.position is not None:
        return lane.get(POSITION) == str(facts.position)
    if facts.position_name:
        return POSITION not in lane.attrib and lane.get("name") == clean(facts.position_name)
    return lane.get(UNASSIGNED) == "true"


def new_lane(document: Document, facts: Facts) -> etree._Element:
    lanes = document.process.find(q("bpmn", "laneSet"))
    if lanes is None:
        name = next(xml.free_ids(document.root, "LaneSet"))
        lanes = etree.Element(q("bpmn", "laneSet"), id=name)
        head = [c for c in document.process if local(c) in (*HEAD, "property")]
        document.process.insert(len(head), lanes)
    lane = etree.SubElement(lanes, q("bpmn", "lane"), id=next(xml.free_ids(document.root, "Lane")))
    document.made.append(lane.get("id", ""))
    document.changed()
    set_or_drop(lane, "name", clean(facts.position_name))
    if facts.position is not None:
        lane.set(POSITION, str(facts.position))
    elif not facts.position_name:
        lane.set(UNASSIGNED, "true")
    return lane


def enter(document: Document, name: str, lane: etree._Element) -> None:
    reference = etree.Element(q("bpmn", "flowNodeRef"))
    reference.text = name
    leave_lane(document, name, keep=lane)
    lane.append(reference)
    document.shifted.append(name)
    document.entered(name, lane)


def place(document: Document, order: Sequence[str]) -> None:
    """Start beside the first activity, end beside the last, each gateway beside its activity."""
    homes = {event(document, "startEvent"): order[:1], event(document, "endEvent"): order[-1:]}
    for task in order:
        for flow in out(document, task):
            if (gateway := own_gateway(document, flow)) is not None:
                homes[gateway] = [task]
        if (join := own_join(document, task)) is not None:
            homes[join] = [task]
    for name, beside in homes.items():
        lane = document.lane_of(beside[0]) if beside else None
        if lane is None:
            leave_lane(document, name)
        elif document.lane_of(name) is not lane:
            enter(document, name, lane)
