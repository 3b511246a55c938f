"""Where parallel parts meet again: a gateway that waits for all of them, in front of an activity."""

from collections.abc import Sequence

from lxml import etree

from processes.bpmn import xml
from processes.bpmn.document import Document
from processes.bpmn.model import GATEWAYS, PARALLEL, Row
from processes.bpmn.pieces import connect, drop_node, lead, own_join
from processes.bpmn.xml import is_bpmn, q


def gather(document: Document, wanted: Sequence[Row]) -> None:
    """Make the joins say what the rows say. What leads back from later goes past them."""
    order = {row.element_id: number for number, row in enumerate(wanted)}
    for row in wanted:
        join = own_join(document, row.element_id)
        if document.is_ours or row.waits != (join is not None):
            _join(document, row, join, order)


def _join(document: Document, row: Row, join: str | None, order: dict[str, int]) -> None:
    name = row.element_id
    if not row.waits:
        if join is not None:
            for flow in document.into(join):
                lead(document, flow, name)
            drop_node(document, join)
        return
    for flow in document.into(name):
        if flow.get("sourceRef") != join and not _leads_back(document, flow, order, name):
            join = join or _new_join(document, name)
            lead(document, flow, join)
    if join is None:
        return
    for flow in document.into(join):
        if _leads_back(document, flow, order, name):
            lead(document, flow, name)
    if not document.into(join):
        drop_node(document, join)


def _new_join(document: Document, name: str) -> str:
    join = next(xml.free_ids(document.root, "Gateway"))
    gateway = etree.Element(q("bpmn", PARALLEL), id=join)
    document.element(name).addprevious(gateway)
    document.made.append(join)
    document.added(gateway)
    connect(document, join, name)
    return join


def _leads_back(
    document: Document, flow: etree._Element, order: dict[str, int], target: str
) -> bool:
    return order.get(_origin(document, flow), -1) >= order[target]


def _origin(document: Document, flow: etree._Element) -> str:
    """The activity that a flow comes from, through its gateway."""
    name, seen = flow.get("sourceRef", ""), set[str]()
    while name not in seen:
        seen.add(name)
        element = document.element(name)
        if element is None or not is_bpmn(element, *GATEWAYS):
            return name
        before = document.into(name)
        if len(before) != 1:
            return name
        name = before[0].get("sourceRef", "")
    return name
