"""Second half: which way each flow takes between the cells, without crossing a node.

A way is made of horizontal pieces, in a track or in the channel above a track, and vertical
pieces in a gutter (the room left of a column) or straight through a gateway's corner. Parallel
pieces get slots of their own; flows into one target may share theirs.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from processes.bpmn import Edge, Graph
from processes.layout.cells import Cells


@dataclass
class Way:
    """One flow: from the side of `source` through gutters and perhaps a channel to `target`."""

    edge: Edge
    kind: str  # straight, corner, step, channel, below (out of an event at the lower edge)
    out_gutter: int | None = None
    in_gutter: int | None = None
    channel: int | None = None  # the channel above this track
    track: int | None = None  # the track it runs along
    out_slot: int = 0
    in_slot: int = 0
    channel_slot: int = 0


@dataclass
class Ways:
    ways: list[Way] = field(default_factory=list)
    gutter_slots: dict[int, int] = field(default_factory=dict)
    channel_slots: dict[int, list[bool]] = field(default_factory=dict)  # is there a label in it


def find_ways(graph: Graph, cells: Cells, below: Collection[str] = ()) -> Ways:
    """`below`: flows that leave a boundary event at the lower edge of their source."""
    finder = _Finder(graph, cells, below)
    ways = [finder.way(edge) for edge in finder.in_order()]
    found = Ways(ways)
    _assign_gutters(found, cells)
    _assign_channels(found, cells)
    return found


class _Finder:
    def __init__(self, graph: Graph, cells: Cells, below: Collection[str]) -> None:
        self.graph, self.cells, self.below = graph, cells, below
        self.taken = cells.taken()
        self.kinds = {node.id: node.kind for node in graph.nodes}
        self.runs: dict[tuple[int, int], str] = {}  # cell a line runs through → its target
        self.corners: set[tuple[str, str]] = set()  # gateway corners in use

    def in_order(self) -> list[Edge]:
        """Short ways first: they are the ones that should be straight."""
        return sorted(self.graph.edges, key=self._length)

    def _length(self, edge: Edge) -> tuple[int, int]:
        (c1, t1), (c2, t2) = self.cells.cell(edge.source), self.cells.cell(edge.target)
        forward = c2 - c1
        return (forward if forward > 0 else 1000 - forward, abs(t1 - t2))

    def way(self, edge: Edge) -> Way:
        (c1, t1), (c2, t2) = self.cells.cell(edge.source), self.cells.cell(edge.target)
        if edge.id in self.below:
            return Way(edge, "below", in_gutter=c2, channel=t1 + 1)
        if c2 > c1:
            if t1 == t2 and self._clear(t1, c1 + 1, c2 - 1, edge.target):
                self._occupy(t1, c1 + 1, c2 - 1, edge.target)
                return Way(edge, "straight", track=t1)
            if (way := self._corner(edge, c1, t1, c2, t2)) is not None:
                return way
            if c2 == c1 + 1:
                return Way(edge, "step", out_gutter=c2, in_gutter=c2)
            if self._clear(t2, c1 + 1, c2 - 1, edge.target):
                self._occupy(t2, c1 + 1, c2 - 1, edge.target)
                return Way(edge, "step", out_gutter=c1 + 1, in_gutter=c1 + 1, track=t2)
            if self._clear(t1, c1 + 1, c2 - 1, edge.target):
                self._occupy(t1, c1 + 1, c2 - 1, edge.target)
                return Way(edge, "step", out_gutter=c2, in_gutter=c2, track=t1)
        return Way(edge, "channel", out_gutter=c1 + 1, in_gutter=c2, channel=max(t1, t2) + 1)

    def _corner(self, edge: Edge, c1: int, t1: int, c2: int, t2: int) -> Way | None:
        """Out of a decision's upper or lower corner, then along the target's track."""
        if self.kinds[edge.source] not in ("decision", "gateway") or t1 == t2:
            return None
        side = "below" if t2 > t1 else "above"
        between = range(t1 + 1, t2 + 1) if t2 > t1 else range(t2, t1)
        if (edge.source, side) in self.corners or any((c1, t) in self.taken for t in between):
            return None
        if any((c1, t) in self.runs for t in between):
            return None
        if not self._clear(t2, c1, c2 - 1, edge.target):
            return None
        self.corners.add((edge.source, side))
        self._occupy(t2, c1, c2 - 1, edge.target)
        for t in between:
            self.runs[(c1, t)] = f"corner {edge.id}"
        return Way(edge, "corner", track=t2)

    def _clear(self, track: int, first: int, last: int, target: str) -> bool:
        return all(
            (column, track) not in self.taken and self.runs.get((column, track), target) == target
            for column in range(first, last + 1)
        )

    def _occupy(self, track: int, first: int, last: int, target: str) -> None:
        for column in range(first, last + 1):
            self.runs[(column, track)] = target


@dataclass
class _Piece:
    """A vertical piece in a gutter, or a horizontal one in a channel, before it has its slot."""

    way: Way
    side: str  # out, both, in
    low: float
    high: float
    group: str
    wide: bool = False


def _assign_gutters(found: Ways, cells: Cells) -> None:
    """Leaving lines nearest their source, entering ones nearest their target, the rest between."""
    gutters: dict[int, list[_Piece]] = {}
    for way in found.ways:
        t1, t2 = cells.tracks[way.edge.source], cells.tracks[way.edge.target]
        if way.kind == "step":
            piece = _Piece(way, "both", min(t1, t2), max(t1, t2), f"in {way.edge.target}")
            gutters.setdefault(way.out_gutter or 0, []).append(piece)
        elif way.kind == "channel":
            level = (way.channel or 0) - 0.5
            leaving = _Piece(way, "out", min(t1, level), max(t1, level), f"way {way.edge.id}")
            entering = _Piece(way, "in", min(t2, level), max(t2, level), f"in {way.edge.target}")
            gutters.setdefault(way.out_gutter or 0, []).append(leaving)
            gutters.setdefault(way.in_gutter or 0, []).append(entering)
        elif way.kind == "below":
            level = (way.channel or 0) - 0.5
            entering = _Piece(way, "in", min(t2, level), max(t2, level), f"in {way.edge.target}")
            gutters.setdefault(way.in_gutter or 0, []).append(entering)
    for gutter, pieces in gutters.items():
        first = 0
        for side in ("out", "both", "in"):
            part = sorted(
                (p for p in pieces if p.side == side), key=lambda p: (p.low, p.high, p.way.edge.id)
            )
            first += _give_slots(part, first)
        found.gutter_slots[gutter] = first


def _assign_channels(found: Ways, cells: Cells) -> None:
    channels: dict[int, list[_Piece]] = {}
    for way in found.ways:
        if way.kind in ("channel", "below"):
            out = way.out_gutter if way.kind == "channel" else cells.columns[way.edge.source] + 0.5
            ends = sorted((float(out or 0), float(way.in_gutter or 0)))
            piece = _Piece(way, "channel", ends[0], ends[1], f"way {way.edge.id}")
            piece.wide = bool(way.edge.name)
            channels.setdefault(way.channel or 0, []).append(piece)
    for channel, pieces in channels.items():
        pieces.sort(key=lambda p: (p.high - p.low, p.low, p.way.edge.id))
        count = _give_slots(pieces, 0)
        found.channel_slots[channel] = [
            any(p.wide for p in pieces if p.way.channel_slot == slot) for slot in range(count)
        ]


def _give_slots(pieces: list[_Piece], first: int) -> int:
    """The first slot where a piece touches no piece of another group; returns how many it took."""
    slots: list[list[_Piece]] = []
    for piece in pieces:
        slot = next((i for i, held in enumerate(slots) if _fits(piece, held)), len(slots))
        if slot == len(slots):
            slots.append([])
        slots[slot].append(piece)
        if piece.side == "channel":
            piece.way.channel_slot = slot
        if piece.side in ("out", "both"):
            piece.way.out_slot = first + slot
        if piece.side in ("in", "both"):
            piece.way.in_slot = first + slot
    return len(slots)


def _fits(piece: _Piece, held: list[_Piece]) -> bool:
    return all(
        one.group == piece.group or piece.high < one.low or one.high < piece.low for one in held
    )
