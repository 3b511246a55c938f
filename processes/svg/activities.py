"""Activities: their words, what the step table says of them, and what is pinned to them."""

from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes.bpmn import Facts
from processes.enums import VALUE_SIGNS, ValueClass
from processes.layout.drawing import task_lines
from processes.layout.shapes import LABEL_LINE, LINE, TASK_WIDTH, TEXT_SIZE, Box
from processes.lettering import width, wrap
from processes.scene import Item
from processes.svg import symbols
from processes.svg.looks import FATES, TINTS, Marks, clean_id, ink_on
from processes.svg.nodes import foot
from processes.svg.pen import MUTED, PAPER, child, figure, rect, text_child, words
from sopman.core.wording import number

BADGE = "#0d1f36"


def draw(root: Any, item: Item, facts: Facts | None, marks: Marks) -> None:
    value = facts.value_class if facts else ""
    fill, ink = TINTS.get(value, TINTS[""])
    own = not value and (item.fill or item.stroke)
    if own:
        fill, ink = item.fill or fill, item.stroke or ink
    css = f"bpmn__activity bpmn__activity--{'own' if own else clean_id(value or 'none')}"
    group = etree.SubElement(root, "g", {"class": css})
    text_child(group, "title", told(facts) if facts else item.name)
    _outline(group, item, fill, ink)
    if sign := symbols.TASKS.get(item.symbol):
        at = Box(item.box.x + 5, item.box.y + 5, 15, 15)
        symbols.draw(group, sign, at, ink)
    _words(group, item, facts, ink_on(fill) if own else ink_on(""))
    foot(group, item)
    if sign := VALUE_SIGNS.get(value):
        value_sign(group, sign, Box(item.box.x - 9, item.box.y - 9, 18, 18), ink)
    if facts and (text := badge(facts)):
        _badge(group, text, item.box)
    _pins(group, item, marks)
    if fate := marks.fates.get(item.id):
        _fate(group, fate, item.box)


def _outline(group: Any, item: Item, fill: str, ink: str) -> None:
    heavy = "3" if item.kind == "call" else "1.5"
    look = {"fill": fill, "stroke": ink, "rx": "6"}
    if item.dashed:
        look["stroke-dasharray"] = "2 4"
    rect(group, item.box, "bpmn__box", width_of_line=heavy, **look)
    if item.tag == "transaction":
        box = item.box
        inner = Box(box.x + 3, box.y + 3, box.width - 6, box.height - 6)
        rect(group, inner, "bpmn__box", fill="none", stroke=ink, rx="4")


def _words(group: Any, item: Item, facts: Facts | None, ink: str) -> None:
    box, name = item.box, (facts.name if facts else item.name)
    system = facts.system if facts else ""
    small = wrap(system, size=11, limit=box.width - 16, lines=1) if system else []
    if box.width == TASK_WIDTH:
        lines, size, step = task_lines(name), TEXT_SIZE, LINE
    else:
        room = box.height - 6 - (16 if item.marks else 0) - (16 if small else 0)
        lines, size, step = _fitted(name, max(box.width - 12, TEXT_SIZE), room)
    middle = box.middle - (LABEL_LINE / 2 if small else 0) - (7 if item.marks else 0)
    words(group, lines, box.centre, middle, size=size, step=step, css="bpmn__name", fill=ink)
    if small:
        words(group, small, box.centre, box.bottom - 12, size=11, css="bpmn__small", fill=MUTED)


def _fitted(name: str, wide: float, high: float) -> tuple[list[str], int, int]:
    """As large as all of it has room; the smallest that can be read where it has none."""
    lines: list[str] = []
    for size, step in ((TEXT_SIZE, LINE), (12, 15), (11, 13)):
        lines = wrap(name, size=size, limit=wide, lines=max(1, int(high // step))) if name else []
        if not lines or not lines[-1].endswith("…"):
            break
    return lines, size, step


def value_sign(group: Any, sign: str, box: Box, ink: str) -> None:
    look = {"cx": figure(box.centre), "cy": figure(box.middle), "r": "9", "class": "bpmn__sign"}
    child(group, "circle", **look, fill=ink, stroke=PAPER)
    css = "bpmn__signtext"
    words(group, [sign], box.centre, box.middle, size=13, weight="700", fill=PAPER, css=css)


def _badge(group: Any, text: str, box: Box) -> None:
    wide = width(text, 11) + 12
    place = Box(box.right + 8 - wide, box.y - 10, wide, 18)
    rect(group, place, "bpmn__badge", fill=BADGE, rx="9")
    css = "bpmn__badgetext"
    words(group, [text], place.centre, place.middle, size=11, fill=PAPER, css=css)


def _pins(group: Any, item: Item, marks: Marks) -> None:
    """Findings and the key control point, at the lower corners."""
    box = item.box
    if count := marks.findings.get(item.id, 0):
        x, y = box.right - 4, box.bottom + 2
        triangle(group, x, y)
        words(group, [str(count)], x, y + 1, size=10, weight="700", fill=PAPER)
    if item.id in marks.controls:
        x, y = box.x + 4, box.bottom
        diamond(group, x, y)
        words(group, ["K"], x, y, size=10, weight="700", fill=PAPER)


def triangle(group: Any, x: float, y: float) -> None:
    points = ((x - 10, y + 7), (x + 10, y + 7), (x, y - 11))
    _polygon(group, points, "bpmn__finding", "#a8201a")


def diamond(group: Any, x: float, y: float) -> None:
    points = ((x - 9, y), (x, y - 9), (x + 9, y), (x, y + 9))
    _polygon(group, points, "bpmn__control", "#0f5fa8")


def _polygon(group: Any, points: tuple[tuple[float, float], ...], css: str, fill: str) -> None:
    told = " ".join(f"{figure(x)},{figure(y)}" for x, y in points)
    child(group, "polygon", points=told, fill=fill, stroke=PAPER, **{"class": css})


def _fate(group: Any, fate: str, box: Box) -> None:
    colour, dashes, sign = FATES[fate]
    around = Box(box.x - 5, box.y - 5, box.width + 10, box.height + 10)
    look = {"fill": "none", "stroke": colour, "rx": "9"}
    if dashes:
        look["stroke-dasharray"] = dashes
    rect(group, around, f"bpmn__fate bpmn__fate--{fate}", width_of_line="2.5", **look)
    fate_sign(group, colour, sign, Box(box.centre - 9, around.bottom - 9, 18, 18))


def fate_sign(group: Any, colour: str, sign: str, place: Box) -> None:
    rect(group, place, "bpmn__fatesign", fill=PAPER, rx="4", stroke=colour)
    words(group, [sign], place.centre, place.middle, size=12, weight="700", fill=colour)


def told(facts: Facts) -> str:
    parts = [facts.name]
    if facts.system:
        parts.append(_("System: %(system)s") % {"system": facts.system})
    if facts.touch is not None or facts.waiting is not None:
        parts.append(_told_minutes(facts))
    if facts.value_class in ValueClass.values:
        parts.append(str(ValueClass(facts.value_class).label))
    return "\n".join(parts)


def badge(facts: Facts) -> str:
    if facts.touch is None and facts.waiting is None:
        return ""
    touch = number(facts.touch) if facts.touch is not None else "?"
    waiting = number(facts.waiting) if facts.waiting is not None else "?"
    return f"{touch}+{waiting}"


def _told_minutes(facts: Facts) -> str:
    return _("Touch time %(touch)s min, waiting time %(waiting)s min") % {
        "touch": "?" if facts.touch is None else number(facts.touch),
        "waiting": "?" if facts.waiting is None else number(facts.waiting),
    }
