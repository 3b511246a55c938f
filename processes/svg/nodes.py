"""What stands on a map besides activities with facts: events, gateways, data, notes and the rest."""

from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes.layout.shapes import LABEL_LINE, LABEL_SIZE, Box
from processes.lettering import wrap
from processes.scene import Item
from processes.svg import lines, symbols
from processes.svg.looks import END, START, ink_on
from processes.svg.pen import EDGE, MUTED, PAPER, child, figure, rect, text_child, words


def event(root: Any, item: Item, told: str, label: str) -> None:
    """One ring for starts, two for what happens on the way, a heavy one for ends."""
    is_start, is_end = item.tag == "startEvent", item.tag == "endEvent"
    colour = item.stroke or (START if is_start else END if is_end else EDGE)
    css = "start" if is_start else "end" if is_end else "event"
    group = etree.SubElement(root, "g", {"class": f"bpmn__{css}"})
    text_child(group, "title", told)
    box, radius = item.box, min(item.box.width, item.box.height) / 2
    look = {"cx": figure(box.centre), "cy": figure(box.middle), "class": "bpmn__event",
            "fill": item.fill or PAPER, "stroke": colour}  # fmt: skip
    if item.dashed:
        look["stroke-dasharray"] = "4 3"
    heavy = "3.5" if is_end else "1.5"
    child(group, "circle", r=figure(radius), **look, **{"stroke-width": heavy})
    if not (is_start or is_end):
        inner = look | {"fill": "none"}
        child(group, "circle", r=figure(max(radius - 3.5, 1)), **inner, **{"stroke-width": "1.5"})
    if sign := symbols.EVENTS.get(item.symbol):
        room = Box(
            box.centre - radius * 0.62, box.middle - radius * 0.62, radius * 1.24, radius * 1.24
        )
        symbols.draw(group, sign, room, _sign_ink(item, colour), filled=item.throws)
    words_of(group, item, label)


def _sign_ink(item: Item, otherwise: str) -> str:
    """A sign on a ground that somebody coloured has to be seen, too."""
    return item.stroke or (ink_on(item.fill) if item.fill else otherwise)


