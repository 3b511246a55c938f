"""Numbers of a diagram as they stand in the file; nonsense is read as nothing."""

from lxml import etree

from processes.bpmn.xml import q
from processes.layout.shapes import Box, Point


def read_box(item: etree._Element) -> Box | None:
    found = item.find(q("dc", "Bounds"))
    return box_of(found) if found is not None else None


def read_points(item: etree._Element) -> list[Point]:
    return [(_float(p, "x"), _float(p, "y")) for p in item.findall(q("di", "waypoint"))]


def box_of(found: etree._Element) -> Box:
    x, y, width, height = (_float(found, side) for side in ("x", "y", "width", "height"))
    return Box(x, y, max(width, 0), max(height, 0))


def _float(element: etree._Element, name: str) -> float:
    try:
        value = float(element.get(name) or 0)
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0
