"""A drawn map cut into sheets for print, each with the heads of the lanes at its left.

Cuts are made where no shape and no words stand; only lines run across them. Where one leaves a
sheet it carries a letter, and the same letter where it enters the next.
"""

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes import scene
from processes.bpmn import Document
from processes.layout.shapes import LANE_HEAD, POOL_HEAD, Box
from processes.scene import Scene
from processes.svg.frames import SMALL_HEAD
from processes.svg.looks import FONT, MARGIN, Marks, clean_id
from processes.svg.painter import Painter
from processes.svg.pen import EDGE, PAPER, child, figure, text_child, words

WIDEST = 1480  # at the width of an A4 landscape page its words are still 6.5 points high
PAGE = (1010, 560)  # what an A4 landscape page holds under a heading, in CSS pixels
SIDE = 26  # room for the letters beside a part
FRAMES = ("pool", "lane", "group")


def sheets(
    document: Document, *, title: str, marks: Marks | None = None, name: str = "map"
) -> list[str]:
    """The map as one `<svg>` per sheet; one alone where it fits."""
    painter = Painter(document, scene.read(document), title, marks or Marks(), clean_id(name))
    root = etree.fromstring(painter.paint())
    frame = painter.frame
    if frame.width <= WIDEST:
        return [_fitted(root)]
    head = _head(painter)
    places = cuts(painter.scene, frame, head)
    crossing = crossings(painter.scene, places[1:-1])
    cutter = _Cutter(root, frame, head, crossing, clean_id(name))
    parts = list(pairwise(places))
    return [
        _fitted(cutter.sheet(n, begin, end, len(parts))) for n, (begin, end) in enumerate(parts)
    ]


def _fitted(root: etree._Element) -> str:
    """As large as the page allows."""
    wide, high = float(root.get("width", "1")), float(root.get("height", "1"))
    scale = min(PAGE[0] / wide, PAGE[1] / high, 1)
    root.set("width", f"{wide * scale:.1f}")
    root.set("height", f"{high * scale:.1f}")
    return etree.tostring(root, encoding="unicode")


def _head(painter: Painter) -> float:
    """How much of the left side names pools and lanes: it is repeated on every sheet."""
    left = painter.frame.x
    lanes = [item for item in painter.scene.of("lane") if item.horizontal and not item.parent]
    if lanes:
        head = LANE_HEAD if painter.wide_heads else SMALL_HEAD
        return max(lane.box.x for lane in lanes) - left + head
    pools = [item for item in painter.scene.of("pool") if item.horizontal and item.expanded]
    return POOL_HEAD if pools else 0.0