def words_of(group: Any, item: Item, text: str) -> None:
    """Below the shape, or where the diagram has room for them."""
    if not text:
        return
    at = item.label
    if at is None:
        told = wrap(text, size=LABEL_SIZE, limit=96, lines=3)
        y = item.box.bottom + 12 + (len(told) - 1) * LABEL_LINE / 2
        at = Box(item.box.centre, y, 0, 0)
    else:
        room = max(4, int(at.height // LABEL_LINE))
        told = wrap(text, size=LABEL_SIZE, limit=max(at.width, 84), lines=room)
    words(group, told, at.centre, at.middle, size=LABEL_SIZE, step=LABEL_LINE, css="bpmn__label",
          halo=True)  # fmt: skip


def gateway(root: Any, item: Item) -> None:
    decides = item.symbol in ("exclusive", "inclusive", "") and item.tag != "parallelGateway"
    group = etree.SubElement(root, "g", {"class": f"bpmn__{'decision' if decides else 'gateway'}"})
    text_child(group, "title", item.name or GATEWAY_WORDS.get(item.tag, lambda: _("Gateway"))())
    box = item.box
    points = [
        (box.centre, box.y),
        (box.right, box.middle),
        (box.centre, box.bottom),
        (box.x, box.middle),
    ]
    child(
        group,
        "polygon",
        points=" ".join(f"{figure(x)},{figure(y)}" for x, y in points),
        fill=item.fill or PAPER,
        stroke=item.stroke or EDGE,
        **{"class": "bpmn__shape", "stroke-width": "1.5"},
    )
    if sign := symbols.GATEWAYS.get(item.symbol):
        size = min(box.width, box.height) * 0.62
        at = Box(box.centre - size / 2, box.middle - size / 2, size, size)
        symbols.draw(group, sign, at, _sign_ink(item, EDGE))
    words_of(group, item, item.name)


GATEWAY_WORDS = {
    "exclusiveGateway": lambda: _("Decision"),
    "inclusiveGateway": lambda: _("Decision, several ways possible"),
    "parallelGateway": lambda: _("In parallel"),
    "eventBasedGateway": lambda: _("Waits for what happens first"),
    "complexGateway": lambda: _("Complex decision"),
}


def data(root: Any, item: Item) -> None:
    group = etree.SubElement(root, "g", {"class": "bpmn__data"})
    text_child(group, "title", item.name or _("Data"))
    box, fold = item.box, min(item.box.width, item.box.height) / 3
    x, y, r, b = (figure(v) for v in (box.x, box.y, box.right, box.bottom))
    fx, fy = figure(box.right - fold), figure(box.y + fold)
    path = f"M{x} {y} H{fx} L{r} {fy} V{b} H{x} Z M{fx} {y} V{fy} H{r}"
    _outline(group, path, item)
    if sign := symbols.DATA.get(item.tag):
        symbols.draw(group, sign, Box(box.x + 2, box.y + 2, 14, 14), EDGE)
    if "collection" in item.marks:
        at = Box(box.centre - 7, box.bottom - 15, 14, 14)
        symbols.draw(group, symbols.MARKS["collection"], at, EDGE)
    words_of(group, item, item.name)


def store(root: Any, item: Item) -> None:
    group = etree.SubElement(root, "g", {"class": "bpmn__data"})
    text_child(group, "title", item.name or _("Data store"))
    box, bow = item.box, min(item.box.height / 6, 10)
    x, r, wide = figure(box.x), figure(box.right), figure(box.width / 2)
    top, low, high = figure(box.y + bow), figure(box.bottom - bow), figure(bow)
    body = f"M{x} {top} A{wide} {high} 0 0 1 {r} {top} V{low} A{wide} {high} 0 0 1 {x} {low} Z"
    rims = " ".join(
        f"M{x} {figure(box.y + bow * (1 + n * 0.6))} A{wide} {high} 0 0 0 {r} {figure(box.y + bow * (1 + n * 0.6))}"
        for n in range(3)
    )
    _outline(group, f"{body} {rims}", item)
    words_of(group, item, item.name)


def _outline(group: Any, path: str, item: Item) -> None:
    look = {"class": "bpmn__shape", "stroke-width": "1.3"}
    child(group, "path", d=path, fill=item.fill or PAPER, stroke=item.stroke or MUTED, **look)


def note(root: Any, item: Item) -> None:
    """A bracket and as much of the text as its box holds; all of it in the title."""
    group = etree.SubElement(root, "g", {"class": "bpmn__note"})
    text_child(group, "title", item.name)
    box = item.box
    x, y, b = figure(box.x), figure(box.y), figure(box.bottom)
    side = figure(box.x + min(12, box.width))
    child(group, "path", d=f"M{side} {y} H{x} V{b} H{side}", fill="none", stroke=item.stroke or MUTED,
          **{"class": "bpmn__shape", "stroke-width": "1.3"})  # fmt: skip
    room = max(3, int((box.height + 4) // LABEL_LINE))
    told = wrap(item.name, size=LABEL_SIZE, limit=max(box.width - 14, 90), lines=room)
    words(group, told, box.x + 8, box.middle, size=LABEL_SIZE, step=LABEL_LINE, anchor="start",
          css="bpmn__label")  # fmt: skip


def message(root: Any, item: Item) -> None:
    group = etree.SubElement(root, "g", {"class": "bpmn__message"})
    text_child(group, "title", item.name or _("Message"))
    lines.message(group, item.box, dark=False)
    words_of(group, item, item.name)


def conversation(root: Any, item: Item) -> None:
    group = etree.SubElement(root, "g", {"class": "bpmn__other"})
    text_child(group, "title", item.name or _("Conversation"))
    box, side = item.box, item.box.width / 4
    x, r = figure(box.x), figure(box.right)
    left, right = figure(box.x + side), figure(box.right - side)
    y, m, b = figure(box.y), figure(box.middle), figure(box.bottom)
    heavy = "3.5" if item.tag == "callConversation" else "1.5"
    path = f"M{x} {m} L{left} {y} H{right} L{r} {m} L{right} {b} H{left} Z"
    child(group, "path", d=path, fill=item.fill or PAPER, stroke=item.stroke or EDGE,
          **{"class": "bpmn__shape", "stroke-width": heavy})  # fmt: skip
    foot(group, item)
    words_of(group, item, item.name)


def plain(root: Any, item: Item) -> None:
    """Choreography and its parties, and whatever else has a place: a labelled box."""
    group = etree.SubElement(root, "g", {"class": f"bpmn__{item.kind}"})
    text_child(group, "title", item.name or item.tag)
    is_band = item.kind == "band"
    fill = item.fill or ("#dde3ec" if is_band and item.throws else PAPER)
    round_ = "0" if is_band else "8"
    rect(
        group,
        item.box,
        "bpmn__box",
        fill=fill,
        stroke=item.stroke or EDGE,
        rx=round_,
        width_of_line="1.3",
    )
    room = max(1, int((item.box.height - 8) // LABEL_LINE))
    told = wrap(item.name, size=LABEL_SIZE, limit=max(item.box.width - 12, 30), lines=min(room, 4))
    words(group, told, item.box.centre, item.box.middle, size=LABEL_SIZE, step=LABEL_LINE,
          css="bpmn__name", fill=ink_on(fill))  # fmt: skip
    foot(group, item)


def foot(group: Any, item: Item) -> None:
    """The markers in the middle of the lower edge."""
    shown = [mark for mark in item.marks if mark in symbols.MARKS]
    x = item.box.centre - 8 * len(shown)
    for place, mark in enumerate(shown):
        at = Box(x + 16 * place + 1, item.box.bottom - 17, 14, 14)
        symbols.draw(group, symbols.MARKS[mark], at, item.stroke or EDGE)
