"""Where everything stands, read from the BPMN diagram."""

from typing import Any

from processes.bpmn import Document
from processes.bpmn.xml import q
from processes.layout.shapes import Box, Point


def geometry(document: Document) -> tuple[dict[str, Box], dict[str, list[Point]], dict[str, Box]]:
    boxes: dict[str, Box] = {}
    lines: dict[str, list[Point]] = {}
    labels: dict[str, Box] = {}
    for item in document.root.iter(q("bpmndi", "BPMNShape"), q("bpmndi", "BPMNEdge")):
        subject = item.get("bpmnElement", "")
        if (bounds := item.find(q("dc", "Bounds"))) is not None:
            boxes[subject] = _box(bounds)
        if points := item.findall(q("di", "waypoint")):
            lines[subject] = [(_float(p, "x"), _float(p, "y")) for p in points]
        label = item.find(f"{q('bpmndi', 'BPMNLabel')}/{q('dc', 'Bounds')}")
        if label is not None:
            labels[subject] = _box(label)
    return boxes, lines, labels


def _box(bounds: Any) -> Box:
    return Box(*(_float(bounds, side) for side in ("x", "y", "width", "height")))


def _float(element: Any, name: str) -> float:
    try:
        value = float(element.get(name) or 0)
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0
