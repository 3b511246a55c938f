"""A diagram of a file → a Scene. What the diagram leaves out has found its place before."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.xml import bare, is_bpmn, local, q
from processes.layout import completed, main_plane
from processes.layout.room import around
from processes.layout.shapes import Box
from processes.layout.written import box_of, read_box, read_points
from processes.scene import words
from processes.scene.model import FRAMES, Item, Line, Scene

FAR = 500  # a label further from its shape than this was not meant so
ORDER = ("pool", "sub", "lane")


@dataclass(frozen=True)
class Plane:
    """One diagram of a file; `subject` is what it shows."""

    number: int
    name: str
    subject: str
    is_main: bool


def planes(document: Document) -> list[Plane]:
    main, known = main_plane(document), words.elements(document.root)
    found = []
    for number, plane in enumerate(document.root.iter(q("bpmndi", "BPMNPlane"))):
        subject = bare(plane.get("bpmnElement"))
        meant = known.get(subject)
        name = (plane.getparent().get("name") or "") or (
            (meant.get("name") or "") if meant is not None else ""
        )
        found.append(Plane(number, name, subject, plane is main))
    return found


def read(document: Document, plane: int | None = None) -> Scene:
    """Of the main diagram, or of another by its number."""
    if plane is None:
        document = completed(document)
        chosen = main_plane(document)
        if chosen is None:
            chosen = next(iter(document.root.iter(q("bpmndi", "BPMNPlane"))), None)
    else:
        chosen = list(document.root.iter(q("bpmndi", "BPMNPlane")))[plane]
    return _Reader(document, chosen).scene()


class _Reader:
    def __init__(self, document: Document, plane: etree._Element | None) -> None:
        self.document = document
        self.known = words.elements(document.root)
        tags = (q("bpmndi", "BPMNShape"), q("bpmndi", "BPMNEdge"))
        self.given = list(plane.iterchildren(*tags)) if plane is not None else []
        self.shown = {bare(one.get("bpmnElement")) for one in self.given}
        self.items: dict[str, Item] = {}
        self.lines: dict[str, Line] = {}

    def scene(self) -> Scene:
        for one in self.given:
            name = bare(one.get("bpmnElement"))
            element = self.known.get(name)
            if element is None:
                continue
            if local(one) == "BPMNEdge":
                self._line(one, name, element)
            elif name not in self.items or one.get("participantBandKind"):
                self._item(one, name, element)
        return Scene(self.document.title, _stacked(self.items.values()), list(self.lines.values()))

    def _item(self, given: etree._Element, name: str, element: etree._Element) -> None:
        box = read_box(given)
        if box is None or box.width <= 0 or box.height <= 0:
            return
        tag = local(element)
        kind, band = words.KINDS.get(tag, "other"), given.get("participantBandKind") or ""
        if band:
            kind, name = "band", f"{name} {given.get('id')}"
        if tag in words.LINES:
            return
        expanded = self._is_expanded(given, element, kind)
        self.items[name] = Item(
            id=name,
            kind=kind,
            tag=tag,
            name=words.name(element, self.known),
            box=box,
            label=_label(given, box),
            horizontal=self._is_horizontal(given, element, box),
            expanded=expanded,
            symbol=self._symbol(given, element),
            throws=tag in words.THROWING or "non_initiating" in band,
            dashed=words.is_dashed(element) and (kind != "event" or self._stops_nothing(element)),
            marks=words.marks(element, self.known, expanded=expanded),
            fill=words.colour(given, words.FILLS),
            stroke=words.colour(given, words.STROKES),
            parent=self._parent(element),
            host=bare(element.get("attachedToRef")),
        )

    def _symbol(self, given: etree._Element, element: etree._Element) -> str:
        hidden = given.get("isMarkerVisible") == "false"
        found = words.symbol(element, self.known)
        return "" if hidden and found == "exclusive" else found

    def _stops_nothing(self, element: etree._Element) -> bool:
        """A start that interrupts nothing is one of an event sub-process."""
        if local(element) != "startEvent":
            return True
        return element.getparent().get("triggeredByEvent") == "true"

    def _is_expanded(self, given: etree._Element, element: etree._Element, kind: str) -> bool:
        said = given.get("isExpanded")
        if kind == "pool":
            return bool(bare(element.get("processRef"))) and said != "false"
        inside = any(child.get("id") in self.shown for child in element if is_bpmn(child))
        if kind == "sub":
            return said == "true" or (said is None and inside) or (said == "false" and inside)
        return kind == "choreography" and inside

    def _is_horizontal(self, given: etree._Element, element: etree._Element, box: Box) -> bool:
        said = given.get("isHorizontal")
        return said == "true" if said in ("true", "false") else box.width >= box.height

    def _parent(self, element: etree._Element) -> str:
        for one in element.iterancestors():
            if one.get("id") in self.shown and words.KINDS.get(local(one)) in ("sub", "lane"):
                return one.get("id")
        return ""

    def _line(self, given: etree._Element, name: str, element: etree._Element) -> None:
        kind, points = words.LINES.get(local(element)), tuple(read_points(given))
        if kind is None or len(points) < 2 or name in self.lines:
            return
        source, target = words.ends(element)
        holder = self.known.get(source)
        condition = element.find(q("bpmn", "conditionExpression"))
        from_activity = holder is not None and words.KINDS.get(local(holder)) != "gateway"
        self.lines[name] = Line(
            id=name,
            kind=kind,
            name=words.name(element, self.known),
            source=source,
            target=target,
            points=points,
            label=_label(given, around([Box(x, y, 0, 0) for x, y in points])),
            default=holder is not None and bare(holder.get("default")) == name,
            conditional=condition is not None and from_activity,
            arrows=_arrows(element),
            envelope=given.get("messageVisibleKind") or "",
            stroke=words.colour(given, words.STROKES),
        )


def _arrows(element: etree._Element) -> str:
    if local(element) == "association":
        said = element.get("associationDirection") or "None"
        return {"One": "end", "Both": "both"}.get(said, "none")
    return "none" if local(element) == "conversationLink" else "end"


def _label(given: etree._Element, box: Box) -> Box | None:
    found = given.find(f"{q('bpmndi', 'BPMNLabel')}/{q('dc', 'Bounds')}")
    if found is None:
        return None
    label = box_of(found)
    near = Box(box.x - FAR, box.y - FAR, box.width + 2 * FAR, box.height + 2 * FAR)
    return label if label.width > 0 and label.height > 0 and label.meets(near) else None


def _stacked(items: Iterable[Item]) -> list[Item]:
    """Large frames below small ones, boundary events on top."""

    def depth(item: Item) -> tuple[int, float, int]:
        if item.kind in FRAMES or (item.kind == "sub" and item.expanded):
            return 0, -item.box.width * item.box.height, ORDER.index(item.kind)
        if item.kind == "group":
            return 9, 0.0, 0
        return (8 if item.host else 4), 0.0, 0

    return sorted(items, key=depth)
