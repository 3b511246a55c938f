"""Figures, faults and the text form of a map. Pure: rows and graph in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from processes.bpmn import END, Graph, Row
from processes.bpmn.model import onward
from processes.enums import VALUE_SIGNS, ValueClass
from processes.signs import is_approval

ZERO = Decimal(0)


@dataclass(frozen=True)
class Share:
    """How much of the work is of one value class."""

    value_class: str
    activities: int
    minutes: Decimal
    percent: int
    start: int  # where its part of a bar of 100 begins

    @property
    def label(self):
        return ValueClass(self.value_class).label

    @property
    def sign(self) -> str:
        return VALUE_SIGNS[self.value_class]


@dataclass(frozen=True)
class Figures:
    """Times in minutes along the slowest way from start to end, each loop gone through once."""

    activities: int = 0
    touch: Decimal = ZERO
    waiting: Decimal = ZERO
    fastest: Decimal = ZERO
    efficiency: Decimal | None = None
    handovers: int = 0
    systems: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    positions: int = 0
    unmeasured: int = 0
    shares: tuple[Share, ...] = ()
    longest_waits: tuple[tuple[str, Decimal], ...] = ()

    @property
    def lead(self) -> Decimal:
        """From the first touch to the end: touch and waiting together."""
        return self.touch + self.waiting


def figures(rows: Sequence[Row]) -> Figures:
    if not rows:
        return Figures()
    steps = _steps(rows)
    slow, fast = _way(rows, steps, slowest=True), _way(rows, steps, slowest=False)
    touch, waiting = _total(slow, "touch"), _total(slow, "waiting")
    adding = _total([r for r in slow if r.facts.value_class == ValueClass.VALUE_ADDING], "touch")
    lead = touch + waiting
    return Figures(
        activities=len(rows),
        touch=touch,
        waiting=waiting,
        fastest=_total(fast, "touch") + _total(fast, "waiting"),
        efficiency=(adding / lead * 100).quantize(Decimal("0.1")) if lead else None,
        handovers=_handovers(rows, steps),
        systems=tuple(dict.fromkeys(r.facts.system for r in rows if r.facts.system)),
        approvals=tuple(r.facts.name for r in rows if is_approval(r.facts.name)),
        positions=len({r.facts.position for r in rows if r.facts.position is not None}),
        unmeasured=sum(1 for r in rows if r.facts.touch is None or r.facts.waiting is None),
        shares=tuple(_shares(rows)),
        longest_waits=tuple(_waits(rows)),
    )


def _steps(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Where each activity leads to, the end included."""
    next_of = onward([row.element_id for row in rows])
    return {
        row.element_id: list(
            dict.fromkeys([b.target for b in row.branches] or [next_of[row.element_id]])
        )
        for row in rows
    }


def _way(rows: Sequence[Row], steps: dict[str, list[str]], *, slowest: bool) -> list[Row]:
    """The slowest or fastest way from the first activity; flows that lead back are not taken."""
    place = {row.element_id: i for i, row in enumerate(rows)}
    best: dict[str, tuple[Decimal, list[Row]] | None] = {END: (ZERO, [])}
    for row in reversed(rows):
        found = None
        for target in steps[row.element_id]:
            if target != END and place.get(target, -1) <= place[row.element_id]:
                continue
            rest = best.get(target)
            if rest is None:
                continue
            if found is None or (rest[0] > found[0] if slowest else rest[0] < found[0]):
                found = rest
        if found is not None:
            minutes = (row.facts.touch or ZERO) + (row.facts.waiting or ZERO)
            best[row.element_id] = (minutes + found[0], [row, *found[1]])
    way = best.get(rows[0].element_id)
    return way[1] if way else list(rows)


def _total(rows: Iterable[Row], name: str) -> Decimal:
    return sum((getattr(row.facts, name) or ZERO for row in rows), ZERO)


def _handovers(rows: Sequence[Row], steps: dict[str, list[str]]) -> int:
    position = {row.element_id: row.facts.position for row in rows}
    return sum(
        1
        for source, targets in steps.items()
        for target in targets
        if hands_over(position[source], position.get(target))
    )


