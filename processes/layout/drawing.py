"""From cells and ways to coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from processes.bpmn import Edge, Graph
from processes.layout.cells import Cells
from processes.layout.routes import Way, Ways
from processes.layout.shapes import (
    EVENT,
    GATEWAY,
    GUTTER,
    LABEL_LINE,
    LABEL_SIZE,
    LABEL_WIDTH,
    LANE_HEAD,
    LINE,
    POOL_HEAD,
    SLOT,
    TASK_PAD,
    TASK_WIDTH,
    TEXT_SIZE,
    TRACK_GAP,
    Box,
    Drawing,
    Point,
)
from processes.lettering import width, wrap

EVENT_LABEL = 84
PORT = 92  # from one boundary event to the next
EVENT_KINDS = ("start", "end", "event")
SIZES = {"activity": TASK_WIDTH, "start": EVENT, "end": EVENT, "event": EVENT}


@dataclass
class Extras:
    """What a container holds besides nodes of the usual sizes."""

    sizes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    attached: Mapping[str, str] = field(default_factory=dict)  # boundary event → its host
    leaving: Mapping[str, str] = field(default_factory=dict)  # flow → the event that it leaves
    beside: Mapping[str, str] = field(default_factory=dict)  # artifact → its node
    names: Mapping[str, str] = field(default_factory=dict)  # of boundary events
    head: float = POOL_HEAD


class Plotter:
    """Adds up the widths of columns and gutters, the heights of tracks and channels."""

    def __init__(
        self,
        graph: Graph,
        cells: Cells,
        ways: Ways,
        *,
        extra_lines: int = 0,
        extras: Extras | None = None,
    ) -> None:
        self.graph, self.cells, self.ways = graph, cells, ways
        self.extras = extras or Extras()
        self.nodes = {node.id: node for node in graph.nodes}
        self.task_height = self._task_height(extra_lines)
        self._columns()
        self._tracks()

    def _task_height(self, extra_lines: int) -> int:
        names = [node.name for node in self.graph.nodes if node.kind == "activity"]
        most = max([2, *(len(task_lines(name)) for name in names)])
        return 2 * TASK_PAD + LINE * most + LABEL_LINE * extra_lines

    def _columns(self) -> None:
        widths = [0.0] * (self.cells.last_column + 1)
        for name, column in self.cells.columns.items():
            widths[column] = max(widths[column], self._node_width(name))
        zones = self._label_zones()
        self.left: list[float] = []
        self.centre: list[float] = []
        self.gutter: list[float] = []  # where the slots of a gutter begin
        x = float(self.extras.head + (LANE_HEAD if any(self.cells.lanes) else 0))
        for column in range(self.cells.last_column + 2):
            self.gutter.append(x + GUTTER / 2)
            slots = self.ways.gutter_slots.get(column, 0)
            x += GUTTER + max(0, slots - 1) * SLOT + zones.get(column, 0)
            if column <= self.cells.last_column:
                self.left.append(x)
                self.centre.append(x + widths[column] / 2)
                x += widths[column]
        self.total_width = x

    def _node_width(self, name: str) -> float:
        if name in self.extras.sizes:
            return self.extras.sizes[name][0]
        node = self.nodes[name]
        if node.kind in EVENT_KINDS and node.name:
            return max(EVENT, event_label_size(node.name)[0])
        if node.kind not in ("decision", "gateway"):
            return SIZES[node.kind]
        lines = label_lines(node.name)
        return max([GATEWAY, *(width(line, LABEL_SIZE) for line in lines)])

    def _label_zones(self) -> dict[int, float]:
        """Room for the words of branches behind the slots of the gutter where they leave."""
        zones: dict[int, float] = {}
        for way in self.ways.ways:
            if way.edge.name and way.kind not in ("channel", "below"):
                gutter = self.cells.columns[way.edge.source] + 1
                wide, _high = label_size(way.edge.name)
                zones[gutter] = max(zones.get(gutter, 0), wide)
        return zones

    def _tracks(self) -> None:
        self.middle: list[float] = []
        self.channel_top: dict[int, list[float]] = {}
        self.lane_boxes: dict[str, Box] = {}
        heights = self._heights()
        below = self._words_below()
        y = 0.0
        for lane in self.cells.lanes:
            top = y
            for track in self.cells.lane_tracks[lane]:
                y += TRACK_GAP / 2 + 8
                self.middle.append(y + heights[track] / 2)
                y += heights[track] + TRACK_GAP / 2 + below.get(track, 0)
                rows = []
                for labelled in self.ways.channel_slots.get(track + 1, []):
                    y += LABEL_LINE + 6 if labelled else SLOT
                    rows.append(y - 2)
                self.channel_top[track + 1] = rows
                y += 12 if rows else 0
            head = self.extras.head
            self.lane_boxes[lane] = Box(head, top, self.total_width - head, y - top)
        self.total_height = y

    def _words_below(self) -> dict[int, float]:
        """By track: room under its shapes for boundary events and for the names of data."""
        rooms = dict.fromkeys((self.cells.tracks[name] for name in self.extras.beside), 34.0)
        for event, host in self.extras.attached.items():
            track, name = self.cells.tracks[host], self.extras.names.get(event, "")
            room = EVENT / 2 + (event_label_size(name)[1] + 4 if name else 0)
            rooms[track] = max(rooms.get(track, 0), room)
        return rooms

    def _heights(self) -> list[float]:
        heights = [float(self.task_height)] * self.cells.track_count
        for name, (_wide, high) in self.extras.sizes.items():
            if name in self.cells.tracks:
                track = self.cells.tracks[name]
                heights[track] = max(heights[track], high)
        for node in self.graph.nodes:
            if node.kind in EVENT_KINDS and node.name:
                track, high = self.cells.tracks[node.id], event_label_size(node.name)[1]
                heights[track] = max(heights[track], EVENT + 2 * (high - 6))
        return heights

    def draw(self) -> Drawing:
        drawing = Drawing(pool=Box(0, 0, self.total_width, self.total_height))
        drawing.lanes = {lane: box for lane, box in self.lane_boxes.items() if lane}
        for name in self.cells.columns:
            drawing.boxes[name] = self._box(name)
        self._attach(drawing)
        for way in self.ways.ways:
            drawing.lines[way.edge.id] = self._line(way, drawing)
        for way in self.ways.ways:
            if way.edge.name:
                self._label(way, drawing)
        for node in self.graph.nodes:
            if node.kind in ("decision", "gateway") and node.name:
                drawing.labels[node.id] = self._question(node.id, node.name, drawing)
            elif node.kind in EVENT_KINDS and node.name:
                box, (wide, high) = drawing.boxes[node.id], event_label_size(node.name)
                drawing.labels[node.id] = Box(box.centre - wide / 2, box.bottom + 3, wide, high)
        return drawing

    def _attach(self, drawing: Drawing) -> None:
        """Boundary events side by side on the lower edge of their activity, from the right."""
        for host in dict.fromkeys(self.extras.attached.values()):
            events = [e for e, its in self.extras.attached.items() if its == host]
            box = drawing.boxes[host]
            step = min(PORT, (box.width - EVENT) / max(len(events) - 1, 1))
            for place, event in enumerate(events):
                x = box.right - 10 - EVENT - place * step
                port = drawing.boxes[event] = Box(x, box.bottom - EVENT / 2, EVENT, EVENT)
                if name := self.extras.names.get(event):
                    wide, high = event_label_size(name)  # left of the line that leaves it
                    spot = Box(port.centre - wide - 3, port.bottom + 1, wide, high)
                    drawing.labels[event] = spot

    def _box(self, name: str) -> Box:
        column, track = self.cells.cell(name)
        if name in self.extras.sizes:
            wide, high = self.extras.sizes[name]
        else:
            kind = self.nodes[name].kind
            wide = SIZES.get(kind, GATEWAY)
            high = 0.0 if kind == "activity" else wide
        high = high or self.task_height
        return Box(self.centre[column] - wide / 2, self.middle[track] - high / 2, wide, high)

    def _slot_x(self, gutter: int, slot: int) -> float:
        return self.gutter[gutter] + slot * SLOT

    def _line(self, way: Way, drawing: Drawing) -> list[Point]:
        source, target = drawing.boxes[way.edge.source], drawing.boxes[way.edge.target]
        begin, end = (source.right, source.middle), (target.x, target.middle)
        if way.kind == "straight":
            return [begin, end]
        if way.kind == "corner":
            below = target.middle > source.middle
            start = (source.centre, source.bottom if below else source.y)
            return [start, (source.centre, target.middle), end]
        if way.kind == "below":
            return self._from_below(way, drawing, end)
        out_x = self._slot_x(way.out_gutter or 0, way.out_slot)
        if way.kind == "step":
            return [begin, (out_x, begin[1]), (out_x, end[1]), end]
        in_x = self._slot_x(way.in_gutter or 0, way.in_slot)
        level = self.channel_top[way.channel or 0][way.channel_slot]
        return [begin, (out_x, begin[1]), (out_x, level), (in_x, level), (in_x, end[1]), end]

    def _from_below(self, way: Way, drawing: Drawing, end: Point) -> list[Point]:
        event = drawing.boxes[self.extras.leaving[way.edge.id]]
        in_x = self._slot_x(way.in_gutter or 0, way.in_slot)
        level = self.channel_top[way.channel or 0][way.channel_slot]
        return [(event.centre, event.bottom), (event.centre, level), (in_x, level),
                (in_x, end[1]), end]  # fmt: skip

    def _label(self, way: Way, drawing: Drawing) -> None:
        """Above the piece that is the branch's own; below it when words stand there already."""
        wide, high = label_size(way.edge.name)
        line = drawing.lines[way.edge.id]
        if way.kind in ("channel", "below"):
            (out_x, level), onward = line[2:4] if way.kind == "channel" else line[1:3]
            x = out_x - wide - 6 if onward[0] < out_x else out_x + 6
            self._put(drawing, way.edge, [Box(x, level - high - 2, wide, high)])
            return
        gutter = self.cells.columns[way.edge.source] + 1
        x = self.left[gutter] - wide - GUTTER / 2 + 4 if gutter < len(self.left) else line[0][0] + 6
        along_source = way.kind == "straight" or way.track == self.cells.tracks[way.edge.source]
        level = line[0][1] if along_source else line[-1][1]
        above = Box(x, level - high - 3, wide, high)
        below = Box(x, level + 4, wide, high)
        self._put(drawing, way.edge, [above, below, _raised(above, high), _raised(below, -high)])

    def _put(self, drawing: Drawing, edge: Edge, places: list[Box]) -> None:
        others = [*drawing.labels.values(), *drawing.boxes.values()]
        free = (p for p in places if not any(p.meets(other) for other in others))
        drawing.labels[edge.id] = next(free, places[0])

    def _question(self, name: str, text: str, drawing: Drawing) -> Box:
        wide, high = label_size(text)
        box = drawing.boxes[name]
        above = Box(box.centre - wide / 2, box.y - high - 2, wide, high)
        below = Box(box.centre - wide / 2, box.bottom + 2, wide, high)
        upward = any(
            points[0] == (box.centre, box.y)
            for flow, points in drawing.lines.items()
            if len(points) == 3
        )
        return below if upward else above


def _raised(box: Box, by: float) -> Box:
    return Box(box.x, box.y - by, box.width, box.height)


def task_lines(name: str) -> list[str]:
    return wrap(name, size=TEXT_SIZE, limit=TASK_WIDTH - 2 * TASK_PAD, lines=4)


def event_label_size(text: str) -> tuple[float, float]:
    lines = wrap(text, size=LABEL_SIZE, limit=EVENT_LABEL, lines=4)
    return max((width(line, LABEL_SIZE) for line in lines), default=0) + 4, LABEL_LINE * len(lines)


def label_lines(text: str) -> list[str]:
    return wrap(text, size=LABEL_SIZE, limit=LABEL_WIDTH, lines=2)


def label_size(text: str) -> tuple[float, float]:
    lines = label_lines(text)
    return max((width(line, LABEL_SIZE) for line in lines), default=0) + 4, LABEL_LINE * len(lines)
