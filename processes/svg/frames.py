"""Pools, lanes, open sub-processes and groups: what other shapes stand in."""

from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes.layout.shapes import LANE_HEAD, LINE, POOL_HEAD, Box
from processes.lettering import wrap
from processes.scene import Item
from processes.svg.looks import ink_on
from processes.svg.pen import (
    EDGE,
    HEAD,
    INK,
    LINE_COLOUR,
    MUTED,
    PAPER,
    figure,
    rect,
    text_child,
    words,
)

SMALL_HEAD = 30


def pool(root: Any, item: Item, label: str) -> None:
    """With its name along the side; one that shows no inside carries it in the middle."""
    look = _frame_look(item, "none")
    group = etree.SubElement(root, "g", {"class": "bpmn__poolgroup"})
    rect(group, item.box, "bpmn__pool", **look)
    if not item.expanded:
        turned = not item.horizontal and item.box.height > item.box.width
        _along(group, label, item.box, turned=turned, ink=ink_on(item.fill), lines=3)
        return
    head = _head(item.box, POOL_HEAD, horizontal=item.horizontal)
    rect(group, head, "bpmn__head", **_frame_look(item, HEAD))
    _along(group, label, head, turned=item.horizontal, ink=ink_on(item.fill), lines=1)


def lane(root: Any, item: Item, label: str, *, wide_head: bool) -> None:
    """`wide_head`: our own maps write the name across; others leave a strip for it."""
    rect(root, item.box, "bpmn__lane", **_frame_look(item, "none"))
    room = min(LANE_HEAD if wide_head else SMALL_HEAD, item.box.width)
    head = _head(item.box, room, horizontal=item.horizontal)
    rect(root, head, "bpmn__head", **_frame_look(item, HEAD))
    if wide_head and item.horizontal:
        lines = wrap(label, size=13, limit=room - 16, lines=max(1, int(head.height // LINE) - 1))
        words(root, lines, head.centre, head.middle, size=13, weight="600", css="bpmn__text")
    else:
        _along(root, label, head, turned=item.horizontal, ink=ink_on(item.fill), lines=1)


def sub_process(root: Any, item: Item) -> None:
    look: dict[str, str] = {"fill": item.fill or PAPER, "stroke": item.stroke or EDGE, "rx": "8"}
    if item.dashed:
        look["stroke-dasharray"] = "2 4"
    own = " bpmn__sub--own" if item.fill else ""
    group = etree.SubElement(root, "g", {"class": f"bpmn__sub{own}"})
    text_child(group, "title", item.name or _("Sub-process"))
    rect(group, item.box, "bpmn__box", width_of_line="1.5", **look)
    if item.tag == "transaction":
        inner = Box(item.box.x + 3, item.box.y + 3, item.box.width - 6, item.box.height - 6)
        rect(group, inner, "bpmn__box", fill="none", stroke=item.stroke or EDGE, rx="6")
    lines = wrap(item.name, size=13, limit=item.box.width - 20, lines=1) if item.name else []
    words(group, lines, item.box.x + 10, item.box.y + 14, size=13, weight="600", anchor="start",
          css="bpmn__text", fill=ink_on(item.fill))  # fmt: skip


def group(root: Any, item: Item) -> None:
    look = {
        "fill": "none",
        "stroke": item.stroke or MUTED,
        "stroke-dasharray": "8 3 2 3",
        "rx": "10",
    }
    rect(root, item.box, "bpmn__group", width_of_line="1.5", **look)
    if item.name:
        at = item.label or Box(item.box.x, item.box.y - 18, item.box.width, 16)
        lines = wrap(item.name, size=12, limit=max(at.width, 60), lines=2)
        words(root, lines, at.centre, at.middle, size=12, step=16, css="bpmn__label", halo=True)


def _frame_look(item: Item, otherwise: str) -> dict[str, str]:
    return {"fill": item.fill or otherwise, "stroke": item.stroke or LINE_COLOUR}


def _head(box: Box, room: float, *, horizontal: bool) -> Box:
    if horizontal:
        return Box(box.x, box.y, min(room, box.width), box.height)
    return Box(box.x, box.y, box.width, min(SMALL_HEAD, box.height))


def _along(root: Any, label: str, box: Box, *, turned: bool, ink: str, lines: int) -> None:
    limit = (box.height if turned else box.width) - 16
    told = wrap(label, size=13, limit=max(limit, 13), lines=lines) if label else []
    turn = f"rotate(-90 {figure(box.centre)} {figure(box.middle)})" if turned else ""
    words(root, told, box.centre, box.middle, size=13, weight="600", css="bpmn__text",
          fill=ink if ink != INK else INK, transform=turn)  # fmt: skip
