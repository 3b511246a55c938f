"""BPMN with its diagram → SVG. Pure. Presentation attributes and classes only; all text escaped.

Colours stand as attributes for files and print; a page may retint by the classes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes.bpmn import Document, Facts, Graph, Node
from processes.enums import VALUE_SIGNS, ValueClass
from processes.layout.drawing import label_lines, task_lines
from processes.layout.room import around
from processes.layout.shapes import (
    LABEL_LINE,
    LABEL_SIZE,
    LANE_HEAD,
    LINE,
    POOL_HEAD,
    TEXT_SIZE,
    Box,
)
from processes.lettering import width, wrap
from processes.svg.pen import (
    EDGE,
    HEAD,
    INK,
    LINE_COLOUR,
    MUTED,
    PAPER,
    child,
    figure,
    rect,
    rounded,
    text_child,
    words,
)
from processes.svg.reading import geometry, pool_box
from sopman.core.wording import number

FONT = (
    'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", '
    '"Source Han Sans SC", sans-serif'
)
TINTS = {
    "va": ("#e3f4ea", "#17693f"),
    "nnva": ("#fff1dc", "#8a4b00"),
    "nva": ("#fdeae8", "#a8201a"),
    "": ("#ffffff", "#4a5873"),
}
MARGIN = 12
LEGEND = 34


@dataclass(frozen=True)
class Marks:
    """What stands on the map besides its own facts."""

    pool: str = ""  # name of the pool in the language in force
    lanes: Mapping[str, str] = field(default_factory=dict)  # names of lanes, likewise
    findings: Mapping[str, int] = field(default_factory=dict)  # by element id
    controls: frozenset[str] = frozenset()  # element ids of key control points
    fates: Mapping[str, str] = field(default_factory=dict)  # added, removed or changed, by element


# Around an activity in a comparison: colour and line, a sign, and a word in the legend.
FATES = {
    "added": ("#17693f", "", "＋"),
    "removed": ("#a8201a", "6 4", "✕"),
    "changed": ("#8a4b00", "2 3", "△"),
}


def render(document: Document, *, title: str, marks: Marks | None = None, name: str = "map") -> str:
    """The drawn map as an `<svg>` element. `name` keeps ids of two maps on one page apart."""
    return _Painter(document, title, marks or Marks(), clean_id(name)).paint()


def clean_id(name: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in name) or "map"


class _Painter:
    def __init__(self, document: Document, title: str, marks: Marks, name: str) -> None:
        self.document, self.title, self.marks, self.name = document, title, marks, name
        self.graph: Graph = document.graph()
        self.facts: dict[str, Facts] = {r.element_id: r.facts for r in document.rows()}
        self.boxes, self.lines, self.labels = geometry(document)
        nodes = [self.boxes[n.id] for n in self.graph.nodes if n.id in self.boxes]
        self.pool = pool_box(document, self.boxes, nodes)
        self.frame = around([self.pool, *nodes])  # a pool's nodes may stand beside it

    def paint(self) -> str:
        left, top = self.frame.x - MARGIN, self.frame.y - MARGIN
        wide, high = self.frame.width + 2 * MARGIN, self.frame.height + 2 * MARGIN + LEGEND
        root = etree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"{figure(left)} {figure(top)} {figure(wide)} {figure(high)}",
                "width": figure(wide),
                "height": figure(high),
                "class": "bpmn",
                "role": "img",
                "font-family": FONT,
                "aria-labelledby": f"{self.name}-title {self.name}-desc",
            },
        )
        text_child(root, "title", self.title, id=f"{self.name}-title")
        text_child(root, "desc", self._description(), id=f"{self.name}-desc")
        self._arrow(root)
        rect(root, Box(left, top, wide, high), "bpmn__paper", fill=PAPER)
        self._pool(root)
        for edge in self.graph.edges:
            self._line(root, edge.id)
        for node in self.graph.nodes:
            if node.id in self.boxes:
                self._node(root, node)
        for edge in self.graph.edges:
            self._label(root, edge.id, edge.name)
        self._legend(etree.SubElement(root, "g", {"class": "bpmn__legend"}))
        return etree.tostring(root, encoding="unicode")

    def _description(self) -> str:
        return _("Swimlane map with %(activities)d activities in %(lanes)d lanes. The same content follows as text.") % {
            "activities": len(self.facts),
            "lanes": len(self.graph.lanes),
        }  # fmt: skip

    def _arrow(self, root: Any) -> None:
        marker = child(
            child(root, "defs"),
            "marker",
            id=f"{self.name}-arrow",
            viewBox="0 0 10 10",
            refX="9",
            refY="5",
            markerWidth="8",
            markerHeight="8",
            orient="auto-start-reverse",
        )
        path = {"class": "bpmn__arrow", "fill": EDGE, "d": "M0 1 L10 5 L0 9 Z"}
        etree.SubElement(marker, "path", path)

    def _pool(self, root: Any) -> None:
        rect(root, self.pool, "bpmn__pool", fill="none", stroke=LINE_COLOUR)
        if self.document.participant is not None:
            head = Box(self.pool.x, self.pool.y, POOL_HEAD, self.pool.height)
            rect(root, head, "bpmn__head", fill=HEAD, stroke=LINE_COLOUR)
            pool = self.marks.pool or self.document.title
            text = wrap(pool, size=13, limit=self.pool.height - 16, lines=1)
            words(
                root,
                text,
                head.centre,
                head.middle,
                size=13,
                weight="600",
                css="bpmn__text",
                transform=f"rotate(-90 {figure(head.centre)} {figure(head.middle)})",
            )
        for lane in self.graph.lanes:
            if lane.id in self.boxes:
                self._lane(root, lane.id, self.marks.lanes.get(lane.id) or lane.name)

    def _lane(self, root: Any, name: str, label: str) -> None:
        box = self.boxes[name]
        rect(root, box, "bpmn__lane", fill="none", stroke=LINE_COLOUR)
        head = Box(box.x, box.y, min(LANE_HEAD, box.width), box.height)
        rect(root, head, "bpmn__head", fill=HEAD, stroke=LINE_COLOUR)
        label = label or _("Nobody named yet")
        lines = wrap(
            label, size=13, limit=LANE_HEAD - 16, lines=max(1, int(box.height // LINE) - 1)
        )
        words(root, lines, head.centre, head.middle, size=13, weight="600", css="bpmn__text")

    def _line(self, root: Any, name: str) -> None:
        if points := self.lines.get(name):
            etree.SubElement(
                root,
                "path",
                {
                    "d": rounded(points),
                    "class": "bpmn__flow",
                    "fill": "none",
                    "stroke": EDGE,
                    "stroke-width": "1.5",
                    "marker-end": f"url(#{self.name}-arrow)",
                },
            )

    def _label(self, root: Any, name: str, text: str) -> None:
        box = self.labels.get(name)
        if not text or box is None:
            return
        group = child(root, "g")
        text_child(group, "title", text)
        words(
            group,
            label_lines(text),
            box.centre,
            box.middle,
            size=LABEL_SIZE,
            step=LABEL_LINE,
            css="bpmn__label",
            fill=INK,
            halo=True,
        )

    def _node(self, root: Any, node: Node) -> None:
        group = etree.SubElement(root, "g", {"class": f"bpmn__{node.kind}"})
        box = self.boxes[node.id]
        if node.kind == "activity":
            self._task(group, node, box)
        elif node.kind in ("decision", "gateway"):
            self._gateway(group, node, box)
        else:
            self._event(group, node, box)

    def _task(self, group: Any, node: Node, box: Box) -> None:
        facts = self.facts[node.id]
        fill, ink = TINTS.get(facts.value_class, TINTS[""])
        kind = facts.value_class or "none"
        group.set("class", f"bpmn__activity bpmn__activity--{clean_id(kind)}")
        text_child(group, "title", self._told(facts))
        rect(group, box, "bpmn__box", fill=fill, stroke=ink, rx="6", width_of_line="1.5")
        lines = task_lines(facts.name)
        small = wrap(facts.system, size=11, limit=box.width - 16, lines=1) if facts.system else []
        middle = box.middle - (LABEL_LINE / 2 if small else 0)
        words(group, lines, box.centre, middle, size=TEXT_SIZE, css="bpmn__name", fill=INK)
        if small:
            words(group, small, box.centre, box.bottom - 12, size=11, css="bpmn__small", fill=MUTED)
        if sign := VALUE_SIGNS.get(facts.value_class):
            self._sign(group, sign, Box(box.x - 9, box.y - 9, 18, 18), ink)
        if badge := _badge(facts):
            self._badge(group, badge, box)
        self._pins(group, node.id, box)
        if fate := self.marks.fates.get(node.id):
            self._fate(group, fate, box)

    def _fate(self, group: Any, fate: str, box: Box) -> None:
        colour, dashes, sign = FATES[fate]
        around = Box(box.x - 5, box.y - 5, box.width + 10, box.height + 10)
        look = {"fill": "none", "stroke": colour, "rx": "9"}
        if dashes:
            look["stroke-dasharray"] = dashes
        rect(group, around, f"bpmn__fate bpmn__fate--{fate}", width_of_line="2.5", **look)
        place = Box(box.centre - 9, around.bottom - 9, 18, 18)
        rect(group, place, "bpmn__fatesign", fill=PAPER, rx="4", stroke=colour)
        words(group, [sign], place.centre, place.middle, size=12, weight="700", fill=colour)

    def _fate_legend(self, root: Any, x: float, y: float) -> float:
        labels = {"added": _("added"), "removed": _("falls away"), "changed": _("changed")}
        for fate, (colour, _dashes, sign) in FATES.items():
            if fate in self.marks.fates.values():
                rect(
                    root, Box(x, y - 9, 18, 18), "bpmn__fatesign", fill=PAPER, rx="4", stroke=colour
                )
                words(root, [sign], x + 9, y, size=12, weight="700", fill=colour)
                x = self._legend_word(root, labels[fate], x + 24, y)
        return x

    def _sign(self, group: Any, sign: str, box: Box, ink: str) -> None:
        circle = {
            "cx": figure(box.centre),
            "cy": figure(box.middle),
            "r": "9",
            "class": "bpmn__sign",
        }
        etree.SubElement(group, "circle", circle | {"fill": ink, "stroke": PAPER})
        css = "bpmn__signtext"
        words(group, [sign], box.centre, box.middle, size=13, weight="700", fill=PAPER, css=css)

    def _badge(self, group: Any, text: str, box: Box) -> None:
        wide = width(text, 11) + 12
        place = Box(box.right + 8 - wide, box.y - 10, wide, 18)
        rect(group, place, "bpmn__badge", fill="#0d1f36", rx="9")
        css = "bpmn__badgetext"
        words(group, [text], place.centre, place.middle, size=11, fill=PAPER, css=css)

    def _pins(self, group: Any, name: str, box: Box) -> None:
        """Findings and the key control point, at the lower corners."""
        if count := self.marks.findings.get(name, 0):
            x, y = box.right - 4, box.bottom + 2
            points = f"{figure(x - 10)},{figure(y + 7)} {figure(x + 10)},{figure(y + 7)} {figure(x)},{figure(y - 11)}"
            shape = {"points": points, "class": "bpmn__finding", "fill": "#a8201a"}
            etree.SubElement(group, "polygon", shape | {"stroke": PAPER})
            words(group, [str(count)], x, y + 1, size=10, weight="700", fill=PAPER)
        if name in self.marks.controls:
            x, y = box.x + 4, box.bottom
            points = f"{figure(x - 9)},{figure(y)} {figure(x)},{figure(y - 9)} {figure(x + 9)},{figure(y)} {figure(x)},{figure(y + 9)}"
            shape = {"points": points, "class": "bpmn__control", "fill": "#0f5fa8"}
            etree.SubElement(group, "polygon", shape | {"stroke": PAPER})
            words(group, ["K"], x, y, size=10, weight="700", fill=PAPER)

    def _gateway(self, group: Any, node: Node, box: Box) -> None:
        points = [
            (box.centre, box.y),
            (box.right, box.middle),
            (box.centre, box.bottom),
            (box.x, box.middle),
        ]
        shape = {
            "points": " ".join(f"{figure(x)},{figure(y)}" for x, y in points),
            "class": "bpmn__shape",
            "fill": PAPER,
            "stroke": EDGE,
            "stroke-width": "1.5",
        }
        text_child(group, "title", node.name or _("Decision"))
        etree.SubElement(group, "polygon", shape)
        sign = "×" if node.kind == "decision" else "+"
        words(group, [sign], box.centre, box.middle, size=22, css="bpmn__text")
        if node.name and (place := self.labels.get(node.id)):
            words(
                group,
                label_lines(node.name),
                place.centre,
                place.middle,
                size=LABEL_SIZE,
                step=LABEL_LINE,
                css="bpmn__label",
                halo=True,
            )

    def _event(self, group: Any, node: Node, box: Box) -> None:
        heavy = {"end": "3.5", "start": "1.5"}.get(node.kind, "1.5")
        colour = {"start": "#17693f", "end": "#a8201a"}.get(node.kind, EDGE)
        word = {"start": _("Start"), "end": _("End")}.get(node.kind, node.name)
        text_child(group, "title", node.name or word)
        circle = {"cx": figure(box.centre), "cy": figure(box.middle), "r": figure(box.width / 2)}
        style = {"class": "bpmn__event", "fill": PAPER, "stroke": colour, "stroke-width": heavy}
        etree.SubElement(group, "circle", circle | style)
        label = wrap(node.name or word, size=LABEL_SIZE, limit=72, lines=2)
        y = box.bottom + 12 + (len(label) - 1) * LABEL_LINE / 2
        words(group, label, box.centre, y, size=LABEL_SIZE, step=LABEL_LINE, css="bpmn__label",
               halo=True)  # fmt: skip

    def _told(self, facts: Facts) -> str:
        parts = [facts.name]
        if facts.system:
            parts.append(_("System: %(system)s") % {"system": facts.system})
        if facts.touch is not None or facts.waiting is not None:
            parts.append(_told_minutes(facts))
        if facts.value_class in ValueClass.values:
            parts.append(str(ValueClass(facts.value_class).label))
        return "\n".join(parts)

    def _legend(self, root: Any) -> None:
        x, y = self.frame.x, self.frame.bottom + MARGIN + 14
        for value in ValueClass:
            ink = TINTS[value][1]
            self._sign(root, VALUE_SIGNS[value], Box(x, y - 9, 18, 18), ink)
            x = self._legend_word(root, str(value.label), x + 24, y)
        wide = width("10+30", 11) + 12
        rect(root, Box(x, y - 9, wide, 18), "bpmn__badge", fill="#0d1f36", rx="9")
        words(root, ["10+30"], x + wide / 2, y, size=11, fill=PAPER, css="bpmn__badgetext")
        x = self._legend_word(root, _("touch + waiting minutes"), x + wide + 6, y)
        if any(self.marks.findings.values()):
            points = f"{figure(x)},{figure(y + 8)} {figure(x + 18)},{figure(y + 8)} {figure(x + 9)},{figure(y - 8)}"
            etree.SubElement(root, "polygon", {"points": points, "fill": "#a8201a"})
            x = self._legend_word(root, _("findings"), x + 24, y)
        if self.marks.controls:
            points = f"{figure(x)},{figure(y)} {figure(x + 9)},{figure(y - 9)} {figure(x + 18)},{figure(y)} {figure(x + 9)},{figure(y + 9)}"
            etree.SubElement(root, "polygon", {"points": points, "fill": "#0f5fa8"})
            x = self._legend_word(root, _("key control point"), x + 24, y)
        self._fate_legend(root, x, y)

    def _legend_word(self, root: Any, word: str, x: float, y: float) -> float:
        words(root, [word], x, y, size=12, anchor="start", css="bpmn__small", fill=MUTED)
        return x + width(word, 12) + 22


def _badge(facts: Facts) -> str:
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
