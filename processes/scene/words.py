"""What BPMN elements are to a drawing: their kind, symbol, markers and words."""

import re

from lxml import etree

from processes.bpmn.model import ACTIVITIES, EVENTS, GATEWAYS
from processes.bpmn.xml import bare, is_bpmn, local, q

SUBS = frozenset(["subProcess", "transaction", "adHocSubProcess"])
KINDS = (
    dict.fromkeys(ACTIVITIES, "task")
    | dict.fromkeys(GATEWAYS, "gateway")
    | dict.fromkeys(EVENTS | {"implicitThrowEvent", "event"}, "event")
    | dict.fromkeys(SUBS, "sub")
    | dict.fromkeys(("dataObjectReference", "dataObject", "dataInput", "dataOutput"), "data")
    | dict.fromkeys(("dataStoreReference", "dataStore"), "store")
    | dict.fromkeys(("choreographyTask", "subChoreography", "callChoreography"), "choreography")
    | dict.fromkeys(("conversation", "subConversation", "callConversation"), "conversation")
    | {
        "callActivity": "call",
        "participant": "pool",
        "lane": "lane",
        "textAnnotation": "note",
        "group": "group",
        "message": "message",
    }
)
LINES = {
    "sequenceFlow": "sequence",
    "messageFlow": "message",
    "association": "association",
    "dataInputAssociation": "data",
    "dataOutputAssociation": "data",
    "conversationLink": "conversation",
}
TASK_SYMBOLS = {
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "scriptTask": "script",
    "businessRuleTask": "rule",
    "sendTask": "send",
    "receiveTask": "receive",
    "globalUserTask": "user",
    "globalManualTask": "manual",
    "globalScriptTask": "script",
    "globalBusinessRuleTask": "rule",
}
GATEWAY_SYMBOLS = {
    "exclusiveGateway": "exclusive",
    "inclusiveGateway": "inclusive",
    "parallelGateway": "parallel",
    "complexGateway": "complex",
    "eventBasedGateway": "event",
}
DEFINITION = "EventDefinition"
THROWING = frozenset(["endEvent", "intermediateThrowEvent", "implicitThrowEvent"])
HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
FILLS = (
    "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}background-color",
    "{http://bpmn.io/schema/bpmn/biocolor/1.0}fill",
)
STROKES = (
    "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}border-color",
    "{http://bpmn.io/schema/bpmn/biocolor/1.0}stroke",
)

Known = dict[str, etree._Element]


def elements(root: etree._Element) -> Known:
    """By id what a diagram can show or refer to; what can be shown wins an id."""
    found: Known = {}
    for element in root.iter(f"{{{etree.QName(q('bpmn', 'x')).namespace}}}*"):
        name = element.get("id")
        if not name or any(is_bpmn(e, "extensionElements") for e in element.iterancestors()):
            continue
        tag = local(element)
        if name not in found or (tag in KINDS or tag in LINES) > (
            local(found[name]) in KINDS or local(found[name]) in LINES
        ):
            found[name] = element
    return found


def symbol(element: etree._Element, known: Known) -> str:
    tag = local(element)
    if tag in GATEWAY_SYMBOLS:
        if tag == "eventBasedGateway" and element.get("instantiate") == "true":
            return "starts" if element.get("eventGatewayType") != "Parallel" else "starts_all"
        return GATEWAY_SYMBOLS[tag]
    if KINDS.get(tag) == "event":
        return _event_symbol(element, known)
    if tag == "callActivity":
        called = known.get(bare(element.get("calledElement")))
        return TASK_SYMBOLS.get(local(called), "") if called is not None else ""
    return TASK_SYMBOLS.get(tag, "")


