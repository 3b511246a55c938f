"""Flows and associations with their ends, marks and words."""

import itertools
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes.layout.containers import midpoint
from processes.layout.drawing import label_lines, label_size
from processes.layout.shapes import LABEL_LINE, LABEL_SIZE, Box, Point
from processes.lettering import wrap
from processes.scene import Line
from processes.svg.looks import line_colour
from processes.svg.pen import EDGE, INK, PAPER, child, figure, rounded, text_child, words

DASHES = {"message": "7 4", "association": "2 4", "data": "2 4"}
ENDS = {"sequence": "arrow", "message": "open", "association": "tip", "data": "tip"}


def ends(root: Any, name: str) -> None:
    """The heads and tails that lines refer to, once for a drawing."""
    defs = child(root, "defs")
    _marker(defs, f"{name}-arrow", "M0 1 L10 5 L0 9 Z", fill=EDGE, css="bpmn__arrow")
    _marker(defs, f"{name}-open", "M1 1 L9 5 L1 9 Z", fill=PAPER, css="bpmn__openarrow", size="9")
    _marker(defs, f"{name}-tip", "M1 1 L9 5 L1 9", fill="none", css="bpmn__tip", size="9")
    circle = "M5 1 A4 4 0 1 0 5 9 A4 4 0 1 0 5 1 Z"
    _marker(defs, f"{name}-round", circle, fill=PAPER, css="bpmn__openarrow", at="1")
    _marker(defs, f"{name}-default", "M5 9 L9 1", fill="none", css="bpmn__tip", at="0", size="12")
    diamond = "M0 5 L5 1.5 L10 5 L5 8.5 Z"
    _marker(defs, f"{name}-if", diamond, fill=PAPER, css="bpmn__openarrow", at="0", size="14")


def _marker(
    defs: Any, name: str, path: str, *, fill: str, css: str, at: str = "9", size: str = "8"
) -> None:
    marker = child(
        defs,
        "marker",
        id=name,
        viewBox="0 0 10 10",
        refX=at,
        refY="5",
        markerWidth=size,
        markerHeight=size,
        orient="auto-start-reverse" if css in ("bpmn__arrow", "bpmn__tip") else "auto",
    )
    look = {"class": css, "fill": fill, "d": path}
    if css != "bpmn__arrow":
        look["stroke"] = EDGE
    etree.SubElement(marker, "path", look)


def draw(root: Any, line: Line, name: str) -> None:
    colour = line_colour(line.stroke)
    look = {
        "d": rounded(list(line.points)),
        "class": f"bpmn__flow bpmn__flow--{line.kind}",
        "fill": "none",
        "stroke": colour,
        "stroke-width": "1.5",
    }
    if line.kind in DASHES:
        look["stroke-dasharray"] = DASHES[line.kind]
    if line.kind in ENDS and line.arrows != "none":
        look["marker-end"] = f"url(#{name}-{ENDS[line.kind]})"
    if line.arrows == "both":
        look["marker-start"] = f"url(#{name}-tip)"
    if line.kind == "message":
        look["marker-start"] = f"url(#{name}-round)"
    elif line.default:
        look["marker-start"] = f"url(#{name}-default)"
    elif line.conditional:
        look["marker-start"] = f"url(#{name}-if)"
    etree.SubElement(root, "path", look)
    if line.kind == "conversation":
        etree.SubElement(root, "path", look | {"stroke-width": "4"})
        etree.SubElement(root, "path", look | {"stroke-width": "1.5", "stroke": PAPER})
    if line.envelope:
        _envelope(root, line)


def _envelope(root: Any, line: Line) -> None:
    x, y = midpoint(list(line.points))
    box = Box(x - 14, y - 10, 28, 20)
    message(root, box, dark=line.envelope == "non_initiating")


def message(root: Any, box: Box, *, dark: bool) -> None:
    fill = "#c3ccda" if dark else PAPER
    path = f"M{figure(box.x)} {figure(box.y)} H{figure(box.right)} V{figure(box.bottom)} H{figure(box.x)} Z"
    flap = f"M{figure(box.x)} {figure(box.y)} L{figure(box.centre)} {figure(box.middle + 1)} L{figure(box.right)} {figure(box.y)}"
    for d, inside in ((path, fill), (flap, "none")):
        css = "bpmn__shape"
        child(root, "path", d=d, fill=inside, stroke=EDGE, **{"class": css, "stroke-width": "1.2"})


def label(root: Any, line: Line) -> None:
    """Where the diagram wants its words, else beside the middle of the line."""
    if not line.name:
        return
    box = line.label or _beside(line)
    group = child(root, "g")
    text_child(group, "title", _told(line))
    lines = label_lines(line.name)
    if line.label and line.label.width > 0 and len(lines) * LABEL_LINE < line.label.height - 8:
        room = max(2, int(line.label.height // LABEL_LINE))
        lines = wrap(line.name, size=LABEL_SIZE, limit=max(line.label.width, 60), lines=room)
    words(group, lines, box.centre, box.middle, size=LABEL_SIZE, step=LABEL_LINE,
          css="bpmn__label", fill=INK, halo=True)  # fmt: skip


def _told(line: Line) -> str:
    return _("Message: %(name)s") % {"name": line.name} if line.kind == "message" else line.name


def _beside(line: Line) -> Box:
    points: list[Point] = list(line.points)
    (x, y), (wide, high) = midpoint(points), label_size(line.name)
    level = any(abs(a[1] - b[1]) < 1 and min(a[0], b[0]) <= x <= max(a[0], b[0])
                for a, b in itertools.pairwise(points))  # fmt: skip
    return (
        Box(x - wide / 2, y - high - 3, wide, high)
        if level
        else Box(x - wide / 2, y - high / 2, wide, high)
    )
