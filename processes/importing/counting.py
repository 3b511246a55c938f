"""How many of what a BPMN model holds, at every depth."""

from collections import Counter

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.model import ACTIVITIES, EVENTS, GATEWAYS
from processes.bpmn.xml import is_bpmn, local

NODES = ACTIVITIES | GATEWAYS | EVENTS | {"implicitThrowEvent"}
SUB_PROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
KEYS = (
    "pools",
    "processes",
    "lanes",
    "flow_nodes",
    "sequence_flows",
    "message_flows",
    "boundary_events",
    "sub_processes",
    "data_references",
    "annotations",
)


def tags(document: Document) -> Counter[str]:
    found = Counter(local(e) for e in document.root.iter(etree.Element) if is_bpmn(e))
    pools = [e for e in document.root.iter("{*}participant") if is_bpmn(e.getparent(), *HOMES)]
    found["pool"] = len(pools)
    return found


HOMES = ("collaboration", "globalConversation")


def counts(found: Counter[str]) -> dict[str, int]:
    return {
        "pools": found["pool"],
        "processes": found["process"],
        "lanes": found["lane"],
        "flow_nodes": sum(found[tag] for tag in NODES),
        "sequence_flows": found["sequenceFlow"],
        "message_flows": found["messageFlow"],
        "boundary_events": found["boundaryEvent"],
        "sub_processes": sum(found[tag] for tag in SUB_PROCESSES),
        "data_references": found["dataObjectReference"] + found["dataStoreReference"],
        "annotations": found["textAnnotation"],
    }
