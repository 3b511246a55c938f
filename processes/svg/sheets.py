"""A drawn map cut into sheets for print, each with the heads of the lanes at its left.

Cuts are made where no shape and no words stand; only lines run across them.
"""

from copy import deepcopy
from itertools import pairwise

from lxml import etree

from processes.bpmn import Document
from processes.layout.shapes import LANE_HEAD, POOL_HEAD
from processes.svg.painter import MARGIN, Marks, clean_id, render
from processes.svg.reading import geometry

WIDEST = 1480  # at the width of an A4 landscape page its words are still 6.5 points high
PAGE = (1010, 560)  # what an A4 landscape page holds under a heading, in CSS pixels
HEAD = POOL_HEAD + LANE_HEAD


def sheets(
    document: Document, *, title: str, marks: Marks | None = None, name: str = "map"
) -> list[str]:
    """The map as one `<svg>` per sheet; one alone where it fits."""
    drawn = render(document, title=title, marks=marks, name=name)
    root = etree.fromstring(drawn)
    right = float(root.get("width", "0")) - MARGIN
    if right <= WIDEST or not document.graph().lanes:
        return [_fitted(root)]
    places = cuts(document, right)
    parts = enumerate(pairwise(places), start=1)
    return [
        _fitted(_sheet(root, begin, end, f"{clean_id(name)}-{number}"))
        for number, (begin, end) in parts
    ]


def _fitted(root: etree._Element) -> str:
    """As large as the page allows."""
    wide, high = float(root.get("width", "1")), float(root.get("height", "1"))
    scale = min(PAGE[0] / wide, PAGE[1] / high, 1)
    root.set("width", f"{wide * scale:.1f}")
    root.set("height", f"{high * scale:.1f}")
    return etree.tostring(root, encoding="unicode")


def cuts(document: Document, right: float, widest: float = WIDEST) -> list[float]:
    """Where the sheets begin and end: as few as may be, about equally wide."""
    boxes, _lines, labels = geometry(document)
    nodes = {node.id for node in document.graph().nodes}
    taken = [box for name, box in boxes.items() if name in nodes] + list(labels.values())
    room = widest - HEAD
    count = -int(-(right - HEAD) // room)
    even = (right - HEAD) / count
    places = [float(HEAD)]
    while right - places[-1] > room:
        wanted = min(places[-1] + even + 60, places[-1] + room)
        free = [
            x
            for x in sorted({box.x - 14 for box in taken} | {box.right + 14 for box in taken})
            if places[-1] + room / 2 < x <= wanted
            and not any(box.x - 12 < x < box.right + 12 for box in taken)
        ]
        places.append(free[-1] if free else wanted)
    return [*places, right]


def _sheet(drawn: etree._Element, begin: float, end: float, name: str) -> etree._Element:
    """A window on the heads of the lanes, and beside it one on the part from `begin` to `end`."""
    if begin > HEAD:  # the legend stands on the first sheet
        drawn = deepcopy(drawn)
        for legend in drawn.iter("{*}g"):
            if legend.get("class") == "bpmn__legend":
                drawn.remove(legend)
                break
    high = float(drawn.get("height", "0"))
    wide = HEAD + MARGIN + (end - begin)
    attributes = {
        key: value for key, value in drawn.attrib.items() if key not in ("viewBox", "width")
    }
    root = etree.Element(
        "svg",
        attributes | {"viewBox": f"0 0 {wide:.0f} {high:.0f}", "width": f"{wide:.0f}"},
        nsmap=drawn.nsmap,
    )
    root.append(_window(drawn, 0, -MARGIN, HEAD + MARGIN, high, f"{name}a"))
    root.append(_window(drawn, HEAD + MARGIN, begin, end - begin, high, f"{name}b"))
    return root


def _window(
    drawn: etree._Element, at: float, begin: float, wide: float, high: float, name: str
) -> etree._Element:
    part = deepcopy(drawn)
    for key in ("role", "aria-labelledby", "font-family", "class"):
        part.attrib.pop(key, None)
    sizes = {"x": at, "y": 0, "width": wide, "height": high}
    for key, value in sizes.items():
        part.set(key, f"{value:.1f}")
    part.set("viewBox", f"{begin:.1f} {-MARGIN} {wide:.1f} {high:.1f}")
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
