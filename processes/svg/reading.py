"""Where everything stands, read from the BPMN diagram."""

from processes.bpmn import Document
from processes.bpmn.xml import bare, q
from processes.layout import main_plane
from processes.layout.room import around
from processes.layout.shapes import Box, Point
from processes.layout.written import box_of, read_box, read_points

AIR = 12  # around a map without a pool


def geometry(document: Document) -> tuple[dict[str, Box], dict[str, list[Point]], dict[str, Box]]:
    """Of the main plane; other diagrams of the file are kept and not shown."""
    boxes: dict[str, Box] = {}
    lines: dict[str, list[Point]] = {}
    labels: dict[str, Box] = {}
    plane = main_plane(document)
    if plane is None:
        return boxes, lines, labels
    for item in plane.iterchildren(q("bpmndi", "BPMNShape"), q("bpmndi", "BPMNEdge")):
        subject = bare(item.get("bpmnElement"))
        if (box := read_box(item)) is not None:
            boxes.setdefault(subject, box)
        if points := read_points(item):
            lines.setdefault(subject, points)
        label = item.find(f"{q('bpmndi', 'BPMNLabel')}/{q('dc', 'Bounds')}")
        if label is not None:
            labels.setdefault(subject, box_of(label))
    return boxes, lines, labels


def pool_box(document: Document, boxes: dict[str, Box], nodes: list[Box]) -> Box:
    """The pool as it is drawn, else what would hold the nodes."""
    pool = document.participant
    box = boxes.get(pool.get("id", "")) if pool is not None else None
    if box is not None:
        return box
    held = around(nodes) if nodes else Box(0, 0, 200, 100)
    left, top = min(held.x, 0), min(held.y, 0)
    return Box(left, top, held.right - left + AIR, held.bottom - top + AIR)
