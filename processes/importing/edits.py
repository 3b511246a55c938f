"""Whether an edit changed only what it was about: undoes it on a copy and compares what is left.

Written apart from `processes.bpmn`, whose edits it judges: a fault there must not hide itself here.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from processes.importing.comparing import BPMN, DI, differences

SOP = "urn:sopman:bpmn:1"
DC = "http://www.omg.org/spec/DD/20100524/DC"
WAY = "http://www.omg.org/spec/DD/20100524/DI"
LANE_REFERENCE = f"{{{BPMN}}}flowNodeRef"
REFERENCES = (f"{{{BPMN}}}incoming", f"{{{BPMN}}}outgoing", LANE_REFERENCE)
TOUCHING = 2.0  # pixels between the end of a line and the shape that it belongs to


@dataclass(frozen=True)
class Edit:
    """What was done: `first` (none where there was no task) got these facts, `added` was added."""

    first: str
    name: str
    position: str
    minutes: str
    added: str
    redrawn: bool = False  # a map of ours is laid out anew and its lanes follow the positions


def edit_differences(before: etree._Element, after: etree._Element, edit: Edit) -> list[str]:
    """Undoes the edit in `after` to compare; both trees are used up."""
    return [*_Undoing(before, after, edit).run(), *differences(before, after)]


class _Undoing:
    def __init__(self, before: etree._Element, after: etree._Element, edit: Edit) -> None:
        self.before, self.after, self.edit = before, after, edit
        self.old, self.new = _by_id(before), _by_id(after)
        self.flows = [
            e
            for e in after.iter(f"{{{BPMN}}}sequenceFlow")
            if e.get("id") and e.get("id") not in self.old
        ]

    def run(self) -> list[str]:
        """What the edit should have done and didn't; afterwards its traces are gone."""
        told = [*self._facts(), *self._drawn()]
        self._first_as_before()
        self._flows_as_before()
        self._diagram_as_before()
        for name in self._news():
            _drop(self.new[name])
        if self.edit.redrawn:
            self._forget_drawing(self.before)
            self._forget_drawing(self.after)
        return told

    # What must be there

    def _facts(self) -> Iterator[str]:
        added, first = self.new.get(self.edit.added), self.new.get(self.edit.first)
        if added is None or added.tag != f"{{{BPMN}}}task":
            yield _("The new task is missing.")
        if not self.edit.first:
            return
        if first is None or first.get("name") != self.edit.name:
            yield _("The first task hasn't got its new name.")
            return
        if added is not None and added.getparent() is not first.getparent():
            yield _("The new task isn't beside the first one.")
        ours = first.find(f"{{{BPMN}}}extensionElements/{{{SOP}}}activity")
        if ours is None or ours.get("touch") != self.edit.minutes:
            yield _("The first task hasn't got its minutes.")
        lane = self._lane(self.edit.first)
        said = [one.get(key) for one, key in ((ours, "position"), (lane, f"{{{SOP}}}positionId"))
                if one is not None]  # fmt: skip
        if self.edit.position not in said:
            yield _("The first task hasn't got its position.")

    def _lane(self, name: str) -> etree._Element | None:
        for reference in self.after.iter(f"{{{BPMN}}}flowNodeRef"):
            if (reference.text or "").strip() == name:
                return reference.getparent()
        return None

    def _drawn(self) -> Iterator[str]:
        boxes, lines = _drawn_boxes(self.after), _drawn_lines(self.after)
        box = boxes.get(self.edit.added)
        if box is None or box[2] <= 0 or box[3] <= 0:
            yield _("The diagram has no shape for the new task.")
        mine = [
            f for f in self.flows if self.edit.added in (f.get("sourceRef"), f.get("targetRef"))
        ]
        if not mine:
            yield _("No flow leads to the new task.")
        for flow in self.flows:
            points = lines.get(flow.get("id", ""), [])
            ends = [boxes.get(flow.get(end, "")) for end in ("sourceRef", "targetRef")]
            if len(points) < 2 or None in ends:
                yield _("The diagram has no edge for the new flow “%(id)s”.") % {
                    "id": flow.get("id")
                }
            elif not (_touches(ends[0], points[0]) and _touches(ends[1], points[-1])):
                yield _("The edge of the new flow “%(id)s” doesn't reach its shapes.") % {
                    "id": flow.get("id")
                }

    # Taking it back

    def _first_as_before(self) -> None:
        first, was = self.new.get(self.edit.first), self.old.get(self.edit.first)
        if first is None or was is None:
            return
        _restore(first, "name", was.get("name"))
        holder = first.find(f"{{{BPMN}}}extensionElements")
        ours = holder.find(f"{{{SOP}}}activity") if holder is not None else None
        before = was.find(f"{{{BPMN}}}extensionElements")
        if ours is not None:
            had = before.find(f"{{{SOP}}}activity") if before is not None else None
            if had is None:
                _drop(ours)
            else:
                holder.replace(ours, deepcopy(had))
        if holder is not None and before is None and not len(holder):
            _drop(holder)

    def _flows_as_before(self) -> None:
        """Flows that were bent lead to where they led; the new task's default goes back."""
        added = self.new.get(self.edit.added)
        fresh = {flow.get("id") for flow in self.flows}
        for flow in self.after.iter(f"{{{BPMN}}}sequenceFlow"):
            was = self.old.get(flow.get("id"))
            if was is None or flow.get("id") in fresh:
                continue
            for end in ("sourceRef", "targetRef"):
                if flow.get(end) == self.edit.added and was.get(end) is not None:
                    self._bent_back(flow, was, end)
        self._default_back(added)
        for reference in list(self.after.iter(*REFERENCES)):
            text = (reference.text or "").strip()
            if text in fresh or (reference.tag == LANE_REFERENCE and text == self.edit.added):
                _drop(reference)

    def _default_back(self, added: etree._Element | None) -> None:
        default = added.get("default") if added is not None else None
        if default and default in self.old:
            source = self.new.get(self.old[default].get("sourceRef"))
            if source is not None:
                source.set("default", default)

    def _bent_back(self, flow: etree._Element, was: etree._Element, end: str) -> None:
        name, kind = flow.get("id"), "outgoing" if end == "sourceRef" else "incoming"
        flow.set(end, was.get(end))
        self._strip_drawn(name)
        node, before = self.new.get(was.get(end)), self.old.get(was.get(end))
        if node is None or before is None:
            return
        added = self.new.get(self.edit.added)
        moved = added is not None and name in _references(added, kind)
        if moved or self.edit.redrawn:  # named there now; was it named here?
            for tree in (node, before):
                for reference in list(tree.findall(f"{{{BPMN}}}{kind}")):
                    if (reference.text or "").strip() == name:
                        _drop(reference)

    def _strip_drawn(self, name: str) -> None:
        for tree in (self.before, self.after):
            for item in _items(tree, name):
                for point in list(item.findall(f"{{{WAY}}}waypoint")):
                    _drop(point)

    def _diagram_as_before(self) -> None:
        had = {_subject(e) for e in self.before.iter(f"{{{DI}}}BPMNShape")}
        fresh = set(self._news())
        ends = {flow.get(end) for flow in self.flows for end in ("sourceRef", "targetRef")}
        if not self._shows_process(self.before):  # there was no drawing: one was made
            self._drop_new_drawing()
        for item in list(self.after.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge")):
            subject = _subject(item)
            if subject in fresh or (subject in ends - had and item.get("id") not in self.old):
                _drop(item)

    def _drop_new_drawing(self) -> None:
        tags = [f"{{{DI}}}{tag}" for tag in ("BPMNDiagram", "BPMNShape", "BPMNEdge")]
        for item in list(self.after.iter(*tags)):
            if item.get("id") not in self.old:
                _drop(item)
        for plane in self.after.iter(f"{{{DI}}}BPMNPlane"):
            plane.attrib.pop(f"{{{SOP}}}drawn", None)

    def _shows_process(self, tree: etree._Element) -> bool:
        """Whether a node of the process that was edited stood in a diagram."""
        added = self.new.get(self.edit.added)
        nodes = {e.get("id") for e in added.getparent()} if added is not None else set()
        return any(_subject(e) in nodes for e in tree.iter(f"{{{DI}}}BPMNShape"))

    def _news(self) -> list[str]:
        """The new task, the new flows; in a map without tasks also what they needed for ends."""
        found = [self.edit.added, *(flow.get("id") for flow in self.flows)]
        allowed = {f"{{{BPMN}}}{tag}" for tag in ("startEvent", "endEvent", "process")}
        if not self.edit.first:
            found += [n for n, e in self.new.items() if n not in self.old and e.tag in allowed]
        return [name for name in dict.fromkeys(found) if name in self.new]

    def _forget_drawing(self, tree: etree._Element) -> None:
        """Of a map of ours: lanes follow positions, and everything was placed anew."""
        for tag in (f"{{{DI}}}BPMNDiagram", f"{{{BPMN}}}laneSet"):
            for element in list(tree.iter(tag)):
                _drop(element)


def _by_id(tree: etree._Element) -> dict[str, etree._Element]:
    """Model and diagram alike, flow nodes first; foreign elements count their own way."""
    ours = (f"{{{BPMN}}}", f"{{{DI}}}")
    named = [e for e in tree.iter(etree.Element) if e.get("id") and e.tag.startswith(ours)]
    found: dict[str, etree._Element] = {}
    for element in sorted(named, key=_rank):
        found.setdefault(element.get("id"), element)
    return found


def _rank(element: etree._Element) -> int:
    if element.tag.startswith(f"{{{DI}}}"):
        return 2
    return (
        0
        if element.tag.endswith(
            ("ask", "Event", "Gateway", "Process", "Flow", "Activity", "transaction")
        )
        else 1
    )


def _references(element: etree._Element, kind: str) -> list[str]:
    return [(ref.text or "").strip() for ref in element.findall(f"{{{BPMN}}}{kind}")]


def _restore(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)


def _drop(element: etree._Element) -> None:
    parent, tail, before = element.getparent(), element.tail, element.getprevious()
    if parent is None:
        return
    if tail and tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _subject(item: etree._Element) -> str:
    return (item.get("bpmnElement") or "").rpartition(":")[2]


def _items(tree: etree._Element, name: str | None) -> list[etree._Element]:
    return [e for e in tree.iter(f"{{{DI}}}BPMNEdge", f"{{{DI}}}BPMNShape") if _subject(e) == name]


Sides = tuple[float, float, float, float]


def _drawn_boxes(tree: etree._Element) -> dict[str, Sides]:
    found: dict[str, Sides] = {}
    for shape in tree.iter(f"{{{DI}}}BPMNShape"):
        box = shape.find(f"{{{DC}}}Bounds")
        if box is not None:
            sides = [_number(box, side) for side in ("x", "y", "width", "height")]
            found.setdefault(_subject(shape), (sides[0], sides[1], sides[2], sides[3]))
    return found


def _drawn_lines(tree: etree._Element) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for edge in tree.iter(f"{{{DI}}}BPMNEdge"):
        points = edge.findall(f"{{{WAY}}}waypoint")
        found.setdefault(_subject(edge), [(_number(p, "x"), _number(p, "y")) for p in points])
    return found


def _touches(box: Sides | None, point: tuple[float, float]) -> bool:
    if box is None:
        return False
    x, y, width, height = box
    return (
        x - TOUCHING <= point[0] <= x + width + TOUCHING
        and y - TOUCHING <= point[1] <= y + height + TOUCHING
    )


def _number(element: etree._Element, name: str) -> float:
    try:
        value = float(element.get(name) or 0)
    except ValueError:
        return 0.0
    return value if -1e6 < value < 1e6 else 0.0  # nonsense stands nowhere
