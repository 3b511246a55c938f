"""A map read from its XML. Reading only; `editing` changes it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from lxml import etree

from processes.bpmn import sources, xml
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

EXPORTER = "sopman"
VALUES = frozenset(["va", "nnva", "nva"])
WASTES = frozenset(
    [
        "waiting",
        "handling",
        "motion",
        "overproduction",
        "overprocessing",
        "stock",
        "defects",
        "talent",
    ]
)
NODES = ACTIVITIES | GATEWAYS | EVENTS
EXPLICIT = q("sop", "explicit")
POSITION = q("sop", "positionId")
SHARE = q("sop", "share")
_BETWEEN = re.compile(r"[,;，；、\n]")


class Document:
    """One BPMN model. The tree keeps all that other tools wrote; we touch what is ours."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.process = self._main_process()
        self._index: _Index | None = None
        self.made: list[str] = []  # elements and flows that the diagram doesn't show yet
        self.bent: list[str] = []  # flows that lead elsewhere than the diagram shows
        self.shifted: list[str] = []  # nodes that have come into another lane
        self.gone: set[str] = set()

    @classmethod
    def parse(cls, text: str | bytes) -> "Document":
        return cls(xml.read(text))

    def to_xml(self) -> str:
        return xml.write(self.root)

    def _main_process(self) -> etree._Element:
        """The first with activities, then with any node; pools come in their order.

        A file without a process gets one with the first edit, not by being read.
        """
        processes = self.root.findall(q("bpmn", "process"))
        pools = [_process_of(pool, processes) for pool in self.root.iter(q("bpmn", "participant"))]
        ordered = [*(p for p in pools if p is not None), *processes]
        for kinds in (ACTIVITIES, NODES, frozenset[str]()):
            for process in ordered:
                if not kinds or any(
                    is_bpmn(child, *kinds) and child.get("id") for child in process
                ):
                    return process
        return etree.Element(
            q("bpmn", "process"), id=next(xml.free_ids(self.root, "Process")), nsmap=xml.NAMES
        )

    def settle_in(self) -> None:
        """A process that was not in the file is put into it, in front of the diagrams."""
        if self.process.getparent() is not None or self.process is self.root:
            return
        diagram = self.root.find(q("bpmndi", "BPMNDiagram"))
        if diagram is None:
            self.root.append(self.process)
        else:
            diagram.addprevious(self.process)

    @property
    def is_ours(self) -> bool:
        """Made here: lanes are positions, and flows follow the order of the step table."""
        return self.root.get("exporter") == EXPORTER

    @cached_property
    def tells_flows(self) -> bool:
        """Whether nodes name their flows (incoming, outgoing); a file that doesn't is left so."""
        return (
            self.is_ours
            or not self.flows()
            or any(is_bpmn(ref, "incoming", "outgoing") for node in self.process for ref in node)
        )

    @property
    def participant(self) -> etree._Element | None:
        for pool in self.root.iter(q("bpmn", "participant")):
            if _process_of(pool, [self.process]) is not None:
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
        return [child for child in self.process if _is_node(child) and child.get("id")]

    def tasks(self) -> list[etree._Element]:
        return [child for child in self.elements() if local(child) in ACTIVITIES]

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
            Edge(
                f.get("id", ""), f.get("sourceRef", ""), f.get("targetRef", ""), _name(f), share(f)
            )
            for f in self.flows()
            if f.get("sourceRef") in known and f.get("targetRef") in known
        )
        return Graph(nodes, edges, lanes, self.title)

    def _lanes(self) -> Iterator[Lane]:
        for lane in self.lane_elements():
            refs = tuple((ref.text or "").strip() for ref in _refs(lane))
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
        self.by_id |= {child.get("id"): child for child in process if _is_node(child)}
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
        self.homes: dict[str, etree._Element] = {}
        inner = set(self.lanes)
        for lane in [*self.lanes, *(one for one in lanes if one.get("id") and one not in inner)]:
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
        if not edges:  # another tool's dead end
            return (Branch("", ELSEWHERE),), ""
        if len(edges) > 1:  # conditions straight at the task
            return self._ways(edges), ""
        edge = edges[0]
        gateway = self.nodes[edge.target]
        if gateway.kind == "decision" and len(self.out[gateway.id]) > 1:
            ways = self.out[gateway.id]
            return self._ways(ways), gateway.name
        target = self.resolve(edge.target)
        if target == self.next[name] and edge.id not in self.explicit:
            return (), ""
        return (Branch(edge.name, target),), ""

    def _ways(self, edges: list[Edge]) -> tuple[Branch, ...]:
        return tuple(Branch(e.name, self.resolve(e.target), e.share) for e in edges)

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
    touch, waiting = sources.number(given.get("touch")), sources.number(given.get("waiting"))
    return Facts(
        name=_name(task),
        step=given.get("step", ""),
        position=_number(given.get("position")) or (lane.position if lane else None),
        position_name=given.get("positionName") or (lane.name if lane else ""),
        system=given.get("system", ""),
        touch=touch,
        waiting=waiting,
        value_class=given.get("valueClass", "") if given.get("valueClass") in VALUES else "",
        waste=given.get("waste", "") if given.get("waste") in WASTES else "",
        entered=items(given.get("entered")),
        output=given.get("output", ""),
        notes=(notes.text or "") if notes is not None else "",
        touch_source=sources.read(given, "touch", touch),
        waiting_source=sources.read(given, "waiting", waiting),
    )


def extension(task: etree._Element) -> etree._Element | None:
    """Our `sop:activity`, where our facts stand."""
    return task.find(f"{q('bpmn', 'extensionElements')}/{q('sop', 'activity')}")


def share(flow: etree._Element) -> Decimal | None:
    """How many of a hundred cases take this flow, as the map says it."""
    value = sources.number(flow.get(SHARE))
    return value if value is not None and value <= 100 else None


def items(text: str | None) -> tuple[str, ...]:
    """A list typed in one line, in Chinese or English punctuation; each once, in its order."""
    said = (" ".join(one.split()) for one in _BETWEEN.split(text or ""))
    return tuple(dict.fromkeys(one for one in said if one))


def _refs(lane: etree._Element) -> list[etree._Element]:
    return lane.findall(q("bpmn", "flowNodeRef"))


def _name(element: etree._Element) -> str:
    return element.get("name") or ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _is_node(element: etree._Element) -> bool:
    return is_bpmn(element) and local(element) in NODES


def _process_of(pool: etree._Element, processes: list[etree._Element]) -> etree._Element | None:
    wanted = (pool.get("processRef") or "").strip()
    for process in processes:
        if wanted and process.get("id") in (wanted, wanted.rpartition(":")[2]):
            return process
    return None


def _kind(element: etree._Element) -> str:
    tag = local(element)
    if tag in ACTIVITIES:
        return "activity"
    if tag in GATEWAYS:
        return "decision" if tag in DECISIONS else "gateway"
    return {"startEvent": "start", "endEvent": "end"}.get(tag, "event")
