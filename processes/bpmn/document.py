"""A map read from its XML. Reading only; `editing` changes it."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from processes.bpmn import xml
from processes.bpmn.model import (
    ACTIVITIES,
    DECISIONS,
    ELSEWHERE,
    END,
    EVENTS,
    GATEWAYS,
    Branch,
    Edge,
    Facts,
    Graph,
    Lane,
    Node,
    Row,
    onward,
)
from processes.bpmn.xml import is_bpmn, local, q

EXPLICIT = q("sop", "explicit")
POSITION = q("sop", "positionId")


class Document:
    """One BPMN model. The tree keeps all that other tools wrote; we touch what is ours."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.process = self._main_process()
        self._index: _Index | None = None

    @classmethod
    def parse(cls, text: str | bytes) -> "Document":
        return cls(xml.read(text))

    def to_xml(self) -> str:
        return xml.write(self.root)

    def _main_process(self) -> etree._Element:
        """The process whose pool stands first, else the first with flow nodes, else the first."""
        processes = list(self.root.iter(q("bpmn", "process")))
        if not processes:
            return etree.SubElement(self.root, q("bpmn", "process"), id="Process_1")
        for pool in self.root.iter(q("bpmn", "participant")):
            for process in processes:
                if process.get("id") == pool.get("processRef"):
                    return process
        with_nodes = [p for p in processes if any(_is_node(child) for child in p)]
        return (with_nodes or processes)[0]

    @property
    def participant(self) -> etree._Element | None:
        for pool in self.root.iter(q("bpmn", "participant")):
            if pool.get("processRef") == self.process.get("id"):
                return pool
        return None

    @property
    def title(self) -> str:
        pool = self.participant
        return (pool.get("name") if pool is not None else None) or self.process.get("name") or ""

    # Elements

    @property
    def index(self) -> "_Index":
        if self._index is None:
            self._index = _Index(self.process)
        return self._index

    def changed(self) -> None:
        """Whoever changes the tree says so; what was looked up before no longer holds."""
        self._index = None

    def elements(self) -> list[etree._Element]:
        return [child for child in self.process if _is_node(child)]

    def tasks(self) -> list[etree._Element]:
        return [child for child in self.process if is_bpmn(child) and local(child) in ACTIVITIES]

    def flows(self) -> list[etree._Element]:
        return self.index.flows

    def out(self, name: str) -> list[etree._Element]:
        return list(self.index.out.get(name, ()))

    def into(self, name: str) -> list[etree._Element]:
        return list(self.index.into.get(name, ()))

    def element(self, name: str) -> etree._Element | None:
        return self.index.by_id.get(name)

    def lane_elements(self) -> list[etree._Element]:
        """The innermost lanes, in order."""
        return self.index.lanes

    def lane_of(self, name: str) -> etree._Element | None:
        return self.index.homes.get(name)

    # Values

    def graph(self) -> Graph:
        lanes = tuple(self._lanes())
        home = {node: lane.id for lane in lanes for node in lane.nodes}
        nodes = tuple(
            Node(e.get("id", ""), _kind(e), _name(e), home.get(e.get("id", ""), ""))
            for e in self.elements()
        )
        known = {node.id for node in nodes}
        edges = tuple(
            Edge(f.get("id", ""), f.get("sourceRef", ""), f.get("targetRef", ""), _name(f))
            for f in self.flows()
            if f.get("sourceRef") in known and f.get("targetRef") in known
        )
        return Graph(nodes, edges, lanes, self.title)

    def _lanes(self) -> Iterator[Lane]:
        for lane in self.lane_elements():
            refs = tuple(ref.text.strip() for ref in _refs(lane) if ref.text)
            yield Lane(lane.get("id", ""), _name(lane), _number(lane.get(POSITION)), refs)

    def rows(self) -> list[Row]:
        """The step table."""
        graph, tasks = self.graph(), self.tasks()
        explicit = {f.get("id") for f in self.flows() if f.get(EXPLICIT) == "true"}
        reader = _Branches(graph, explicit, [task.get("id", "") for task in tasks])
        lanes = {lane.id: lane for lane in graph.lanes}
        home = {node.id: lanes.get(node.lane) for node in graph.nodes}
        rows = []
        for task in tasks:
            name = task.get("id", "")
            branches, question = reader.of(name)
            rows.append(Row(name, facts_of(task, home.get(name)), branches, question))
        return rows


