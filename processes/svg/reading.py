"""Where everything stands, read from the BPMN diagram."""

from processes.bpmn import Document
from processes.bpmn.xml import bare, q
from processes.layout import main_plane
from processes.layout.shapes import Box, Point
from processes.layout.written import box_of, read_box, read_points


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
