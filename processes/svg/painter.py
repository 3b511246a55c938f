"""BPMN with its diagram → SVG. Pure. Presentation attributes and classes only; all text escaped.

Colours stand as attributes for files and print; a page may retint by the classes.
"""

from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from processes import scene
from processes.bpmn import Document, Facts
from processes.layout.room import around
from processes.layout.shapes import Box
from processes.scene import Item, Scene
from processes.scene.telling import event_words
from processes.svg import activities, frames, legend, lines, nodes
from processes.svg.looks import FONT, LEGEND, MARGIN, Marks, clean_id
from processes.svg.pen import PAPER, figure, rect, text_child

EMPTY = Box(0, 0, 200, 100)
LABEL_ROOM = 24  # below a shape whose words stand under it


def render(
    document: Document,
    *,
    title: str,
    marks: Marks | None = None,
    name: str = "map",
    plane: int | None = None,
) -> str:
    """The drawn map as an `<svg>` element: the main diagram, or another one by its number.

    `name` keeps ids of two maps on one page apart.
    """
    drawn = scene.read(document, plane)
    return Painter(document, drawn, title, marks or Marks(), clean_id(name)).paint()


class Painter:
    def __init__(
        self, document: Document, drawn: Scene, title: str, marks: Marks, name: str
    ) -> None:
        self.document, self.scene = document, drawn
        self.title, self.marks, self.name = title, marks, name
        self.facts: dict[str, Facts] = {r.element_id: r.facts for r in document.rows()}
        self.frame = self._frame()
        self.wide_heads = self._leave_room()
        self.needs_legend = legend.is_needed(self.facts.values(), self.marks, ours=document.is_ours)

    def _frame(self) -> Box:
        boxes = [item.box for item in self.scene.items]
        boxes += [item.label for item in self.scene.items if item.label is not None]
        boxes += [_room_for_words(item) for item in self.scene.items if _has_words_below(item)]
        for line in self.scene.lines:
            boxes += [Box(x, y, 0, 0) for x, y in line.points]
            if line.label is not None:
                boxes.append(line.label)
        return around(boxes) if boxes else EMPTY

    def paint(self) -> str:
        left, top = self.frame.x - MARGIN, self.frame.y - MARGIN
        wide, high = self.frame.width + 2 * MARGIN, self.frame.height + 2 * MARGIN
        high += LEGEND if self.needs_legend else 0
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
        lines.ends(root, self.name)
        rect(root, Box(left, top, wide, high), "bpmn__paper", fill=PAPER)
        self._everything(root)
        if self.needs_legend:
            group = etree.SubElement(root, "g", {"class": "bpmn__legend"})
            legend.draw(group, self.marks, self.frame.x, self.frame.bottom + MARGIN + 14)
        return etree.tostring(root, encoding="unicode")

    def _everything(self, root: Any) -> None:
        """Frames, then lines, then what they connect, then words."""
        for item in self.scene.items:
            if item.kind in ("pool", "lane") or (item.kind == "sub" and item.expanded):
                self._framed(root, item)
        for line in self.scene.lines:
            lines.draw(root, line, self.name)
        for item in self.scene.items:
            if not (
                item.kind in ("pool", "lane", "group") or (item.kind == "sub" and item.expanded)
            ):
                self._node(root, item)
        for item in self.scene.of("group"):
            frames.group(root, item)
        for line in self.scene.lines:
            lines.label(root, line)

    def _description(self) -> str:
        """Activities and lanes as they are drawn; the text form says the same in words."""
        return _("Swimlane map with %(activities)d activities in %(lanes)d lanes. The same content follows as text.") % {
            "activities": len(self.scene.of("task", "call", "sub")),
            "lanes": len(self.scene.of("lane")),
        }  # fmt: skip

    def _framed(self, root: Any, item: Item) -> None:
        if item.kind == "pool":
            own = self.document.participant
            is_own = own is not None and own.get("id") == item.id
            frames.pool(root, item, (self.marks.pool if is_own else "") or item.name)
        elif item.kind == "lane":
            label = self.marks.lanes.get(item.id) or item.name
            if not label and self.document.is_ours:
                label = _("Nobody named yet")
            frames.lane(root, item, label, wide_head=self.wide_heads)
        else:
            frames.sub_process(root, item)
            nodes.foot(root, item)

    def _leave_room(self) -> bool:
        """Whether nothing stands where the names of lanes would be written across."""
        lanes = self.scene.of("lane")
        if any(not lane.horizontal or lane.parent for lane in lanes):
            return False
        heads = [Box(b.x, b.y, frames.LANE_HEAD - 4, b.height) for b in (one.box for one in lanes)]
        return not any(
            item.box.meets(head)
            for item in self.scene.items
            if item.kind not in ("pool", "lane", "group")
            for head in heads
        )

    def _node(self, root: Any, item: Item) -> None:
        if item.kind in ("task", "call", "sub"):
            activities.draw(root, item, self.facts.get(item.id), self.marks)
        elif item.kind == "event":
            told = _event_told(item)
            nodes.event(root, item, told, item.name or (told if self.document.is_ours else ""))
        else:
            DRAWN.get(item.kind, nodes.plain)(root, item)


DRAWN = {
    "gateway": nodes.gateway,
    "data": nodes.data,
    "store": nodes.store,
    "note": nodes.note,
    "message": nodes.message,
    "conversation": nodes.conversation,
}


def _event_told(item: Item) -> str:
    plain = {"startEvent": _("Start"), "endEvent": _("End")}.get(item.tag, _("Event"))
    return event_words(item) or plain


def _has_words_below(item: Item) -> bool:
    return item.kind in ("event", "gateway", "data", "store") and item.label is None


def _room_for_words(item: Item) -> Box:
    return Box(item.box.centre - 40, item.box.bottom, 80, LABEL_ROOM)