class _Index:
    """What is looked up again and again, read once from the children of a process."""

    def __init__(self, process: etree._Element) -> None:
        self.by_id = {child.get("id"): child for child in process if child.get("id")}
        self.flows = [child for child in process if is_bpmn(child, "sequenceFlow")]
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
        self.lanes = [lane for lane in lanes if lane.find(q("bpmn", "childLaneSet")) is None]
        self.homes: dict[str, etree._Element] = {}
        for lane in self.lanes:
            for ref in _refs(lane):
                self.homes.setdefault((ref.text or "").strip(), lane)


class _Branches:
    """Says for each task where it goes on, in the words of the step table."""

    def __init__(self, graph: Graph, explicit: set, order: list[str]) -> None:
        self.nodes = {node.id: node for node in graph.nodes}
        self.out, self.into = graph.out_of(), graph.into()
        self.explicit = explicit
        self.next = onward(order)

    def of(self, name: str) -> tuple[tuple[Branch, ...], str]:
        edges = self.out.get(name, [])
        if not edges:
            return (), ""
        if len(edges) > 1:  # conditions straight at the task
            return tuple(Branch(e.name, self.resolve(e.target)) for e in edges), ""
        edge = edges[0]
        gateway = self.nodes[edge.target]
        if gateway.kind == "decision" and len(self.out[gateway.id]) > 1:
            ways = self.out[gateway.id]
            return tuple(Branch(e.name, self.resolve(e.target)) for e in ways), gateway.name
        target = self.resolve(edge.target)
        if target == self.next[name] and edge.id not in self.explicit:
            return (), ""
        return (Branch(edge.name, target),), ""

    def resolve(self, name: str) -> str:
        """Through joining gateways to the activity or the end behind them."""
        seen = set()
        while name not in seen:
            seen.add(name)
            node = self.nodes[name]
            if node.kind == "activity":
                return name
            if node.kind == "end":
                return END
            ways = self.out.get(name, [])
            if node.kind != "decision" or len(ways) != 1:
                return ELSEWHERE
            name = ways[0].target
        return ELSEWHERE


def facts_of(task: etree._Element, lane: Lane | None) -> Facts:
    ours = extension(task)
    given: dict[str, Any] = dict(ours.attrib) if ours is not None else {}
    notes = task.find(q("bpmn", "documentation"))
    return Facts(
        name=_name(task),
        step=given.get("step", ""),
        position=lane.position if lane else None,
        position_name=lane.name if lane else "",
        system=given.get("system", ""),
        touch=minutes(given.get("touch")),
        waiting=minutes(given.get("waiting")),
        value_class=given.get("valueClass", ""),
        notes=(notes.text or "") if notes is not None else "",
    )


def extension(task: etree._Element) -> etree._Element | None:
    """Our `sop:activity`, where our facts stand."""
    return task.find(f"{q('bpmn', 'extensionElements')}/{q('sop', 'activity')}")


def minutes(text: str | None) -> Decimal | None:
    """A count of minutes, or nothing when it is none."""
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and 0 <= value < 10**7 else None


def _refs(lane: etree._Element) -> list[etree._Element]:
    return lane.findall(q("bpmn", "flowNodeRef"))


def _name(element: etree._Element) -> str:
    return element.get("name") or ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _is_node(element: etree._Element) -> bool:
    return is_bpmn(element) and local(element) in ACTIVITIES | GATEWAYS | EVENTS


def _kind(element: etree._Element) -> str:
    tag = local(element)
    if tag in ACTIVITIES:
        return "activity"
    if tag in GATEWAYS:
        return "decision" if tag in DECISIONS else "gateway"
    return {"startEvent": "start", "endEvent": "end"}.get(tag, "event")
