"""What a diagram leaves out finds a place on a copy; the file itself stays as it is."""

from copy import deepcopy

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.document import NODES
from processes.bpmn.xml import bare, is_bpmn, q
from processes.layout import diagram
from processes.layout.containers import ARTIFACTS, artifact_size, within
from processes.layout.mending import Mender, main_plane
from processes.layout.room import around
from processes.layout.shapes import Box, Drawing
from processes.layout.whole import GAP, lay_out_all
from processes.layout.written import read_box, read_points

HOLDERS = ("process", "subProcess", "transaction", "adHocSubProcess")


def completed(document: Document) -> Document:
    """The document itself where its diagrams show everything, else a copy where they do."""
    plane = main_plane(document)
    if plane is None:
        if any(True for _item in document.root.iter(q("bpmndi", "BPMNShape"))):
            return document  # a choreography, say: what is drawn is drawn
        copy = _copy(document)
        diagram.write(copy, lay_out_all(copy))
        return copy
    if not _Missing(document, plane).any():
        return document
    copy = _copy(document)
    plane = main_plane(copy)
    _Missing(copy, plane).fill()
    return copy


def _copy(document: Document) -> Document:
    copy = Document(deepcopy(document.root))
    copy.settle_in()
    return copy


class _Missing:
    """What has no place in any diagram, by the process or open sub-process that holds it."""

    def __init__(self, document: Document, plane: etree._Element) -> None:
        self.document, self.plane = document, plane
        self.here = {
            bare(item.get("bpmnElement"))
            for item in plane.iterchildren(etree.Element)
            if read_box(item) is not None or len(read_points(item)) > 1
        }
        tags = (q("bpmndi", "BPMNShape"), q("bpmndi", "BPMNEdge"))
        planes = list(document.root.iter(q("bpmndi", "BPMNPlane")))
        self.elsewhere = {
            bare(item.get("bpmnElement"))
            for other in planes
            if other is not plane
            for item in other.iterchildren(*tags)
        } | {bare(other.get("bpmnElement")) for other in planes}
        self.closed = {
            bare(item.get("bpmnElement"))
            for item in plane.iterchildren(q("bpmndi", "BPMNShape"))
            if item.get("isExpanded") == "false"
        }
        self.holders = [holder for holder in self._holders() if self._shows(holder)]

    def _holders(self) -> list[etree._Element]:
        tags = tuple(q("bpmn", tag) for tag in HOLDERS)
        return [e for e in self.document.root.iter(*tags) if e.get("id") not in self.closed]

    def _shows(self, holder: etree._Element) -> bool:
        return any(child.get("id") in self.here for child in holder if is_bpmn(child, *NODES))

    def _lacks(self, element: etree._Element) -> bool:
        name = element.get("id")
        return bool(name) and name not in self.here and name not in self.elsewhere

    def _nodes(self, holder: etree._Element) -> list[str]:
        return [e.get("id", "") for e in holder if is_bpmn(e, *NODES) and self._lacks(e)]

    def _flows(self, holder: etree._Element) -> list[str]:
        nodes = {e.get("id") for e in holder if is_bpmn(e, *NODES)}
        flows = [e for e in holder if is_bpmn(e, "sequenceFlow") and self._lacks(e)]
        return [f.get("id", "") for f in flows
                if {f.get("sourceRef"), f.get("targetRef")} <= nodes]  # fmt: skip

    def _artifacts(self, holder: etree._Element) -> list[etree._Element]:
        return [e for e in holder if is_bpmn(e, *ARTIFACTS) and self._lacks(e)]

    def _unseen(self) -> set[str]:
        """Pools and processes of which nothing is drawn anywhere."""
        found = set()
        for pool in self.document.root.iter(q("bpmn", "participant")):
            if is_bpmn(pool.getparent(), "collaboration") and self._lacks(pool):
                found.add(pool.get("id", ""))
        for process in self.document.root.findall(q("bpmn", "process")):
            nodes = [e for e in process if is_bpmn(e, *NODES) and e.get("id")]
            if nodes and all(self._lacks(e) for e in nodes):
                found.add(process.get("id", ""))
        shown = {h.get("id", "") for h in self.holders}
        return {name for name in found if not self._belongs_to(name, shown)}

    def _belongs_to(self, name: str, shown: set[str]) -> bool:
        """A pool whose process is drawn without it stays without a frame."""
        for pool in self.document.root.iter(q("bpmn", "participant")):
            if pool.get("id") == name and bare(pool.get("processRef")) in shown:
                return True
            if bare(pool.get("processRef")) == name and pool.get("id") in self.here:
                return False
        return False

    def any(self) -> bool:
        return bool(self._unseen()) or any(
            self._nodes(h) or self._flows(h) or self._artifacts(h) for h in self.holders
        )

    def fill(self) -> None:
        for holder in self.holders:
            view = (
                Document(self.document.root)
                if holder is not self.document.process
                else self.document
            )
            view = within(view, holder)
            view.made = [*self._nodes(holder), *self._flows(holder)]
            if view.made:
                Mender(view, self.plane).mend()
        self._below()

    def _below(self) -> None:
        """Whole processes and artifacts under what is drawn."""
        drawn = around([b for i in self.plane.iterchildren(etree.Element) if (b := read_box(i))])
        drawing = Drawing()
        if unseen := self._unseen():
            rest = lay_out_all(self.document, only=unseen)
            drawing.take_in(rest, drawn.x, drawn.bottom + GAP)
            drawn = Box(drawn.x, drawn.y, drawn.width, drawn.height + GAP + rest.pool.height)
        x = drawn.x
        for holder in self.holders:
            for artifact in self._artifacts(holder):
                wide, high = artifact_size(artifact)
                drawing.boxes[artifact.get("id", "")] = Box(x, drawn.bottom + 30, wide, high)
                x += max(wide, 90) + 30
        diagram.add(self.document, self.plane, drawing)
