"""Taking an activity out of a map that another tool drew, with all that would be left dangling."""

from lxml import etree

from processes.bpmn.document import Document
from processes.bpmn.pieces import detach, drop_flow, drop_node, lead, leave_lanes
from processes.bpmn.xml import bare, is_bpmn

ENDS = ("sourceRef", "targetRef", "attachedToRef")


def cut_out(document: Document, name: str) -> None:
    """What led to it leads to where it went on, when that is one place; else those flows go, too."""
    ways = [flow for flow in document.out(name) if flow.get("targetRef") != name]
    if len(ways) == 1:
        for flow in document.into(name):
            if flow.get("sourceRef") != name:
                lead(document, flow, ways[0].get("targetRef", ""))
    for event in _attached(document, name):
        for flow in [*document.out(event), *document.into(event)]:
            drop_flow(document, flow)
        _forget(document, event)
    _forget(document, name)


def _attached(document: Document, name: str) -> list[str]:
    events = [e for e in document.elements() if is_bpmn(e, "boundaryEvent")]
    return [e.get("id", "") for e in events if bare(e.get("attachedToRef")) == name]


def _forget(document: Document, name: str) -> None:
    element = document.element(name)
    inside = {e.get("id") for e in element.iter(etree.Element) if e.get("id")}
    leave_lanes(document, name)
    drop_node(document, name)
    for other in list(document.root.iter(etree.Element)):
        if not is_bpmn(other, "messageFlow", "association") or other.getparent() is None:
            continue
        if any(bare(other.get(end)) in inside for end in ENDS):
            detach(document, other)