def cuts(drawn: Scene, frame: Box, head: float, widest: float = WIDEST) -> list[float]:
    """Where the sheets begin and end: as few as may be, about equally wide."""
    taken = [
        item.box
        for item in drawn.items
        if item.kind not in FRAMES and not (item.kind == "sub" and item.expanded)
    ]
    taken += [item.label for item in drawn.items if item.label is not None]
    taken += [line.label for line in drawn.lines if line.label is not None]
    room, right = widest - head, frame.right
    places = [frame.x + head]
    count = -int(-(right - places[0]) // room)
    even = (right - places[0]) / count
    spots = sorted({box.x - 14 for box in taken} | {box.right + 14 for box in taken})
    while right - places[-1] > room:
        wanted = min(places[-1] + even + 60, places[-1] + room)
        free = [
            x
            for x in spots
            if places[-1] + room / 2 < x <= wanted
            and not any(box.x - 12 < x < box.right + 12 for box in taken)
        ]
        places.append(free[-1] if free else wanted)
    return [*places, right]


def crossings(drawn: Scene, places: Sequence[float]) -> dict[float, list[tuple[float, str]]]:
    """By cut: at which height lines run across it, and the letter each of them carries."""
    found: dict[float, list[tuple[float, str]]] = {}
    count = 0
    for place in places:
        heights = set()
        for line in drawn.lines:
            for (x1, y1), (x2, y2) in pairwise(line.points):
                if min(x1, x2) < place < max(x1, x2):
                    heights.add(round(y1 + (y2 - y1) * (place - x1) / (x2 - x1)))
        found[place] = []
        for height in sorted(heights):
            found[place].append((float(height), _letter(count)))
            count += 1
    return found


def _letter(number: int) -> str:
    """A to Z, then AA, AB, …"""
    first, last = divmod(number, 26)
    return (_letter(first - 1) if first else "") + chr(65 + last)


class _Cutter:
    def __init__(
        self,
        drawn: etree._Element,
        frame: Box,
        head: float,
        crossing: dict[float, list[tuple[float, str]]],
        name: str,
    ) -> None:
        self.drawn, self.frame, self.crossing, self.name = drawn, frame, crossing, name
        self.head = head + MARGIN
        self.top = frame.y - MARGIN
        self.high = float(drawn.get("height", "0"))
        self.legend = drawn.find("{*}g[@class='bpmn__legend']")
        if self.legend is not None:  # whole, on the first sheet
            drawn.remove(self.legend)

    def sheet(self, number: int, begin: float, end: float, count: int) -> etree._Element:
        """The heads of the lanes, and beside them the part from `begin` to `end`."""
        drawn, name = self.drawn, f"{self.name}-{number + 1}"
        at = self.head + (SIDE if number else 0)
        last = number == count - 1
        wide = at + (end - begin) + (MARGIN if last else SIDE)
        attributes = {k: v for k, v in drawn.attrib.items() if k not in ("viewBox", "width")}
        if count > 1:
            attributes["aria-labelledby"] = f"{name}-sheet"
        view = {"viewBox": f"0 0 {wide:.0f} {self.high:.0f}", "width": f"{wide:.0f}"}
        root = etree.Element("svg", attributes | view, nsmap=drawn.nsmap)
        told = {"n": number + 1, "count": count, "title": drawn.findtext("{*}title") or ""}
        text_child(
            root, "title", _("%(title)s, sheet %(n)d of %(count)d") % told, id=f"{name}-sheet"
        )
        root.append(self._window(drawn, 0, self.frame.x - MARGIN, self.head, f"{name}a"))
        root.append(
            self._window(drawn, at, begin, end - begin + (MARGIN if last else 0), f"{name}b")
        )
        if self.legend is not None and not number:
            shift = f"translate({figure(MARGIN - self.frame.x)} {figure(-self.top)})"
            child(root, "g", transform=shift).append(self.legend)
        for height, letter in self.crossing.get(begin, ()) if number else ():
            told = _("comes from sheet %(n)d at %(letter)s") % {"n": number, "letter": letter}
            self._connector(root, at - SIDE / 2, height, letter, told)
        for height, letter in self.crossing.get(end, ()) if not last else ():
            told = _("goes on on sheet %(n)d at %(letter)s") % {"n": number + 2, "letter": letter}
            self._connector(root, at + end - begin + SIDE / 2, height, letter, told)
        return root

    def _connector(self, root: Any, x: float, height: float, letter: str, told: str) -> None:
        y = height - self.top
        group = child(root, "g", **{"class": "bpmn__connector"})
        text_child(group, "title", told)
        child(group, "circle", cx=figure(x), cy=figure(y), r="10", fill=PAPER, stroke=EDGE,
              **{"class": "bpmn__event", "stroke-width": "1.3"})  # fmt: skip
        words(group, [letter], x, y, size=11, weight="700", css="bpmn__text")

    def _window(
        self, drawn: etree._Element, at: float, begin: float, wide: float, name: str
    ) -> etree._Element:
        part = deepcopy(drawn)
        for key in ("role", "aria-labelledby", "class"):
            part.attrib.pop(key, None)
        part.set("font-family", FONT)
        sizes = {"x": at, "y": 0, "width": wide, "height": self.high}
        for key, value in sizes.items():
            part.set(key, f"{value:.1f}")
        part.set("viewBox", f"{begin:.1f} {self.top:.1f} {wide:.1f} {self.high:.1f}")
        part.set("overflow", "hidden")
        _rename(part, name)
        _drop_words_outside(part, begin, begin + wide)
        return part


def _drop_words_outside(part: etree._Element, begin: float, end: float) -> None:
    """What is clipped away would still be read out of the file, twice."""
    for text in list(part.iter("{*}text")):
        places = [float(span.get("x", "0")) for span in text]
        if places and not begin <= places[0] < end:
            text.getparent().remove(text)


def _rename(part: etree._Element, name: str) -> None:
    """Ids of the copies are kept apart; what points at them goes along."""
    for element in part.iter():
        if old := element.get("id"):
            element.set("id", f"{old}-{name}")
        for key, value in element.attrib.items():
            if value.startswith("url(#"):
                element.set(key, f"{value[:-1]}-{name})")
