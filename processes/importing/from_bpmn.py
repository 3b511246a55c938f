"""`.bpmn` of any tool: everything is kept; said is what we don't show, and what looks wrong."""

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from processes.bpmn import Document, Unreadable
from processes.bpmn.model import ACTIVITIES, MOST_ACTIVITIES
from processes.bpmn.xml import bare, is_bpmn, local, q
from processes.importing.counting import counts, tags
from processes.importing.result import Imported, Tally
from processes.layout import main_plane

MOST_DRAWN = 3_000  # nodes and flows that are laid out where a file has no drawing
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")


def read(data: bytes) -> Imported:
    warnings: list[str] = []
    data = _decoded(data, warnings)
    document = Document.parse(data)
    found = tags(document)
    if len(document.tasks()) > MOST_ACTIVITIES:
        raise Unreadable(_("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES})
    if len(document.elements()) + len(document.flows()) > MOST_DRAWN and not _is_drawn(document):
        raise Unreadable(
            _("The process is too large to be drawn; the file holds no drawing of it.")
        )
    imported = Imported("bpmn", document, given=data, warnings=warnings)
    imported.tallies = _tallies(document, found)
    imported.simplified = list(_not_shown(document, found))
    warnings.extend(_doubtful(document, found))
    return imported


def _is_drawn(document: Document) -> bool:
    plane = main_plane(document)
    return plane is not None and len(plane) > 0


def _decoded(data: bytes, warnings: list[str]) -> bytes:
    """Files that say UTF-8, or nothing, and are GBK all the same are common enough to be read."""
    data = data.lstrip(b" \t\r\n")
    if data.startswith(UTF16):
        return data
    declared = DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared.group(1).upper() not in (b"UTF-8", b"UTF8"):
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            return data
        warnings.append(
            _("The file calls itself UTF-8 but is written in GB 18030; it was read so.")
        )
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
    return data


def _tallies(document: Document, found: Counter[str]) -> list[Tally]:
    number = counts(found)
    activities = sum(found[tag] for tag in ACTIVITIES)
    told = [
        Tally(_("Pools"), number["pools"], number["pools"]),
        Tally(_("Lanes"), number["lanes"], number["lanes"], len(document.lane_elements())),
        Tally(_("Activities"), activities, activities, len(document.tasks())),
        Tally(_("Events"), *[_events(found)] * 2),
        Tally(_("Gateways"), *[number["flow_nodes"] - activities - _events(found)] * 2),
        Tally(_("Sequence flows"), *[number["sequence_flows"]] * 2),
        Tally(_("Message flows"), *[number["message_flows"]] * 2),
        Tally(_("Data objects and stores"), *[number["data_references"]] * 2),
        Tally(_("Annotations"), *[number["annotations"]] * 2),
    ]
    return [tally for tally in told if tally.found]


def _events(found: Counter[str]) -> int:
    return sum(n for tag, n in found.items() if tag in EVENT_TAGS)


EVENT_TAGS = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateThrowEvent",
        "intermediateCatchEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    ]
)


def _not_shown(document: Document, found: Counter[str]) -> Iterator[str]:
    """Kept in the file and given back with it, but not in the step table or not drawn here."""
    inner, outer = _elsewhere(document)
    title = document.title or document.process.get("id", "")
    if outer:
        yield _(
            "The step table shows the process “%(title)s”; activities of other processes are kept "
            "in the file: %(n)d."
        ) % {"title": title, "n": outer}
    if inner:
        yield _(
            "Activities inside sub-processes are kept; the table shows the sub-process: %(n)d."
        ) % {"n": inner}
    for count, sentence in (
        (_nested(document), _("Lanes within lanes: the innermost ones count as positions.")),
        (
            found["messageFlow"] + found["textAnnotation"] + found["group"]
            + found["dataObjectReference"] + found["dataStoreReference"],
            _("Message flows, data, annotations and groups are drawn; the step table leaves them out."),
        ),
        (
            found["choreography"] + found["conversation"] + found["callConversation"]
            + found["subConversation"],
            _("Choreographies and conversations are drawn as labelled shapes; the step table leaves them out."),
        ),
        (found["boundaryEvent"] + found["intermediateThrowEvent"] + found["intermediateCatchEvent"],
         _("Intermediate and boundary events are drawn; the step table leaves them out.")),
    ):  # fmt: skip
        if count:
            yield sentence
    planes = len(list(document.root.iter(q("bpmndi", "BPMNPlane"))))
    if planes > 1:
        yield _("Diagrams in the file: %(n)d. The main one is shown, the others are kept.") % {
            "n": planes
        }


def _nested(document: Document) -> bool:
    """Some tools write an empty set of inner lanes everywhere."""
    inner = document.root.iter(q("bpmn", "childLaneSet"))
    return any(one.find(q("bpmn", "lane")) is not None for one in inner)


def _elsewhere(document: Document) -> tuple[int, int]:
    """Activities inside sub-processes of the process shown, and those of other processes."""
    all_here = sum(1 for e in document.process.iter(etree.Element) if is_bpmn(e, *ACTIVITIES))
    everywhere = sum(1 for e in document.root.iter(etree.Element) if is_bpmn(e, *ACTIVITIES))
    top = sum(1 for e in document.process if is_bpmn(e, *ACTIVITIES))
    return all_here - top, everywhere - all_here


def _doubtful(document: Document, found: Counter[str]) -> Iterator[str]:
    if not found["process"]:
        yield _("The file holds no process; the map begins empty.")
    elif not document.tasks():
        yield _("The process holds no activity; the step table begins empty.")
    ids = {e.get("id") for e in document.root.iter(etree.Element) if is_bpmn(e) and e.get("id")}
    yield from _dangling(document, ids)
    yield from _nameless(document)
    yield from _circles(document)
    yield from _diagram_faults(document, ids)


def _dangling(document: Document, ids: set[str | None]) -> Iterator[str]:
    flows = attached = 0
    for element in document.root.iter(etree.Element):
        if is_bpmn(element, "sequenceFlow", "messageFlow"):
            ends = (bare(element.get("sourceRef")), bare(element.get("targetRef")))
            flows += any(end not in ids for end in ends)
        elif is_bpmn(element, "boundaryEvent"):
            attached += bare(element.get("attachedToRef")) not in ids
    lanes = sum(bare(e.text) not in ids for e in document.root.iter(q("bpmn", "flowNodeRef")))
    if flows:
        yield _("Flows without a beginning or an end in the file, kept as they are: %(n)d.") % {
            "n": flows
        }
    if attached:
        yield _("Boundary events at no activity of the file, kept as they are: %(n)d.") % {
            "n": attached
        }
    if lanes:
        yield _("Entries of lanes that name nothing in the file, kept as they are: %(n)d.") % {
            "n": lanes
        }


def _nameless(document: Document) -> Iterator[str]:
    kinds = (*ACTIVITIES, "sequenceFlow", "lane", *EVENT_TAGS)
    missing = sum(
        1 for e in document.root.iter(etree.Element) if is_bpmn(e, *kinds) and not e.get("id")
    )
    if missing:
        yield _("Elements without an id are kept, but the step table can't show them: %(n)d.") % {
            "n": missing
        }


def _circles(document: Document) -> Iterator[str]:
    """Processes that call themselves, straight or by way of others."""
    calls: dict[str, set[str]] = {}
    for process in document.root.iter(q("bpmn", "process")):
        called = {bare(e.get("calledElement")) for e in process.iter(q("bpmn", "callActivity"))}
        calls[process.get("id", "")] = called - {""}
    for process, called in calls.items():
        seen, todo = set(), list(called)
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo.extend(calls.get(one, ()))
        if process and process in seen:
            yield _("The process “%(name)s” calls itself; it is shown once.") % {
                "name": process[:60]
            }


def _diagram_faults(document: Document, ids: set[str | None]) -> Iterator[str]:
    shown = {
        bare(e.get("bpmnElement"))
        for e in document.root.iter(q("bpmndi", "BPMNShape"), q("bpmndi", "BPMNEdge"))
    }
    nodes = [e.get("id") for e in document.elements()]
    missing = [name for name in nodes if name not in shown]
    if nodes and len(missing) == len(nodes):
        yield _("The file holds no drawing of this process; it will be drawn.")
    elif missing:
        yield _("Elements of this process that the drawing leaves out: %(n)d.") % {
            "n": len(missing)
        }
    if strange := len(shown - ids - {""}):
        yield _("Elements in the drawing that are not in the model: %(n)d.") % {"n": strange}
    doubles = Counter(
        e.get("id")
        for e in document.root.iter(etree.Element)
        if e.get("id") and (is_bpmn(e) or local(e).startswith("BPMN"))
    )
    if twice := sum(1 for n in doubles.values() if n > 1):
        yield _("Ids that stand twice, kept as they are: %(n)d.") % {"n": twice}
