"""The small cuts in the tree of a map: flows, references, nodes."""

from lxml import etree

from processes.bpmn import xml
from processes.bpmn.document import POSITION, Document
from processes.bpmn.model import DECISIONS, ELSEWHERE, END, PARALLEL
from processes.bpmn.xml import is_bpmn, local, q

SEEN_THROUGH = (*DECISIONS, PARALLEL)  # gateways that the step table has words for
UNASSIGNED = q("sop", "unassigned")
# What BPMN 2.0 lets stand before a flow node's incoming and outgoing references.
HEAD = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")


def out(document: Document, name: str) -> list[etree._Element]:
    return document.out(name)


def event(document: Document, tag: str) -> str:
    """The id of the start or the end; one is made where a file has none."""
    found = next((e for e in document.elements() if local(e) == tag), None)
    if found is None:
        name = next(xml.free_ids(document.root, "Start" if tag == "startEvent" else "End"))
        found = etree.SubElement(document.process, q("bpmn", tag), id=name)
        document.made.append(name)
        document.added(found)
    return found.get("id", "")


def end_or(document: Document, target: str) -> str:
    return event(document, "endEvent") if target == END else target


def connect(document: Document, source: str, target: str) -> etree._Element:
    name = next(xml.free_ids(document.root, "Flow"))
    flow = etree.SubElement(
        document.process, q("bpmn", "sequenceFlow"), id=name, sourceRef=source, targetRef=target
    )
    document.made.append(name)
    refer(document, source, "outgoing", name)
    refer(document, target, "incoming", name)
    document.added(flow)
    to_the_end(document, flow)
    return flow


def to_the_end(document: Document, flow: etree._Element) -> None:
    """Behind the last flow, in front of what must follow flow elements (artifacts)."""
    others = [f for f in document.flows() if f is not flow]
    anchor = others[-1] if others else document.elements()[-1]
    document.taken(flow)
    anchor.addnext(flow)
    document.added(flow)


def lead(document: Document, flow: etree._Element, target: str) -> None:
    """Point an existing flow elsewhere; its id and what hangs on it stay."""
    old = flow.get("targetRef", "")
    if old == target:
        return
    forget(document, old, "incoming", flow.get("id", ""))
    flow.set("targetRef", target)
    document.bent.append(flow.get("id", ""))
    document.redirected(flow, old)
    refer(document, target, "incoming", flow.get("id", ""))


def begin(document: Document, flow: etree._Element, source: str) -> None:
    """Let an existing flow begin elsewhere; where it leads to stays."""
    forget(document, flow.get("sourceRef", ""), "outgoing", flow.get("id", ""))
    flow.set("sourceRef", source)
    document.bent.append(flow.get("id", ""))
    document.changed()
    refer(document, source, "outgoing", flow.get("id", ""))


def drop_flow(document: Document, flow: etree._Element) -> None:
    forget(document, flow.get("sourceRef", ""), "outgoing", flow.get("id", ""))
    forget(document, flow.get("targetRef", ""), "incoming", flow.get("id", ""))
    detach(document, flow)


def drop_node(document: Document, name: str) -> None:
    for flow in [*document.out(name), *document.into(name)]:
        if flow.getparent() is not None:
            drop_flow(document, flow)
    leave_lane(document, name)
    element = document.element(name)
    if element is not None:
        detach(document, element)


def detach(document: Document, element: etree._Element) -> None:
    document.gone.update(e.get("id") for e in element.iter() if e.get("id"))
    if is_bpmn(element, "lane"):
        document.changed()
    else:
        document.taken(element)
    remove(element)


def remove(element: etree._Element) -> None:
    """Out of the tree; words behind it are another's and stay."""
    tail, before, parent = element.tail, element.getprevious(), element.getparent()
    if tail and tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def refer(document: Document, name: str, kind: str, flow: str) -> None:
    node = document.element(name)
    if node is None or not document.tells_flows:
        return
    reference = etree.Element(q("bpmn", kind))
    reference.text = flow
    before = HEAD + (("incoming", "outgoing") if kind == "outgoing" else ("incoming",))
    places = [i for i, child in enumerate(node, start=1) if local(child) in before]
    node.insert(places[-1] if places else 0, reference)


def forget(document: Document, name: str, kind: str, flow: str) -> None:
    node = document.element(name)
    for reference in [] if node is None else node.findall(q("bpmn", kind)):
        if xml.bare(reference.text) == xml.bare(flow):
            remove(reference)


def set_or_drop(element: etree._Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, None)


def own_gateway(document: Document, flow: etree._Element) -> str | None:
    """The decision or the fork behind a flow when nothing else leads into it and it splits."""
    gateway = document.element(flow.get("targetRef", ""))
    if gateway is None or not is_bpmn(gateway, *SEEN_THROUGH):
        return None
    name = gateway.get("id", "")
    return name if len(document.into(name)) == 1 and len(document.out(name)) > 1 else None


def own_join(document: Document, name: str) -> str | None:
    """The parallel gateway that waits in front of an activity."""
    for flow in document.into(name):
        source = document.element(flow.get("sourceRef", ""))
        if source is not None and is_bpmn(source, PARALLEL):
            gateway = source.get("id", "")
            if len(document.out(gateway)) == 1:
                return gateway
    return None


def drop_with_gateways(document: Document, *names: str) -> None:
    """Activities, each with its decision and with what waits in front of it.

    All gateways are found first: one whose ways led to what goes would no longer be known as a decision.
    """
    gateways = [own_gateway(document, flow) for name in names for flow in out(document, name)]
    joins = [own_join(document, name) for name in names]
    for gateway in dict.fromkeys(one for one in (*gateways, *joins) if one is not None):
        drop_node(document, gateway)
    for name in names:
        drop_node(document, name)


def resolved(document: Document, flow: etree._Element) -> str:
    """Where a flow ends for the step table; joining gateways of other tools are looked through."""
    seen: set[str] = set()
    name = flow.get("targetRef", "")
    while name not in seen:
        seen.add(name)
        element = document.element(name)
        if element is None:
            return ELSEWHERE
        if is_bpmn(element, "endEvent"):
            return END
        ways = out(document, name)
        if not is_bpmn(element, *SEEN_THROUGH) or len(ways) != 1:
            return name
        name = ways[0].get("targetRef", "")
    return ELSEWHERE


def leave_lanes(document: Document, name: str) -> None:
    """Out of every lane that names it, outer ones too; the lanes stay."""
    for reference in list(document.process.iter(q("bpmn", "flowNodeRef"))):
        if (reference.text or "").strip() == name:
            remove(reference)
    document.changed()


def leave_lane(document: Document, name: str, keep: etree._Element | None = None) -> None:
    lane = document.lane_of(name)
    while lane is not None:
        for reference in lane.findall(q("bpmn", "flowNodeRef")):
            if (reference.text or "").strip() == name:
                remove(reference)
        document.left(name)
        ours = UNASSIGNED in lane.attrib or POSITION in lane.attrib
        if ours and lane is not keep and lane.find(q("bpmn", "flowNodeRef")) is None:
            detach(document, lane)
        lane = document.lane_of(name)
