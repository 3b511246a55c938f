"""A map read from its XML. Reading only; `editing` changes it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from lxml import etree

from processes.bpmn import sources, xml
from processes.bpmn.index import NODES, Index, is_node, refs
from processes.bpmn.model import (
    ACTIVITIES,
    DECISIONS,
    ELSEWHERE,
    END,
    GATEWAYS,
    PARALLEL,
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
EXPLICIT = q("sop", "explicit")
POSITION = q("sop", "positionId")
SHARE = q("sop", "share")
_BETWEEN = re.compile(r"[,;，；、\n]")


class Document:
    """One BPMN model. The tree keeps all that other tools wrote; we touch what is ours."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.process = self._main_process()
        self._index: Index | None = None
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
    def index(self) -> "Index":
        if self._index is None:
            self._index = Index(self.process)
        return self._index

    def changed(self) -> None:
        """Whoever changes the tree says so; what was looked up before no longer holds."""
        self._index = None

    def added(self, element: etree._Element) -> None:
        """The same for a node, or for a flow behind all others."""
        if self._index is not None:
            self._index.put(element)

    def taken(self, element: etree._Element) -> None:
        """The same for a node or a flow that goes, or that comes back with other ends."""
        if self._index is not None and element.get("id") in self._index.by_id:
            self._index.take(element)

    def redirected(self, flow: etree._Element, old: str) -> None:
        """The same for a flow that led to `old`."""
        if self._index is not None:
            self._index.into[old].remove(flow)
            self._index.into.setdefault(flow.get("targetRef"), []).append(flow)

    def entered(self, name: str, lane: etree._Element) -> None:
        """The same for a node that has come into a lane."""
        if self._index is not None:
            self._index.homes.setdefault(name, lane)

    def left(self, name: str) -> None:
        """The same for a node that no longer stands in the lane where it was looked up."""
        if self._index is not None and self._index.is_flat:
            self._index.homes.pop(name, None)
        else:
            self.changed()

    def elements(self) -> list[etree._Element]:
        return [child for child in self.process if is_node(child) and child.get("id")]

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
            inside = tuple((ref.text or "").strip() for ref in refs(lane))
            yield Lane(lane.get("id", ""), _name(lane), _number(lane.get(POSITION)), inside)

    def rows(self) -> list[Row]:
        """The step table."""
        graph, tasks = self.graph(), self.tasks()
        explicit = {f.get("id") for f in self.flows() if f.get(EXPLICIT) == "true"}
        parallel = {e.get("id") for e in self.elements() if is_bpmn(e, PARALLEL)}
        order = [task.get("id", "") for task in tasks]
        reader = _Branches(graph, explicit, order, frozenset(parallel))
        lanes = {lane.id: lane for lane in graph.lanes}
        home = {node.id: lanes.get(node.lane) for node in graph.nodes}
        rows = []
        for task in tasks:
            name = task.get("id", "")
            row = Row(name, facts_of(task, home.get(name)), waits=reader.waits(name))
            rows.append(row.with_branches(*reader.of(name), is_fork=reader.is_fork(name)))
        return rows


class _Branches:
    """Says for each task where it goes on, in the words of the step table."""

    def __init__(
        self, graph: Graph, explicit: set, order: list[str], parallel: frozenset[str | None]
    ) -> None:
        self.parallel = parallel
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
        if self._passes(gateway) and len(self.out[gateway.id]) > 1:
            ways = self.out[gateway.id]
            return self._ways(ways), gateway.name
        target = self.resolve(edge.target)
        if target == self.next[name] and edge.id not in self.explicit:
            return (), ""
        return (Branch(edge.name, target),), ""

    def is_fork(self, name: str) -> bool:
        edges = self.out.get(name, [])
        return (
            len(edges) == 1 and edges[0].target in self.parallel and self._splits(edges[0].target)
        )

    def waits(self, name: str) -> bool:
        """Whether a parallel gateway that joins stands in front of it."""
        return any(
            edge.source in self.parallel and not self._splits(edge.source)
            for edge in self.into.get(name, [])
        )

    def _splits(self, gateway: str) -> bool:
        return len(self.out.get(gateway, [])) > 1

    def _passes(self, node: Node) -> bool:
        return node.kind == "decision" or node.id in self.parallel

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
            if not self._passes(node) or len(ways) != 1:
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


def _name(element: etree._Element) -> str:
    return element.get("name") or ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


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
