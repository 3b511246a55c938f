"""A process or the inside of a sub-process as a drawing of its own."""

import itertools
from collections import Counter

from lxml import etree

from processes.bpmn import Document, Edge, Graph
from processes.bpmn.document import NODES
from processes.bpmn.xml import bare, is_bpmn, local, q
from processes.layout import room
from processes.layout.cells import arrange
from processes.layout.drawing import PORT, Extras, Plotter, label_size
from processes.layout.routes import find_ways
from processes.layout.shapes import (
    LABEL_LINE,
    LABEL_SIZE,
    POOL_HEAD,
    TASK_WIDTH,
    Box,
    Drawing,
    Point,
)
from processes.lettering import wrap

PAD, SUB_HEAD = 14, 26
OUTER_LANE = 30  # the head of a lane that holds lanes
DEEPEST = 6
NOTE_WIDTH = 150
ARTIFACTS = ("dataObjectReference", "dataStoreReference", "textAnnotation")
TIES = ("association", "dataInputAssociation", "dataOutputAssociation")


def within(document: Document, holder: etree._Element) -> Document:
    """The same file, read from another process or from inside a sub-process."""
    if holder is document.process:
        return document
    view = Document(document.root)
    view.process = holder
    return view


def plot(
    document: Document, holder: etree._Element, *, head: float, extra_lines: int = 0, depth: int = 0
) -> Drawing:
    return _Container(document, holder, head, extra_lines, depth).draw()


class _Container:
    def __init__(
        self, document: Document, holder: etree._Element, head: float, extra: int, depth: int
    ) -> None:
        self.document, self.holder, self.extra = document, holder, extra
        view = within(document, holder)
        given = view.graph()
        elements = {e.get("id", ""): e for e in view.elements()}
        self.attached = _attached(elements)
        self.inner = {
            name: plot(document, element, head=0, extra_lines=extra, depth=depth + 1)
            for name, element in elements.items()
            if _has_insides(element) and depth < DEEPEST
        }
        nodes = tuple(node for node in given.nodes if node.id not in self.attached)
        leaving = {e.id: e.source for e in given.edges if e.source in self.attached}
        edges = tuple(
            Edge(e.id, self.attached.get(e.source, e.source), e.target, e.name)
            for e in given.edges
            if e.target not in self.attached
        )
        self.graph = Graph(nodes, edges, given.lanes, given.title)
        self.ties = _ties(holder)
        self.artifacts = [e for e in holder if is_bpmn(e, *ARTIFACTS) and e.get("id")]
        self.outer = _outer_lanes(holder)
        levels = max((len(path) for path in self.outer.values()), default=0)
        self.head = head
        self.extras = Extras(
            sizes=self._sizes(),
            attached=self.attached,
            leaving=leaving,
            names={name: elements[name].get("name") or "" for name in self.attached},
            beside=self._beside(),
            head=head + OUTER_LANE * levels,
        )

    def _sizes(self) -> dict[str, tuple[float, float]]:
        sizes = {
            name: (max(inner.pool.width, 90) + 2 * PAD, inner.pool.height + SUB_HEAD + PAD)
            for name, inner in self.inner.items()
        }
        for host, count in Counter(self.attached.values()).items():
            wide, high = sizes.get(host, (TASK_WIDTH, 0.0))
            if count > 1:
                sizes[host] = (max(wide, count * PORT + 10), high)
        return sizes | {e.get("id", ""): artifact_size(e) for e in self.artifacts}

    def _beside(self) -> dict[str, str]:
        """Under what an artifact is tied to; under the first node where it is tied to none."""
        nodes = [node.id for node in self.graph.nodes]
        flows = {edge.id: edge.source for edge in self.graph.edges}
        found = {}
        for artifact in self.artifacts if nodes else ():
            name = artifact.get("id", "")
            partners = [o for one, o, _tie in self.ties if one == name]
            partners += [one for one, o, _tie in self.ties if o == name]
            meant = [flows.get(p, self.attached.get(p, p)) for p in partners]
            found[name] = next((p for p in meant if p in nodes), nodes[0])
        return found

    def draw(self) -> Drawing:
        cells = arrange(self.graph, self.extras.beside, self.outer, by_table=self.document.is_ours)
        ways = find_ways(self.graph, cells, self.extras.leaving)
        plotter = Plotter(self.graph, cells, ways, extra_lines=self.extra, extras=self.extras)
        drawing = plotter.draw()
        for name, inner in self.inner.items():
            box = drawing.boxes[name]
            drawing.take_in(inner, box.x + PAD, box.y + SUB_HEAD)
            drawing.expanded.add(name)
        self._name_artifacts(drawing)
        self._tie(drawing)
        self._frame_lanes(drawing)
        return drawing

    def _name_artifacts(self, drawing: Drawing) -> None:
        for artifact in self.artifacts:
            box = drawing.boxes.get(artifact.get("id", ""))
            text = artifact.get("name") or ""
            if box is not None and text and not is_bpmn(artifact, "textAnnotation"):
                wide, high = label_size(text)
                label = Box(box.centre - wide / 2, box.bottom + 2, wide, high)
                drawing.labels[artifact.get("id", "")] = label

    def _tie(self, drawing: Drawing) -> None:
        taken = [box for name, box in drawing.boxes.items() if name not in drawing.expanded]
        for one, other, tie in self.ties:
            name = tie.get("id", "")
            ends = [place(drawing, end) for end in (one, other)]
            if name and None not in ends:
                drawing.lines[name] = tied(ends[0], ends[1], taken)

    def _frame_lanes(self, drawing: Drawing) -> None:
        """Lanes that hold lanes, around them."""
        frames: dict[str, list[tuple[int, Box]]] = {}
        for lane, path in self.outer.items():
            for level, outer in enumerate(path):
                if lane in drawing.lanes:
                    frames.setdefault(outer, []).append((level, drawing.lanes[lane]))
        framed = {}
        for outer, held in frames.items():
            x, around = self.head + OUTER_LANE * held[0][0], room.around([b for _l, b in held])
            framed[outer] = Box(x, around.y, around.right - x, around.height)
        for lane, path in self.outer.items():  # where it lies less deep than the deepest
            if lane in drawing.lanes:
                box, x = drawing.lanes[lane], self.head + OUTER_LANE * len(path)
                drawing.lanes[lane] = Box(x, box.y, box.right - x, box.height)
        drawing.lanes = framed | drawing.lanes


