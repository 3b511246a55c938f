"""Step table → redesign → step table: the to-be map made from the as-is map. Pure.

Also says how two maps differ, so that nothing made by hand is overwritten unseen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from processes import redesign
from processes.bpmn import END, Branch, Document, Facts, Row
from processes.bpmn.building import build
from processes.redesign import Decision, Edge, Key, Node, Process


def process_of(rows: Sequence[Row]) -> Process:
    """The step table as activities and edges, known by their step's identity."""
    keys = {row.element_id: row.facts.step for row in rows}
    nodes = tuple(_node(row.facts) for row in rows)
    edges = [Edge(redesign.START, nodes[0].key)] if nodes else []
    for row, onward in zip(rows, [*rows[1:], None], strict=False):
        here = row.facts.step
        if not row.branches:
            edges.append(Edge(here, onward.facts.step if onward else redesign.END))
        for branch in row.branches:  # an unknown target (another tool's event) ends here
            target = keys.get(branch.target, redesign.END)
            edges.append(Edge(here, target, branch.condition, branch.share))
    return Process(nodes, tuple(edges))


def _node(facts: Facts) -> Node:
    return Node(
        key=facts.step,
        name=facts.name,
        position=facts.position,
        system=facts.system,
        touch=facts.touch,
        waiting=facts.waiting,
        value_class=facts.value_class,
        waste=facts.waste,
        entered=facts.entered,
        output=facts.output,
    )


def questions_of(rows: Iterable[Row]) -> dict[str, str]:
    """What is asked at the decisions, by step."""
    return {row.facts.step: row.question for row in rows if row.question}


@dataclass(frozen=True)
class Parallel:
    """Activities, by step, behind which parts run in parallel, and those that wait for such parts."""

    forks: frozenset[Key] = frozenset()
    waits: frozenset[Key] = frozenset()

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Parallel":
        return cls(
            frozenset(row.facts.step for row in rows if row.is_fork),
            frozenset(row.facts.step for row in rows if row.waits),
        )


def made(
    title: str,
    present: Sequence[Row],
    decisions: Mapping[str, Decision],
    positions: Mapping[int, str],
) -> Document:
    """The to-be map that follows from the decisions. `positions` gives the names of the lanes."""
    process = redesign.redesign(process_of(present), decisions)
    return document_of(title, process, positions, questions_of(present), Parallel.of(present))


def document_of(
    title: str,
    process: Process,
    positions: Mapping[int, str],
    questions: Mapping[str, str],
    parallel: Parallel = Parallel(),
) -> Document:
    elements = _element_ids(process)
    ends = {**elements, redesign.END: END}
    onward = dict(zip(process.keys, [*process.keys[1:], redesign.END], strict=False))
    rows = []
    for node in process.nodes:
        out = [e for e in process.edges if e.source == node.key and e.target in ends]
        row = Row(elements[node.key], _facts(node, positions))
        if len(out) > 1:
            shares = _shares(out)
            branches = tuple(
                Branch(edge.condition, ends[edge.target], share)
                for edge, share in zip(out, shares, strict=True)
            )
            is_fork = node.key in parallel.forks and not any(edge.condition for edge in out)
            row = row.with_branches(branches, questions.get(str(node.key), ""), is_fork=is_fork)
        elif out and out[0].target != onward[node.key]:
            row = row.with_branches((Branch("", ends[out[0].target]),))
        rows.append(replace(row, waits=node.key in parallel.waits))
    if not any(row.is_fork for row in rows):  # nothing is left to wait for
        rows = [replace(row, waits=False) for row in rows]
    return build(title, rows)


def _shares(out: Sequence[Edge]) -> list[Decimal | None]:
    """As long as they still are the whole of the cases."""
    shares = [edge.share for edge in out]
    said = [share for share in shares if share is not None]
    whole = len(said) < len(shares) or sum(said) == 100
    return shares if whole else [None] * len(shares)


def _element_ids(process: Process) -> dict[Key, str]:
    """Readable ids that stay the same when the map is made again."""
    ids: dict[Key, str] = {}
    for key in process.keys:
        short = f"Activity_{str(key).replace('-', '')}"
        ids[key] = short[:17] if short[:17] not in ids.values() else short
    return ids


def _facts(node: Node, positions: Mapping[int, str]) -> Facts:
    return Facts(
        name=node.name,
        step=str(node.key),
        position=node.position,
        position_name=positions.get(node.position, ""),
        system=node.system,
        touch=node.touch,
        waiting=node.waiting,
        value_class=node.value_class,
        waste=node.waste,
        entered=node.entered,
        output=node.output,
    )


@dataclass(frozen=True)
class Difference:
    """One activity that another map would add, drop or change."""

    kind: str  # added, removed, changed, moved
    name: str
    before: Facts | None = None
    after: Facts | None = None


def differences(now: Sequence[Row], then: Sequence[Row]) -> list[Difference]:
    """What becomes of the activities of `now` when the map is replaced by `then`."""
    old = {row.facts.step: row for row in now}
    new = {row.facts.step: row for row in then}
    found = [
        Difference("removed", row.facts.name, before=row.facts)
        for step, row in old.items()
        if step not in new
    ]
    ways_now, ways_then = _ways(now), _ways(then)
    for step, row in new.items():
        if step not in old:
            found.append(Difference("added", row.facts.name, after=row.facts))
        elif old[step].facts != row.facts:
            found.append(Difference("changed", row.facts.name, old[step].facts, row.facts))
        elif ways_now[step] != ways_then[step]:
            found.append(Difference("moved", row.facts.name, old[step].facts, row.facts))
    return found


def _ways(rows: Sequence[Row]) -> dict[str, list[tuple[str, str]]]:
    process = process_of(rows)
    out: dict[str, list] = {node.key: [] for node in process.nodes}
    for edge in process.edges:
        if edge.source in out:
            out[edge.source].append((str(edge.target), edge.condition))
    return {key: sorted(ways) for key, ways in out.items()}
