"""What is looked up in a process again and again, read once and kept up to date."""

from lxml import etree

from processes.bpmn.model import ACTIVITIES, EVENTS, GATEWAYS
from processes.bpmn.xml import is_bpmn, local, q

NODES = ACTIVITIES | GATEWAYS | EVENTS


def is_node(element: etree._Element) -> bool:
    return is_bpmn(element) and local(element) in NODES


def refs(lane: etree._Element) -> list[etree._Element]:
    return lane.findall(q("bpmn", "flowNodeRef"))


class Index:
    """What is looked up again and again, read once from the children of a process."""

    def __init__(self, process: etree._Element) -> None:
        self.by_id = {child.get("id"): child for child in process if child.get("id")}
        self.by_id |= {child.get("id"): child for child in process if is_node(child)}
        self.flows = [c for c in process if is_bpmn(c, "sequenceFlow") and c.get("id")]
        self.out: dict[str | None, list[etree._Element]] = {}
        self.into: dict[str | None, list[etree._Element]] = {}
        for flow in self.flows:
            self.out.setdefault(flow.get("sourceRef"), []).append(flow)
            self.into.setdefault(flow.get("targetRef"), []).append(flow)
        lanes = [
            lane
            for lanes in process.findall(q("bpmn", "laneSet"))
            for lane in lanes.iter(q("bpmn", "lane"))
        ]
        self.lanes = [
            lane
            for lane in lanes
            if lane.get("id")
            and lane.find(f"{q('bpmn', 'childLaneSet')}/{q('bpmn', 'lane')}") is None
        ]
        self.is_flat = len(self.lanes) == len(lanes)  # no lanes within lanes
        self.homes: dict[str, etree._Element] = {}
        inner = set(self.lanes)
        for lane in [*self.lanes, *(one for one in lanes if one.get("id") and one not in inner)]:
            for ref in refs(lane):
                self.homes.setdefault((ref.text or "").strip(), lane)

    # What is kept up to date in place, because reading all of it again costs as much as the map is long

    def put(self, element: etree._Element) -> None:
        """A node or a flow that is new, a flow as the last one."""
        self.by_id[element.get("id")] = element
        if is_bpmn(element, "sequenceFlow"):
            self.flows.append(element)
            self.out.setdefault(element.get("sourceRef"), []).append(element)
            self.into.setdefault(element.get("targetRef"), []).append(element)

    def take(self, element: etree._Element) -> None:
        self.by_id.pop(element.get("id"), None)
        if is_bpmn(element, "sequenceFlow"):
            self.flows.remove(element)
            self.out[element.get("sourceRef")].remove(element)
            self.into[element.get("targetRef")].remove(element)