def _has_insides(element: etree._Element) -> bool:
    return local(element) in ("subProcess", "transaction", "adHocSubProcess") and any(
        is_bpmn(child, *NODES) and child.get("id") for child in element
    )


def _attached(elements: dict[str, etree._Element]) -> dict[str, str]:
    found = {}
    for name, element in elements.items():
        host = bare(element.get("attachedToRef"))
        is_event = is_bpmn(element, "boundaryEvent") and host in elements and host != name
        if is_event and not is_bpmn(elements[host], "boundaryEvent"):
            found[name] = host
    return found


def _ties(holder: etree._Element) -> list[tuple[str, str, etree._Element]]:
    """Associations of this container: the two ends, and the element."""
    found = []
    for child in holder:
        if is_bpmn(child, "association"):
            found.append((bare(child.get("sourceRef")), bare(child.get("targetRef")), child))
            continue
        for tie in child.iterchildren(*(q("bpmn", tag) for tag in TIES[1:])):
            inward = is_bpmn(tie, "dataInputAssociation")
            end = tie.find(q("bpmn", "sourceRef" if inward else "targetRef"))
            ends = (bare(end.text) if end is not None else "", child.get("id") or "")
            found.append((*(ends if inward else reversed(ends)), tie))
    return found


def _outer_lanes(holder: etree._Element) -> dict[str, list[str]]:
    """For each innermost lane the lanes around it, outermost first."""
    found = {}
    for lanes in holder.findall(q("bpmn", "laneSet")):
        for lane in lanes.iter(q("bpmn", "lane")):
            path = [e.get("id", "") for e in lane.iterancestors(q("bpmn", "lane")) if e.get("id")]
            found[lane.get("id", "")] = path[::-1]
    outer = {name for path in found.values() for name in path}
    return {lane: path for lane, path in found.items() if lane not in outer}


def place(drawing: Drawing, name: str) -> Box | None:
    """The box of a shape, or the middle of a line."""
    if name in drawing.boxes:
        return drawing.boxes[name]
    points = drawing.lines.get(name)
    return Box(*midpoint(points), 0, 0) if points else None


def midpoint(points: list[Point]) -> Point:
    """In the middle of the longest piece."""
    pairs = list(itertools.pairwise(points))
    one, other = max(pairs, key=lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1]))
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def tied(one: Box, other: Box, taken: list[Box]) -> list[Point]:
    """Straight where they stand above one another, else around what is in between."""
    if abs(one.centre - other.centre) < 1 and not one.meets(other):
        upper, lower = sorted((one, other), key=lambda box: box.y)
        gap = Box(upper.centre - 1, upper.bottom + 1, 2, max(lower.y - upper.bottom - 2, 0))
        if not any(gap.meets(box) for box in taken):
            points = [(upper.centre, upper.bottom), (lower.centre, lower.y)]
            return points if upper is one else points[::-1]
    return room.way(one, other, taken)


def artifact_size(element: etree._Element) -> tuple[float, float]:
    if is_bpmn(element, "textAnnotation"):
        text = "".join(t for e in element.findall(q("bpmn", "text")) for t in e.itertext())
        lines = wrap(text, size=LABEL_SIZE, limit=NOTE_WIDTH - 16, lines=6)
        return NOTE_WIDTH, max(len(lines), 2) * LABEL_LINE + 12
    return (50, 50) if is_bpmn(element, "dataStoreReference") else (36, 50)


__all__ = ["POOL_HEAD", "artifact_size", "midpoint", "place", "plot", "tied", "within"]
