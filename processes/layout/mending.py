"""A diagram that others have placed: what is new finds a place, what is gone goes, the rest stays."""

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.xml import bare, local, q
from processes.layout import room
from processes.layout.diagram import bounds, di_id, waypoint
from processes.layout.shapes import Box, Point
from processes.layout.written import read_box, read_points

LANE_HEIGHT = 120
NO_OBSTACLE = ("lane", "group", "laneSet")


def main_plane(document: Document) -> etree._Element | None:
    """The first plane that shows a node of the process, else its pool."""
    nodes = {e.get("id") for e in document.elements()}
    if document.participant is not None:
        nodes.add(document.participant.get("id"))
    for plane in document.root.iter(q("bpmndi", "BPMNPlane")):
        if any(
            bare(item.get("bpmnElement")) in nodes for item in plane.iterchildren(etree.Element)
        ):
            return plane
    return None


def mend(document: Document) -> None:
    plane = main_plane(document)
    if plane is not None and (document.made or document.bent or document.gone or document.shifted):
        Mender(document, plane).mend()


def drop_gone(document: Document) -> None:
    """What is no longer in the model leaves every diagram; a diagram of it alone goes altogether."""
    gone = {name for name in document.gone if document.element(name) is None}
    for plane in list(document.root.iter(q("bpmndi", "BPMNPlane"))):
        if bare(plane.get("bpmnElement")) in gone:
            diagram = plane.getparent()
            diagram.getparent().remove(diagram)
            continue
        for item in list(plane.iterchildren(etree.Element)):
            if bare(item.get("bpmnElement")) in gone:
                plane.remove(item)