def hands_over(giver: int | None, taker: int | None) -> bool:
    return giver is not None and taker is not None and giver != taker


def _shares(rows: Sequence[Row]) -> Iterable[Share]:
    classed = [row for row in rows if row.facts.value_class]
    start = 0
    for value in ValueClass:
        mine = [row for row in classed if row.facts.value_class == value]
        minutes = _total(mine, "touch") + _total(mine, "waiting")
        percent = round(100 * len(mine) / len(classed)) if classed else 0
        yield Share(value.value, len(mine), minutes, percent, start)
        start += percent


def _waits(rows: Sequence[Row]) -> list[tuple[str, Decimal]]:
    waits = [(row.facts.name, row.facts.waiting) for row in rows if row.facts.waiting]
    return sorted(waits, key=lambda wait: -wait[1])[:5]


# Faults: what stands against the gate


@dataclass(frozen=True)
class Faults:
    """Names of activities by what is wrong with them."""

    unsaid: list[Row] = field(default_factory=list)  # without position, minutes or value class
    unconditioned: list[Row] = field(default_factory=list)  # decisions with a branch unlabelled
    stuck: list[Row] = field(default_factory=list)  # no way leads from here to the end
    unreached: list[Row] = field(default_factory=list)  # no way leads here from the start


def is_complete(row: Row) -> bool:
    facts = row.facts
    measured = facts.touch is not None and facts.waiting is not None
    return bool(facts.position is not None and measured and facts.value_class)


def faults(rows: Sequence[Row], graph: Graph) -> Faults:
    reached = _spread([n.id for n in graph.nodes if n.kind == "start"], _ways(graph))
    ending = _spread([n.id for n in graph.nodes if n.kind == "end"], _ways(graph, back=True))
    return Faults(
        unsaid=[row for row in rows if not is_complete(row)],
        unconditioned=[
            row for row in rows if row.is_decision and not all(b.condition for b in row.branches)
        ],
        stuck=[row for row in rows if row.element_id not in ending],
        unreached=[row for row in rows if row.element_id not in reached],
    )


def _ways(graph: Graph, *, back: bool = False) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {}
    for edge in graph.edges:
        source, target = (edge.target, edge.source) if back else (edge.source, edge.target)
        ways.setdefault(source, set()).add(target)
    return ways


def _spread(begin: Iterable[str], ways: dict[str, set[str]]) -> set[str]:
    seen = set(begin)
    todo = list(seen)
    while todo:
        for further in ways.get(todo.pop(), ()):
            if further not in seen:
                seen.add(further)
                todo.append(further)
    return seen


# The text form


@dataclass(frozen=True)
class Onward:
    """One way on from an activity, in words: to number `number`, or to the end."""

    condition: str
    number: int | None  # None: the end
    name: str
    goes_back: bool
    position: int | None = None  # of the one it is handed over to
    position_name: str = ""


@dataclass(frozen=True)
class Told:
    """One activity of the map as an entry of an ordered list."""

    number: int
    row: Row
    onward: tuple[Onward, ...]


def story(rows: Sequence[Row]) -> list[Told]:
    """The whole map as an ordered list with branches and handovers; equal to the drawing."""
    number = {row.element_id: i for i, row in enumerate(rows, start=1)}
    by_id = {row.element_id: row for row in rows}
    next_of = onward([row.element_id for row in rows])
    told = []
    for row in rows:
        ways = [(b.condition, b.target) for b in row.branches] or [("", next_of[row.element_id])]
        entries = tuple(_onward(row, c, by_id.get(t), number) for c, t in ways)
        told.append(Told(number[row.element_id], row, entries))
    return told


def _onward(row: Row, condition: str, target: Row | None, number: dict[str, int]) -> Onward:
    if target is None:
        return Onward(condition, None, "", goes_back=False)
    here, there = number[row.element_id], number[target.element_id]
    handed = hands_over(row.facts.position, target.facts.position)
    return Onward(
        condition,
        there,
        target.facts.name,
        goes_back=there <= here,
        position=target.facts.position if handed else None,
        position_name=target.facts.position_name if handed else "",
    )
