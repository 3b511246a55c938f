"""The few strokes a map is drawn with. All text goes through lxml, so it is escaped."""

from typing import Any

from lxml import etree

from processes.bpmn.xml import clean
from processes.layout.shapes import LINE, Box, Point
from processes.lettering import width

INK, MUTED, LINE_COLOUR, EDGE, PAPER = "#14213a", "#4a5873", "#c3ccda", "#3c4a64", "#ffffff"
HEAD = "#f1f4f9"


def figure(value: float) -> str:
    return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"


def child(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, tag, attributes)


def text_child(parent: Any, tag: str, text: str, **attributes: str) -> None:
    child(parent, tag, **attributes).text = clean(str(text))


def rect(parent: Any, box: Box, css: str, *, width_of_line: str = "1", **look: str) -> None:
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    attributes = {key: figure(value) for key, value in sizes.items()} | {"class": css} | look
    if "stroke" in look:
        attributes["stroke-width"] = width_of_line
    etree.SubElement(parent, "rect", attributes)


def words(
    parent: Any,
    lines: list[str],
    x: float,
    y: float,
    *,
    size: int,
    step: int = LINE,
    weight: str = "",
    anchor: str = "middle",
    fill: str = INK,
    css: str = "",
    halo: bool = False,
    transform: str = "",
) -> None:
    """Lines centred around (x, y)."""
    look = {"text-anchor": anchor, "font-size": str(size), "fill": fill, "class": css}
    if halo:  # a plate, for not every printer of SVG paints a text's edge behind it
        wide = max((width(line, size) for line in lines), default=0) + 4
        high = (len(lines) - 1) * step + size + 1
        plate = Box(x - wide / 2, y - high / 2, wide, high)
        rect(parent, plate, "bpmn__plate", fill=PAPER, **{"fill-opacity": "0.85"})
    look |= {"font-weight": weight, "transform": transform}
    text = etree.SubElement(parent, "text", {key: value for key, value in look.items() if value})
    top = y - (len(lines) - 1) * step / 2 + size * 0.36
    for place, line in enumerate(lines):
        span = etree.SubElement(text, "tspan", {"x": figure(x), "y": figure(top + place * step)})
        span.text = clean(line)


def rounded(points: list[Point], radius: float = 6) -> str:
    """A path through the points whose corners are a little round."""
    path = [f"M{figure(points[0][0])} {figure(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _distance(before, here) / 2, _distance(here, after) / 2)
        if r < 1:
            path.append(f"L{figure(here[0])} {figure(here[1])}")
            continue
        enter, leave = _towards(here, before, r), _towards(here, after, r)
        path.append(f"L{figure(enter[0])} {figure(enter[1])}")
        path.append(f"Q{figure(here[0])} {figure(here[1])} {figure(leave[0])} {figure(leave[1])}")
    path.append(f"L{figure(points[-1][0])} {figure(points[-1][1])}")
    return " ".join(path)


def _distance(a: Point, b: Point) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def _towards(start: Point, goal: Point, by: float) -> Point:
    length = _distance(start, goal) or 1
    return (
        start[0] + (goal[0] - start[0]) * by / length,
        start[1] + (goal[1] - start[1]) * by / length,
    )
