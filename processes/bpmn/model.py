"""What a map says, as values: rows of the step table, and the graph behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from processes.bpmn.sources import Source

MOST_ACTIVITIES = 1_000  # of a map, as rows of the step table
END = "end"
ELSEWHERE = ""  # a flow into something the step table can't name (another tool's event, a fork)

ACTIVITIES = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    ]
)
GATEWAYS = frozenset(
    [
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "complexGateway",
        "eventBasedGateway",
    ]
)
DECISIONS = frozenset(["exclusiveGateway", "inclusiveGateway"])
PARALLEL = "parallelGateway"
EVENTS = frozenset(
    ["startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent"]
)


def onward(order: Sequence[str]) -> dict[str, str]:
    """What follows each row when it names nothing else: the next row, behind the last the end."""
    return dict(zip(order, [*order[1:], END], strict=False))


@dataclass(frozen=True)
class Branch:
    """Where it goes on: `target` is an element id, END, or ELSEWHERE; `share` of the cases in percent."""

    condition: str
    target: str
    share: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """What the step table says about one activity; `position` is a primary key.

    A source that isn't given stays while its minutes stay; it counts for no comparison.
    """

    name: str
    step: str = ""
    position: int | None = None
    position_name: str = ""
    system: str = ""
    touch: Decimal | None = None
    waiting: Decimal | None = None
    value_class: str = ""
    waste: str = ""  # which of the eight wastes
    entered: tuple[str, ...] = ()  # data that are typed in here
    output: str = ""  # what comes out of it and is passed on
    notes: str = ""
    touch_source: Source | None = field(default=None, compare=False)
    waiting_source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Row:
    """One row of the step table. No branches: it goes on with the next row, the last one ends.

    One branch without a condition: it goes there. Two or more: a decision, or with `is_fork` parts
    that all run at the same time. `waits`: it begins when all parallel parts that lead here are done.
    """

    element_id: str
    facts: Facts
    branches: tuple[Branch, ...] = ()
    question: str = ""
    is_fork: bool = False
    waits: bool = False

    @property
    def is_decision(self) -> bool:
        return len(self.branches) > 1 and not self.is_fork

    def with_branches(
        self, branches: tuple[Branch, ...], question: str = "", *, is_fork: bool = False
    ) -> "Row":
        return replace(self, branches=branches, question=question, is_fork=is_fork)


@dataclass(frozen=True)
class Node:
    """A flow node of the graph: kind is start, end, event, activity, decision or gateway."""

    id: str
    kind: str
    name: str
    lane: str = ""


@dataclass(frozen=True)
class Edge:
    """A sequence flow; `share` as at a branch."""

    id: str
    source: str
    target: str
    name: str = ""
    share: Decimal | None = None


@dataclass(frozen=True)
class Lane:
    id: str
    name: str
    position: int | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[Lane, ...]
    title: str = ""

    def out_of(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found.setdefault(edge.source, []).append(edge)
        return found

    def into(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found.setdefault(edge.target, []).append(edge)
        return found
