"""The drawing into the BPMN file: one plane, a shape per element, an edge per flow.

What another tool said about a shape (its colour, say) stays; where it stands is ours.
"""

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.xml import free_ids, q
from processes.layout.shapes import Box, Drawing, Point


def write(document: Document, drawing: Drawing) -> None:
    plane = _plane(document)
    present = {e.get("bpmnElement"): e for e in plane if e.get("bpmnElement")}
    order = [*_pool(document), *drawing.lanes, *drawing.boxes, *drawing.lines]
    for name, element in present.items():
        if name not in order:
            plane.remove(element)
    for name in order:
        plane.append(_item(document, plane, present.get(name), name, drawing))


def _pool(document: Document) -> list[str]:
    return [document.participant.get("id", "")] if document.participant is not None else []


def _plane(document: Document) -> etree._Element:
    root = document.root
    diagram = root.find(q("bpmndi", "BPMNDiagram"))
    if diagram is None:
        name = next(free_ids(root, "Diagram"))
        diagram = etree.SubElement(root, q("bpmndi", "BPMNDiagram"), id=name)
    plane = diagram.find(q("bpmndi", "BPMNPlane"))
    if plane is None:
        plane = etree.SubElement(
            diagram, q("bpmndi", "BPMNPlane"), id=next(free_ids(root, "Plane"))
        )
    pool = root.find(q("bpmn", "collaboration"))
    subject = pool if pool is not None else document.process
    plane.set("bpmnElement", subject.get("id", ""))
    return plane


def _item(
    document: Document,
    plane: etree._Element,
    item: etree._Element | None,
    name: str,
    drawing: Drawing,
) -> etree._Element:
    is_edge = name in drawing.lines
    if item is None:
        tag = "BPMNEdge" if is_edge else "BPMNShape"
        item = etree.Element(q("bpmndi", tag), id=f"{name}_di", bpmnElement=name)
    for child in list(item):
        if child.tag in (q("dc", "Bounds"), q("di", "waypoint"), q("bpmndi", "BPMNLabel")):
            item.remove(child)
    for place, child in enumerate(_geometry(document, item, name, drawing)):
        item.insert(place, child)
    return item


def _geometry(
    document: Document, item: etree._Element, name: str, drawing: Drawing
) -> list[etree._Element]:
    if name in drawing.lines:
        found = [_waypoint(point) for point in drawing.lines[name]]
    elif name in drawing.boxes:
        element = document.element(name)
        if element is not None and element.tag == q("bpmn", "exclusiveGateway"):
            item.set("isMarkerVisible", "true")
        found = [_bounds(drawing.boxes[name])]
    else:
        item.set("isHorizontal", "true")
        found = [_bounds(drawing.lanes.get(name, drawing.pool))]
    if name in drawing.labels:
        label = etree.Element(q("bpmndi", "BPMNLabel"))
        label.append(_bounds(drawing.labels[name]))
        found.append(label)
    return found


def _bounds(box: Box) -> etree._Element:
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return etree.Element(q("dc", "Bounds"), {k: _figure(v) for k, v in sizes.items()})


def _waypoint(point: Point) -> etree._Element:
    return etree.Element(q("di", "waypoint"), {"x": _figure(point[0]), "y": _figure(point[1])})


def _figure(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"
