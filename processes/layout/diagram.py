"""The drawing into the BPMN file: one plane, a shape per element, an edge per flow.

What another tool said about a shape (its colour, say) stays; where it stands is ours.
"""

import hashlib

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.xml import bare, free_ids, q
from processes.layout.shapes import Box, Drawing, Point

DRAWN = q("sop", "drawn")


def write(document: Document, drawing: Drawing) -> None:
    plane = plane_of(document)
    present = {e.get("bpmnElement"): e for e in plane if e.get("bpmnElement")}
    order = [*drawing.pools, *drawing.lanes, *drawing.boxes, *drawing.lines]
    known, taken = set(order), {e.get("id") for e in document.root.iter(etree.Element)}
    for name, element in present.items():
        if name not in known and (document.is_ours or name in document.gone):
            plane.remove(element)
    for name in order:
        plane.append(_item(document, taken, present.get(name), name, drawing))
    plane.set(DRAWN, fingerprint(plane))


def add(document: Document, plane: etree._Element, drawing: Drawing) -> None:
    """Beside what the plane shows already."""
    taken = {e.get("id") for e in document.root.iter(etree.Element)}
    shown = {bare(e.get("bpmnElement")) for e in plane.iterchildren(etree.Element)}
    for name in (*drawing.pools, *drawing.lanes, *drawing.boxes, *drawing.lines):
        if name not in shown:
            plane.append(_item(document, taken, None, name, drawing))


def fingerprint(plane: etree._Element) -> str:
    """Tells whether anything was moved since: of what is drawn, and where."""
    told = hashlib.sha256()
    items = [e for e in plane.iterchildren(etree.Element) if e.get("bpmnElement")]
    for item in sorted(items, key=lambda e: e.get("bpmnElement", "")):
        told.update(item.get("bpmnElement", "").encode())
        for place in item.iter(q("dc", "Bounds"), q("di", "waypoint")):
            if place.getparent().tag != q("bpmndi", "BPMNLabel"):
                told.update("|".join(sorted(map(_rounded, place.attrib.items()))).encode())
    return told.hexdigest()[:16]


def _rounded(side: tuple[str, str]) -> str:
    try:
        return f"{side[0]}{float(side[1]):.0f}"
    except ValueError:
        return side[1]


def plane_of(document: Document) -> etree._Element:
    root = document.root
    pool = root.find(q("bpmn", "collaboration"))
    subject = (pool if pool is not None else document.process).get("id", "")
    for plane in root.iter(q("bpmndi", "BPMNPlane")):
        if document.is_ours or bare(plane.get("bpmnElement")) in ("", subject):
            plane.set("bpmnElement", subject)
            return plane
    name = next(free_ids(root, "Diagram"))
    diagram = etree.SubElement(root, q("bpmndi", "BPMNDiagram"), id=name)
    return etree.SubElement(
        diagram, q("bpmndi", "BPMNPlane"), id=next(free_ids(root, "Plane")), bpmnElement=subject
    )


def _item(
    document: Document,
    taken: set[str],
    item: etree._Element | None,
    name: str,
    drawing: Drawing,
) -> etree._Element:
    is_edge = name in drawing.lines
    if item is None:
        tag = "BPMNEdge" if is_edge else "BPMNShape"
        item = etree.Element(q("bpmndi", tag), id=di_id(taken, name), bpmnElement=name)
    for child in list(item):
        if child.tag in (q("dc", "Bounds"), q("di", "waypoint"), q("bpmndi", "BPMNLabel")):
            item.remove(child)
    for place, child in enumerate(_geometry(document, item, name, drawing)):
        item.insert(place, child)
    return item


def di_id(taken: set[str], name: str) -> str:
    """`name_di`, where that is free."""
    wanted = f"{name}_di"
    while wanted in taken:
        wanted += "_"
    taken.add(wanted)
    return wanted


def _geometry(
    document: Document, item: etree._Element, name: str, drawing: Drawing
) -> list[etree._Element]:
    if name in drawing.lines:
        found = [waypoint(point) for point in drawing.lines[name]]
    elif name in drawing.boxes:
        element = document.element(name)
        if element is not None and element.tag == q("bpmn", "exclusiveGateway"):
            item.set("isMarkerVisible", "true")
        if name in drawing.expanded:
            item.set("isExpanded", "true")
        found = [bounds(drawing.boxes[name])]
    else:
        item.set("isHorizontal", "true")
        found = [bounds(drawing.lanes.get(name) or drawing.pools[name])]
    if name in drawing.labels:
        label = etree.Element(q("bpmndi", "BPMNLabel"))
        label.append(bounds(drawing.labels[name]))
        found.append(label)
    return found


def bounds(box: Box) -> etree._Element:
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return etree.Element(q("dc", "Bounds"), {k: _figure(v) for k, v in sizes.items()})


def waypoint(point: Point) -> etree._Element:
    return etree.Element(q("di", "waypoint"), {"x": _figure(point[0]), "y": _figure(point[1])})


def _figure(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"