def _event_symbol(element: etree._Element, known: Known) -> str:
    definitions = [local(one) for one in element if local(one).endswith(DEFINITION)]
    for reference in element.findall(q("bpmn", "eventDefinitionRef")):
        meant = known.get(bare(reference.text))
        definitions.append(local(meant) if meant is not None else f"none{DEFINITION}")
    if len(definitions) > 1:
        return "parallel" if element.get("parallelMultiple") == "true" else "multiple"
    return definitions[0].removesuffix(DEFINITION) if definitions else ""


def is_dashed(element: etree._Element) -> bool:
    return "false" in (element.get("cancelActivity"), element.get("isInterrupting")) or (
        element.get("triggeredByEvent") == "true"
    )


def marks(element: etree._Element, known: Known, *, expanded: bool) -> tuple[str, ...]:
    """In the order in which they stand at the foot of an activity."""
    tag, found = local(element), []
    if element.find(q("bpmn", "standardLoopCharacteristics")) is not None:
        found.append("loop")
    several = element.find(q("bpmn", "multiInstanceLoopCharacteristics"))
    if several is not None:
        found.append("sequential" if several.get("isSequential") == "true" else "parallel")
    found += {
        "Standard": ["loop"],
        "MultiInstanceSequential": ["sequential"],
        "MultiInstanceParallel": ["parallel"],
    }.get(element.get("loopType") or "", [])
    if element.get("isForCompensation") == "true":
        found.append("compensation")
    if tag == "adHocSubProcess":
        found.append("adhoc")
    if _opens(element, tag, known) and not expanded:
        found.append("plus")
    if tag == "participant" and element.find(q("bpmn", "participantMultiplicity")) is not None:
        found.append("parallel")
    meant = known.get(bare(element.get("dataObjectRef")))
    if "true" in (
        element.get("isCollection"),
        meant.get("isCollection") if meant is not None else "",
    ):
        found.append("collection")
    return tuple(found)


def _opens(element: etree._Element, tag: str, known: Known) -> bool:
    if tag == "callActivity":
        called = known.get(bare(element.get("calledElement")))
        return called is None or not local(called).startswith("global")
    return tag in SUBS or tag in ("subChoreography", "subConversation", "callConversation")


def name(element: etree._Element, known: Known) -> str:
    tag = local(element)
    if tag == "textAnnotation":
        return "".join(t for text in element.findall(q("bpmn", "text")) for t in text.itertext())
    if tag == "group":
        value = known.get(bare(element.get("categoryValueRef")))
        return (value.get("value") or "") if value is not None else element.get("name") or ""
    said = element.get("name") or ""
    if not said and tag in ("dataObjectReference", "dataStoreReference"):
        meant = known.get(bare(element.get("dataObjectRef") or element.get("dataStoreRef")))
        said = (meant.get("name") or "") if meant is not None else ""
    state = element.find(q("bpmn", "dataState"))
    if state is not None and state.get("name"):
        said = f"{said} [{state.get('name')}]".strip()
    if not said and tag == "messageFlow":
        message = known.get(bare(element.get("messageRef")))
        said = (message.get("name") or "") if message is not None else ""
    return said


def colour(item: etree._Element, names: tuple[str, ...]) -> str:
    """A colour that a tool wrote into the diagram; what is not plainly one is left out."""
    for one in names:
        said = (item.get(one) or "").strip()
        if HEX.fullmatch(said):
            short = len(said) == 4
            return ("#" + "".join(c * 2 for c in said[1:]) if short else said).lower()
    return ""


def ends(element: etree._Element) -> tuple[str, str]:
    """Where a line begins and ends; data associations lead to or from the activity they stand in."""
    tag = local(element)
    if not tag.startswith("data"):
        return bare(element.get("sourceRef")), bare(element.get("targetRef"))
    holder = element.getparent()
    owner = (holder.get("id") or "") if holder is not None else ""
    end = element.find(q("bpmn", "sourceRef" if tag == "dataInputAssociation" else "targetRef"))
    other = bare(end.text) if end is not None else ""
    return (other, owner) if tag == "dataInputAssociation" else (owner, other)
