"""A whole file: its pools above one another, what belongs to none below, messages in between."""

import itertools

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.document import NODES
from processes.bpmn.xml import bare, is_bpmn, q
from processes.layout.containers import artifact_size, place, plot, tied
from processes.layout.drawing import label_size
from processes.layout.messages import STEP, Courier
from processes.layout.shapes import EVENT, POOL_HEAD, Box, Drawing

GAP, BOX_HIGH, NARROW = 56, 60, 420
LOOSE = (
    "textAnnotation", "choreographyTask", "subChoreography", "callChoreography", "conversation",
    "subConversation", "callConversation",
)  # fmt: skip


def lay_out_all(document: Document, *, only: set[str] | None = None) -> Drawing:
    """`only`: ids of processes and pools; by default all of them."""
    return _Whole(document, only).draw()


class _Whole:
    def __init__(self, document: Document, only: set[str] | None) -> None:
        self.document, self.only = document, only
        self.extra = 1 if any(row.facts.system for row in document.rows()) else 0
        processes = [*document.root.findall(q("bpmn", "process"))]
        if document.process not in processes:
            processes.append(document.process)
        self.by_id = {bare(one.get("id")): one for one in processes}
        self.processes = processes
        self.collaboration = document.root.find(q("bpmn", "collaboration"))
        self.messages = self._of_collaboration("messageFlow")
        self.drawing = Drawing()

    def _of_collaboration(self, *tags: str) -> list[etree._Element]:
        holder = self.collaboration
        found = [] if holder is None else [e for e in holder if is_bpmn(e, *tags)]
        return [e for e in found if e.get("id")]

    def draw(self) -> Drawing:
        blocks = [*self._pools(), *self._homeless()]
        widest = max([block.pool.width for block in blocks], default=0)
        if any(block.pools for block in blocks) and len(blocks) > 1:
            widest = max(widest, NARROW)
        y = 0.0
        for block in blocks:
            _widen(block, widest)
            self.drawing.take_in(block, 0, y)
            y += block.pool.height + GAP + STEP * self._between(block)
        self.drawing.pool = Box(0, 0, widest, max(y - GAP, 0))
        self._loose(y)
        self._deliver()
        return self.drawing

    def _pools(self) -> list[Drawing]:
        blocks = []
        for pool in self._of_collaboration("participant"):
            name, process = pool.get("id", ""), self.by_id.get(bare(pool.get("processRef")))
            if self.only is not None and name not in self.only:
                continue
            if process is not None and _holds_nodes(process):
                block = plot(self.document, process, head=POOL_HEAD, extra_lines=self.extra)
            else:
                block = Drawing(pool=Box(0, 0, 0, BOX_HIGH))
            block.pools = {name: block.pool}
            blocks.append(block)
        return blocks

    def _homeless(self) -> list[Drawing]:
        pools = self._of_collaboration("participant")
        housed = {bare(pool.get("processRef")) for pool in pools}
        return [
            plot(self.document, one, head=0, extra_lines=self.extra)
            for one in self.processes
            if bare(one.get("id")) not in housed
            and _holds_nodes(one)
            and (self.only is None or one.get("id", "") in self.only)
        ]

    def _between(self, block: Drawing) -> int:
        """How many messages may run in the room below."""
        return len(self.messages) if block.pools else 0

    def _loose(self, y: float) -> None:
        """What belongs to no process, in a row below."""
        if self.only is not None:
            return
        x = 0.0
        holders = [self.collaboration, *self.document.root.findall(q("bpmn", "choreography")),
                   *self.document.root.findall(q("bpmn", "globalConversation"))]  # fmt: skip
        for holder in holders:
            for element in holder if holder is not None else ():
                if is_bpmn(element, *LOOSE) and element.get("id"):
                    is_note = is_bpmn(element, "textAnnotation")
                    wide, high = artifact_size(element) if is_note else (132, 70)
                    self.drawing.boxes[element.get("id", "")] = Box(x, y + 10, wide, high)
                    x += wide + 40

    def _deliver(self) -> None:
        drawing = self.drawing
        frames = list(drawing.pools.values())
        self._words_aside()
        shapes = [box for name, box in drawing.boxes.items() if name not in drawing.expanded]
        words = list(drawing.labels.values())
        courier = Courier(frames or [drawing.pool], [*shapes, *words])
        for flow in self.messages:
            ends = [bare(flow.get(end)) for end in ("sourceRef", "targetRef")]
            one, other = (drawing.boxes.get(e) or drawing.pools.get(e) for e in ends)
            if one is not None and other is not None and one != other:
                points = drawing.lines[flow.get("id", "")] = courier.way(one, other)
                self._label(flow, points)
        for tie in self._of_collaboration("association"):
            ends = [place(drawing, bare(tie.get(end))) for end in ("sourceRef", "targetRef")]
            if None not in ends:
                drawing.lines[tie.get("id", "")] = tied(ends[0], ends[1], shapes)

    def _words_aside(self) -> None:
        """The words of an event stand above it where a message comes from below."""
        drawing = self.drawing
        for flow in self.messages:
            ends = [bare(flow.get(end)) for end in ("sourceRef", "targetRef")]
            for one, other in (ends, ends[::-1]):
                box, label = drawing.boxes.get(one), drawing.labels.get(one)
                far = drawing.boxes.get(other) or drawing.pools.get(other)
                if box and label and far and box.width == EVENT and far.y > box.bottom:
                    drawing.labels[one] = Box(
                        label.x, box.y - label.height - 3, label.width, label.height
                    )

    def _label(self, flow: etree._Element, points: list) -> None:
        text = flow.get("name") or ""
        if not text:
            return
        wide, high = label_size(text)
        drawing = self.drawing
        taken = [*drawing.labels.values(), *drawing.boxes.values()]
        pairs = sorted(
            itertools.pairwise(points),
            key=lambda p: -(abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1])),
        )
        spots = []
        for (x1, y1), (x2, y2) in pairs:
            x, y = (x1 + x2) / 2, (y1 + y2) / 2
            spots.append(
                Box(x - wide / 2, y - high - 2, wide, high)
                if y1 == y2
                else Box(x + 5, y - high / 2, wide, high)
            )
        free = (spot for spot in spots if not any(spot.meets(box) for box in taken))
        drawing.labels[flow.get("id", "")] = next(free, spots[0])


def _widen(block: Drawing, to: float) -> None:
    """Pool and lanes of a narrower block as wide as the widest."""
    by = to - block.pool.width
    if by <= 0:
        return
    edge = block.pool.right
    block.pool = Box(0, 0, to, block.pool.height)
    block.pools = dict.fromkeys(block.pools, block.pool)
    for name, box in block.lanes.items():
        if abs(box.right - edge) < 1:
            block.lanes[name] = Box(box.x, box.y, box.width + by, box.height)


def _holds_nodes(process: etree._Element) -> bool:
    return any(is_bpmn(child, *NODES) and child.get("id") for child in process)
