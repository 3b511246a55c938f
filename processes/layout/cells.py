"""First half of the layout: which column and which track each node stands in.

Column: the longest path from the start over the flows that lead forward in the table's order.
Track: a row of cells inside a lane; a lane has as many as its fullest column needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from processes.bpmn import Graph

Cell = tuple[int, int]  # column, track


@dataclass
class Cells:
    columns: dict[str, int]
    tracks: dict[str, int]
    lanes: list[str]  # in the order they are drawn; "" for nodes without one
    lane_tracks: dict[str, range] = field(default_factory=dict)

    @property
    def last_column(self) -> int:
        return max(self.columns.values(), default=0)

    @property
    def track_count(self) -> int:
        return sum(len(tracks) for tracks in self.lane_tracks.values())

    def cell(self, node: str) -> Cell:
        return self.columns[node], self.tracks[node]

    def taken(self) -> dict[Cell, str]:
        return {self.cell(node): node for node in self.columns}


def arrange(
    graph: Graph,
    beside: Mapping[str, str] | None = None,
    within: Mapping[str, Sequence[str]] | None = None,
    *,
    by_table: bool = True,
) -> Cells:
    """`beside`: artifacts and the node that each stands under; they move nobody else.

    `within`: the outer lanes of a lane, outermost first; what they hold stays together.
    `by_table`: in the order of the step table; else along the flows, lanes as the file has them.
    """
    order = reading_order(graph) if by_table else flow_order(graph)
    rank = {node: place for place, node in enumerate(order)}
    columns = _columns(graph, order, rank)
    lane_of = {node.id: node.lane for node in graph.nodes}
    lanes = list(dict.fromkeys(lane_of[node] for node in _settled(graph, order)))
    if not by_table:
        lanes = [lane for lane in ("", *(one.id for one in graph.lanes)) if lane in lanes]
    lanes = _together([*lanes, *(n.id for n in graph.lanes if n.id not in lanes)], within or {})
    tracks = _tracks(graph, order, rank, columns, lane_of)
    _attach(beside or {}, columns, tracks, lane_of)
    cells = Cells(columns, {}, lanes)
    first = 0
    for lane in lanes:
        used = 1 + max((tracks[n] for n in tracks if lane_of[n] == lane), default=0)
        cells.lane_tracks[lane] = range(first, first + used)
        first += used
    cells.tracks = {n: cells.lane_tracks[lane_of[n]].start + tracks[n] for n in tracks}
    return cells


def _together(lanes: list[str], within: Mapping[str, Sequence[str]]) -> list[str]:
    first: dict[tuple[str, ...], int] = {}
    paths = {lane: (*within.get(lane, ()), lane) for lane in lanes}
    for place, lane in enumerate(lanes):
        for length in range(1, len(paths[lane]) + 1):
            first.setdefault(paths[lane][:length], place)
    return sorted(
        lanes,
        key=lambda lane: [first[paths[lane][:n]] for n in range(1, len(paths[lane]) + 1)],
    )


def _attach(
    beside: Mapping[str, str], columns: dict[str, int], tracks: dict[str, int], lane_of: dict
) -> None:
    """Artifacts in the column of their node, in the nearest free track of its lane."""
    taken = {(lane_of[n], columns[n], tracks[n]) for n in tracks}
    for artifact, node in beside.items():
        lane, column = lane_of[node], columns[node]
        here = tracks[node]
        around = [
            (column, here + 1),
            *([(column, here - 1)] if here else []),
            (column + 1, here + 1),
        ]
        last = max(columns.values())
        places = [(c, t) for c, t in around if c <= last and (lane, c, t) not in taken]
        places = places or [(column, t) for t in range(here, here + len(taken) + 2)
                            if (lane, column, t) not in taken]  # fmt: skip
        column, track = places[0]
        taken.add((lane, column, track))
        columns[artifact], tracks[artifact], lane_of[artifact] = column, track, lane


def reading_order(graph: Graph) -> list[str]:
    """Starts, then the activities as the table lists them, each decision behind its activity."""
    kinds = {node.id: node.kind for node in graph.nodes}
    into, out = graph.into(), graph.out_of()
    order = [node.id for node in graph.nodes if node.kind == "start"]
    placed = set(order)
    for node in graph.nodes:
        if node.kind in ("start", "end") or node.id in placed:
            continue
        sources = {edge.source for edge in into[node.id]}
        if node.kind in ("decision", "gateway") and len(sources) == 1:
            source = sources.pop()
            if kinds[source] == "activity" and source not in placed:
                continue  # comes behind its activity below
        order.append(node.id)
        placed.add(node.id)
        order.extend(_followers(out, node.id, kinds, into, placed))
    rest = [n.id for n in graph.nodes if n.id not in placed]
    return order + rest


def flow_order(graph: Graph) -> list[str]:
    """From the starts along the flows, a node behind all that leads to it; loops lead back.

    Depth first, the first way of a decision in front; without recursion, for chains are long.
    """
    out, into = graph.out_of(), graph.into()
    starts = [n.id for n in graph.nodes if n.kind == "start"]
    lonely = [n.id for n in graph.nodes if not into[n.id] and n.kind != "start"]
    done: list[str] = []
    seen: set[str] = set()
    circling = [n.id for n in graph.nodes if n.id not in _reached([*starts, *lonely], out)]
    for first in reversed([*starts, *lonely, *circling]):
        if first not in seen:
            _deepen(first, out, seen, done)
    return done[::-1]


def _reached(seeds: list[str], out: dict) -> set[str]:
    seen, todo = set(seeds), list(seeds)
    while todo:
        for edge in out[todo.pop()]:
            if edge.target not in seen:
                seen.add(edge.target)
                todo.append(edge.target)
    return seen


def _deepen(first: str, out: dict, seen: set[str], done: list[str]) -> None:
    seen.add(first)
    stack = [(first, iter([edge.target for edge in reversed(out[first])]))]
    while stack:
        node, ways = stack[-1]
        onward = next((target for target in ways if target not in seen), None)
        if onward is None:
            done.append(node)
            stack.pop()
        else:
            seen.add(onward)
            stack.append((onward, iter([edge.target for edge in reversed(out[onward])])))


def _followers(out: dict, name: str, kinds: dict, into: dict, placed: set) -> list[str]:
    found = []
    for edge in out[name]:
        gateway = edge.target
        if gateway in placed:
            continue
        if kinds[gateway] in ("decision", "gateway") and len(into[gateway]) == 1:
            found.append(gateway)
            placed.add(gateway)
    return found


def _settled(graph: Graph, order: list[str]) -> list[str]:
    """Lanes are drawn as the activities first need them."""
    activities = {node.id for node in graph.nodes if node.kind == "activity"}
    return [n for n in order if n in activities] + [n for n in order if n not in activities]


def _columns(graph: Graph, order: list[str], rank: dict[str, int]) -> dict[str, int]:
    columns = dict.fromkeys(order, 0)
    out = graph.out_of()
    for node in order:
        for edge in out[node]:
            if rank[edge.target] > rank[node]:
                columns[edge.target] = max(columns[edge.target], columns[node] + 1)
    ends = [node.id for node in graph.nodes if node.kind == "end"]
    into, last = graph.into(), set(ends)
    inner = [columns[n] for n in order if n not in last]
    furthest = max(inner, default=-1)
    for end in ends:
        columns[end] = max(columns[end], furthest + 1)
    lonely = [n for n in order if not into[n] and rank[n] and n not in last]
    for node in lonely:  # nothing leads here: beside what the table lists before it
        before = columns[order[rank[node] - 1]]
        columns[node] = max(columns[node], min(before + 1, max(furthest, 0)))
    return columns


def _tracks(
    graph: Graph, order: list[str], rank: dict, columns: dict, lane_of: dict
) -> dict[str, int]:
    """The track of the one it comes from where that is free, else the nearest free one below."""
    into = graph.into()
    taken: set[tuple[str, int, int]] = set()
    tracks: dict[str, int] = {}
    for node in sorted(order, key=lambda n: (columns[n], rank[n])):
        lane, column = lane_of[node], columns[node]
        sources = [
            tracks[e.source] for e in into[node] if e.source in tracks and lane_of[e.source] == lane
        ]
        wanted = min(sources, default=0)
        track = next(t for t in _near(wanted) if (lane, column, t) not in taken)
        taken.add((lane, column, track))
        tracks[node] = track
    return tracks


def _near(track: int):
    """This one, then below, then above."""
    yield track
    step = 1
    while True:
        yield track + step
        if track - step >= 0:
            yield track - step
        step += 1