class Mender:
    def __init__(self, document: Document, plane: etree._Element) -> None:
        self.document, self.plane = document, plane
        self.items: dict[str, etree._Element] = {}
        for item in plane.iterchildren(etree.Element):
            self.items.setdefault(bare(item.get("bpmnElement")), item)
        self.boxes = {n: box for n, item in self.items.items() if (box := read_box(item))}
        self.kinds = {
            e.get("id"): local(e) for e in document.root.iter("{*}*") if e.get("id") in self.items
        }
        self.nodes = {e.get("id") for e in document.elements()}
        self.touched = {*document.made, *document.bent}
        self.placed: set[str] = set()
        self.ids = {e.get("id") for e in document.root.iter(etree.Element)}

    def mend(self) -> None:
        self._drop_gone()
        for lane in self.document.lane_elements():
            if lane.get("id") in self.document.made and lane.get("id") not in self.boxes:
                self._add_lane(lane.get("id", ""))
        flows = [f for f in self.document.flows() if self._is_touched(f.get("id", ""))]
        for name in self._homeless(flows):
            self._place(name)
        moved = self.placed & set(self.document.shifted)
        for flow in self.document.flows():
            ends = {flow.get("sourceRef"), flow.get("targetRef")}
            if self._is_touched(flow.get("id", "")) or ends & moved:
                self._route(flow)

    def _is_touched(self, name: str) -> bool:
        return name in self.touched

    def _drop_gone(self) -> None:
        for name in self.document.gone & set(self.items):
            if self.document.element(name) is None:
                if self.kinds.get(name, "lane") == "lane" and name in self.boxes:
                    self._fill_gap(self.boxes[name])
                del self.items[name]
                self.boxes.pop(name, None)
        drop_gone(self.document)

    def _fill_gap(self, gap: Box) -> None:
        """A lane that goes leaves its room to the one above, else to the one below."""
        for lane in self.document.lane_elements():
            name = lane.get("id", "")
            box = self.boxes.get(name)
            if box is None or box.x != gap.x:
                continue
            if box.bottom == gap.y:
                self._put(name, Box(box.x, box.y, box.width, box.height + gap.height))
                return
            if box.y == gap.bottom:
                self._put(name, Box(box.x, gap.y, box.width, box.height + gap.height))
                return

    def _add_lane(self, name: str) -> None:
        """Below the others; the pool grows."""
        lanes = [self.boxes[e.get("id")] for e in self.document.lane_elements()
                 if e.get("id") in self.boxes]  # fmt: skip
        pool = self.document.participant
        frame = self.boxes.get(pool.get("id", "")) if pool is not None else None
        if lanes:
            low = max(lanes, key=lambda box: box.bottom)
            box = Box(low.x, low.bottom, low.width, LANE_HEIGHT)
        elif frame is not None:
            box = Box(frame.x + 30, frame.y, frame.width - 30, frame.height)
        else:
            around = room.around(list(self.boxes.values()))
            box = Box(around.x, around.bottom + 30, max(around.width, 400), LANE_HEIGHT)
        self._put(name, box).set("isHorizontal", "true")
        if frame is not None and box.bottom > frame.bottom:
            self._put(pool.get("id"), Box(frame.x, frame.y, frame.width, box.bottom - frame.y))

    def _homeless(self, flows: list[etree._Element]) -> list[str]:
        """What needs a place: new nodes, ends of new flows without one, nodes out of their lane."""
        wanted = [n for n in self.document.made if self._is_node(n) and n not in self.boxes]
        for flow in [f for f in flows if f.get("id") in self.document.made]:
            ends = (flow.get("sourceRef", ""), flow.get("targetRef", ""))
            wanted += [n for n in ends if self._is_node(n) and n not in self.boxes]
        for name in self.document.shifted:
            box, lane = self.boxes.get(name), self._region(name)
            if self._is_node(name) and box and lane and not room.holds(lane, box):
                wanted.append(name)
        return list(dict.fromkeys(wanted))

    def _is_node(self, name: str) -> bool:
        return name in self.nodes

    def _region(self, name: str) -> Box | None:
        """Where a node must stand: in its lane, else in its pool."""
        lane, pool = self.document.lane_of(name), self.document.participant
        for frame in (lane, pool):
            box = self.boxes.get(frame.get("id", "")) if frame is not None else None
            if box is not None:
                return Box(box.x + 30, box.y, box.width - 30, box.height)
        return None

    def _place(self, name: str) -> None:
        element = self.document.element(name)
        beside = self._neighbour(name)
        host = bare(element.get("attachedToRef")) if local(element) == "boundaryEvent" else ""
        if host in self.boxes:
            at = self.boxes[host]
            self._put(name, Box(at.right - 48, at.bottom - 18, 36, 36))
            return
        size = self._size(name, beside)
        taken = self._taken(name)
        lines = [
            points
            for other, item in self.items.items()
            if not self._is_touched(other) and (points := read_points(item))
        ]
        everything = room.around(list(self.boxes.values()))
        begin = self.boxes.get(beside) if beside else self._region(name)
        begin = begin or Box(everything.x, everything.bottom, 100, 80)
        ways = room.Ways(
            self._ends(self.document.into(name), "sourceRef"),
            self._ends(self.document.out(name), "targetRef"),
        )
        self._put(name, room.free_spot(size, begin, self._region(name), taken, lines, ways))

    def _taken(self, *but: str) -> list[Box]:
        """Where something stands; pools, lanes and groups are frames, and others' pools are not ours."""
        own = self.document.participant
        frames = [own.get("id", "")] if own is not None else []
        return [
            box
            for other, box in self.boxes.items()
            if other not in (*but, *frames) and self.kinds.get(other) not in NO_OBSTACLE
        ]

    def _ends(self, flows: list[etree._Element], end: str) -> list[Box]:
        return [self.boxes[name] for f in flows if (name := f.get(end, "")) in self.boxes]

    def _neighbour(self, name: str) -> str | None:
        before = [flow.get("sourceRef", "") for flow in self.document.into(name)]
        behind = [flow.get("targetRef", "") for flow in self.document.out(name)]
        return next((one for one in [*before, *behind] if one in self.boxes), None)

    def _size(self, name: str, beside: str | None) -> tuple[float, float]:
        kind = local(self.document.element(name))
        if kind.endswith("Gateway"):
            return 50, 50
        if kind.endswith("Event"):
            return 36, 36
        if beside and self.kinds.get(beside, "").lower().endswith("task"):
            box = self.boxes[beside]
            if 60 <= box.width <= 200 and 40 <= box.height <= 140:
                return box.width, box.height
        return 100, 80

    def _put(self, name: str, box: Box) -> etree._Element:
        item = self.items.get(name)
        if item is None:
            item = self._new("BPMNShape", name)
        old = item.find(q("dc", "Bounds"))
        if old is None:
            item.insert(0, bounds(box))
        else:
            for side, value in bounds(box).attrib.items():
                old.set(side, value)
        self.boxes[name] = box
        self.placed.add(name)
        return item

    def _new(self, tag: str, name: str) -> etree._Element:
        item = etree.SubElement(
            self.plane,
            q("bpmndi", tag),
            id=di_id(self.ids, name),
            bpmnElement=name,
        )
        self.items[name] = item
        return item

    def _route(self, flow: etree._Element) -> None:
        name = flow.get("id", "")
        ends = [self.boxes.get(flow.get(end, "")) for end in ("sourceRef", "targetRef")]
        item = self.items.get(name)
        if None in ends or (item is None and name not in self.document.made):
            return
        points: list[Point] = room.way(ends[0], ends[1], self._taken())
        if item is None:
            item = self._new("BPMNEdge", name)
        for old in item.findall(q("di", "waypoint")):
            item.remove(old)
        for place, point in enumerate(points):
            item.insert(place, waypoint(point))
