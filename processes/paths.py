"""What a case goes through: the paths of a map, and what a case takes on average. Pure.

Shares said at the branches weigh the paths. Where a decision says none, its ways weigh the same, and
the result names the decision: the figure rests on a guess. Parallel parts run side by side: touch time
adds up, lead time is that of the longest. A path leaves rework out; the average counts it as often as
it happens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from processes.bpmn import Document, Edge, Facts, Row
from processes.bpmn.xml import local
from processes.enums import ValueClass
from processes.signs import is_approval

MOST_PATHS = 64
ROUNDS = 5_000  # of the average; a loop that nearly never ends is cut there
ZERO = Decimal(0)


@dataclass(frozen=True)
class Path:
    """One way through the map. Times in minutes; `share` is the percentage of cases that take it."""

    names: tuple[str, ...]
    conditions: tuple[str, ...]
    share: Decimal
    touch: Decimal
    lead: Decimal
    adding: Decimal
    handovers: int
    systems: int
    approvals: int

    @property
    def waiting(self) -> Decimal:
        return max(ZERO, self.lead - self.touch)

    @property
    def efficiency(self) -> Decimal | None:
        """Value-adding touch time as a percentage of the lead time."""
        return (self.adding / self.lead * 100).quantize(Decimal("0.1")) if self.lead else None


@dataclass(frozen=True)
class Average:
    """A case as it is to be expected, in minutes; nothing where no case ever ends."""

    touch: Decimal
    lead: Decimal
    adding: Decimal
    rework: Decimal  # touch minutes of activities gone through again

    @property
    def waiting(self) -> Decimal:
        return max(ZERO, self.lead - self.touch)

    @property
    def efficiency(self) -> Decimal | None:
        return (self.adding / self.lead * 100).quantize(Decimal("0.1")) if self.lead else None


@dataclass(frozen=True)
class Paths:
    """The likeliest paths first. `guessed` names decisions that say no shares."""

    paths: tuple[Path, ...] = ()
    cut: bool = False  # there are more than were looked at
    average: Average | None = None
    guessed: tuple[str, ...] = ()


def paths_of(document: Document, rows: Sequence[Row]) -> Paths:
    web = _Web.of(document, rows)
    if not web.starts or not rows:
        return Paths()
    found, cut = _walk(web)
    paths = sorted((_path(web, one) for one in found), key=lambda one: -one.share)
    return Paths(tuple(paths), cut, _average(web), tuple(web.guessed))


@dataclass
class _Web:
    """The graph with the facts of its activities, and with what share each flow is taken."""

    facts: Mapping[str, Facts]
    out: Mapping[str, Sequence[Edge]]
    starts: tuple[str, ...]
    forks: frozenset[str]  # everything behind these runs side by side
    joins: frozenset[str]
    words: Mapping[str, str]  # of decisions and activities
    guessed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document, rows: Sequence[Row]) -> "_Web":
        graph = document.graph()
        out, into = graph.out_of(), graph.into()
        starts = tuple(n.id for n in graph.nodes if n.kind == "start")
        parallel = {n.id for n in graph.nodes if _is_parallel(document, n.id)}
        unsaid = {
            n.id for n in graph.nodes
            if n.kind == "activity" and len(out[n.id]) > 1 and not any(e.name for e in out[n.id])
        }  # fmt: skip
        return cls(
            facts={row.element_id: row.facts for row in rows},
            out=out,
            starts=starts or tuple(n.id for n in graph.nodes if not into[n.id])[:1],
            forks=frozenset(parallel | unsaid),
            joins=frozenset(n for n in parallel if len(into[n]) > 1),
            words={n.id: n.name for n in graph.nodes},
        )

    def is_decision(self, node: str) -> bool:
        return len(self.out[node]) > 1 and node not in self.forks

    @cached_property
    def odds(self) -> dict[str, Decimal]:
        """By flow id: with which probability a case at its source takes it."""
        found: dict[str, Decimal] = {}
        for node, edges in self.out.items():
            if not self.is_decision(node):
                found |= {edge.id: Decimal(1) for edge in edges}
                continue
            shares = _shares([edge.share for edge in edges])
            found |= {edge.id: share for edge, share in zip(edges, shares, strict=True)}
            if all(edge.share is None for edge in edges):
                self.guessed.append(self.words[node] or _questioned(edges))
        return found

    def minutes(self, node: str) -> tuple[Decimal, Decimal]:
        """Touch, and touch with the waiting before it."""
        facts = self.facts.get(node)
        if facts is None:
            return ZERO, ZERO
        touch = facts.touch or ZERO
        return touch, touch + (facts.waiting or ZERO)

    def adding(self, node: str) -> Decimal:
        facts = self.facts.get(node)
        adds = facts is not None and facts.value_class == ValueClass.VALUE_ADDING
        return self.minutes(node)[0] if adds else ZERO


def _is_parallel(document: Document, node: str) -> bool:
    element = document.element(node)
    return element is not None and local(element) == "parallelGateway"


def _questioned(edges: Iterable[Edge]) -> str:
    return " / ".join(edge.name for edge in edges if edge.name)


def _shares(said: Sequence[Decimal | None]) -> list[Decimal]:
    """Percentages as probabilities; what is not said shares the rest equally."""
    known = sum((one for one in said if one is not None), ZERO)
    silent = sum(1 for one in said if one is None)
    rest = max(ZERO, 100 - known) / silent if silent else ZERO
    filled = [rest if one is None else one for one in said]
    total = sum(filled, ZERO)
    if not total:
        return [Decimal(1) / len(said)] * len(said)
    return [one / total for one in filled]


# Single paths


@dataclass(frozen=True)
class _Walk:
    """A walk under way: what is still to be entered, what was, and by which flows."""

    open: tuple[str, ...]
    order: tuple[str, ...] = ()
    flows: tuple[Edge, ...] = ()
    share: Decimal = Decimal(1)
    conditions: tuple[str, ...] = ()


def _walk(web: _Web) -> tuple[list[_Walk], bool]:
    """Each way of deciding; flows that lead back are left out. The likelier way first."""
    todo, done = [_Walk(web.starts[:1])], []
    while todo and len(done) < MOST_PATHS:
        walk = todo.pop()
        if not walk.open:
            done.append(walk)
            continue
        node, rest = walk.open[-1], walk.open[:-1]
        if node in walk.order:
            todo.append(_Walk(rest, walk.order, walk.flows, walk.share, walk.conditions))
            continue
        todo += _onward(web, walk, node, rest)
    return done, bool(todo)


def _onward(web: _Web, walk: _Walk, node: str, rest: tuple[str, ...]) -> list[_Walk]:
    order = (*walk.order, node)
    edges = web.out[node]
    if not web.is_decision(node):
        open_now = (*rest, *(edge.target for edge in reversed(edges)))
        return [_Walk(open_now, order, (*walk.flows, *edges), walk.share, walk.conditions)]
    forward = [edge for edge in edges if edge.target not in walk.order and edge.target != node]
    total = sum((web.odds[edge.id] for edge in forward), ZERO)
    if not total:
        return []
    found = [
        _Walk(
            (*rest, edge.target),
            order,
            (*walk.flows, edge),
            walk.share * web.odds[edge.id] / total,
            (*walk.conditions, edge.name) if edge.name else walk.conditions,
        )
        for edge in forward
        if web.odds[edge.id]
    ]
    return sorted(found, key=lambda one: one.share)


def _path(web: _Web, walk: _Walk) -> Path:
    facts = [web.facts[node] for node in walk.order if node in web.facts]
    return Path(
        names=tuple(one.name for one in facts),
        conditions=walk.conditions,
        share=(walk.share * 100).quantize(Decimal("0.1")),
        touch=sum((web.minutes(node)[0] for node in walk.order), ZERO),
        lead=_longest(web, walk),
        adding=sum((web.adding(node) for node in walk.order), ZERO),
        handovers=_handovers(web, walk),
        systems=len({one.system for one in facts if one.system}),
        approvals=sum(1 for one in facts if is_approval(one.name)),
    )


def _longest(web: _Web, walk: _Walk) -> Decimal:
    """Along the slowest of what runs side by side; a flow that leads back is not waited for."""
    place = {node: number for number, node in enumerate(walk.order)}
    best: dict[str, Decimal] = {}
    arrivals: dict[str, list[str]] = {}
    for edge in walk.flows:
        arrivals.setdefault(edge.target, []).append(edge.source)
    for node in _settled(walk, arrivals):
        before = [best[s] for s in arrivals.get(node, []) if s in best and place[s] != place[node]]
        best[node] = max(before, default=ZERO) + web.minutes(node)[1]
    return max(best.values(), default=ZERO)


def _settled(walk: _Walk, arrivals: Mapping[str, Sequence[str]]) -> list[str]:
    """The nodes such that each stands behind all that lead to it, as far as there is such an order."""
    waiting = {node: set(arrivals.get(node, ())) & set(walk.order) for node in walk.order}
    order: list[str] = []
    left = list(walk.order)
    while left:
        ready = next((n for n in left if not waiting[n] - set(order)), left[0])
        left.remove(ready)
        order.append(ready)
    return order


def _handovers(web: _Web, walk: _Walk) -> int:
    onward: dict[str, list[str]] = {}
    for edge in walk.flows:
        onward.setdefault(edge.source, []).append(edge.target)
    count = 0
    for node in walk.order:
        giver = web.facts.get(node)
        if giver is None:
            continue
        for taker in _next_activities(web, onward, node):
            count += _owner(giver) != _owner(web.facts[taker])
    return count


def _owner(facts: Facts) -> object:
    return facts.position if facts.position is not None else facts.position_name


def _next_activities(web: _Web, onward: Mapping[str, Sequence[str]], node: str) -> set[str]:
    found: set[str] = set()
    seen, todo = {node}, list(onward.get(node, ()))
    while todo:
        here = todo.pop()
        if here in web.facts:
            found.add(here)
        elif here not in seen:
            seen.add(here)
            todo += onward.get(here, ())
    return found


# The average


def _average(web: _Web) -> Average | None:
    visits = _visits(web)
    if visits is None:
        return None
    lead = _expected_lead(web)
    touch = sum((float(web.minutes(n)[0]) * v for n, v in visits.items()), 0.0)
    adding = sum((float(web.adding(n)) * v for n, v in visits.items()), 0.0)
    again = sum((float(web.minutes(n)[0]) * max(0.0, v - 1) for n, v in visits.items()), 0.0)
    return Average(*(_figure(one) for one in (touch, lead, adding, again)))


def _figure(value: float) -> Decimal:
    return Decimal(str(round(value, 1))).normalize() + ZERO


def _visits(web: _Web) -> dict[str, float] | None:
    """How often a case comes through each node: the flow from the start, until it has died down."""
    total = dict.fromkeys(web.out, 0.0)
    moving = {web.starts[0]: 1.0}
    width = _widths(web)
    for _round in range(ROUNDS):
        onward: dict[str, float] = {}
        for node, weight in moving.items():
            total[node] += weight
            for edge in web.out[node]:
                part = weight * float(web.odds[edge.id]) / width.get(edge.target, 1)
                onward[edge.target] = onward.get(edge.target, 0.0) + part
        moving = {node: weight for node, weight in onward.items() if weight > 1e-9}
        if not moving:
            return total
    return None


def _widths(web: _Web) -> dict[str, int]:
    """Of a join: how many flows arrive at it for one case."""
    arriving: dict[str, int] = {}
    for edges in web.out.values():
        for edge in edges:
            if edge.target in web.joins:
                arriving[edge.target] = arriving.get(edge.target, 0) + 1
    return arriving


def _expected_lead(web: _Web) -> float:
    own = {node: float(web.minutes(node)[1]) for node in web.out}
    rest = dict.fromkeys(web.out, 0.0)
    backwards = list(reversed(list(web.out)))
    for _round in range(ROUNDS):
        moved = 0.0
        for node in backwards:
            ways = [(float(web.odds[e.id]), rest[e.target]) for e in web.out[node]]
            if node in web.forks:
                behind = max((minutes for _odds, minutes in ways), default=0.0)
            else:
                behind = sum(odds * minutes for odds, minutes in ways)
            moved = max(moved, abs(own[node] + behind - rest[node]))
            rest[node] = own[node] + behind
        if moved < 1e-6:
            break
    return rest[web.starts[0]]
