"""A map as a canvas gives it back, put in order: exporter, lanes, the order of the step table.

A canvas appends what is new at the end of the process and knows nothing of our attributes. Changes
the tree of a Document; where its shapes stand is left alone.
"""

from collections.abc import Iterable

from lxml import etree

from processes.bpmn.document import EXPORTER, POSITION, Document
from processes.bpmn.pieces import UNASSIGNED
from processes.bpmn.xml import free_ids, is_bpmn, q

Wiring = set[tuple[str, str]]


def settle(document: Document, before: Document) -> None:
    """`before` is the map that the canvas was opened with."""
    document.settle_in()
    if before.is_ours:
        document.root.set("exporter", EXPORTER)
    elif document.is_ours:
        document.root.attrib.pop("exporter", None)
    _name_flows(document)
    for lane in document.lane_elements():
        if lane.get(POSITION) or lane.get("name") or not before.is_ours:
            lane.attrib.pop(UNASSIGNED, None)
        else:
            lane.set(UNASSIGNED, "true")
    _order(document, before)
    _order_shapes(document, before)


def _name_flows(document: Document) -> None:
    for element in document.process:
        if is_bpmn(element, "sequenceFlow") and not element.get("id"):
            element.set("id", next(free_ids(document.root, "Flow")))
    document.changed()


def _order(document: Document, before: Document) -> None:
    """The activities in the order of the table: as before, and along the flow where that changed."""
    present = document.tasks()
    places = {task.get("id", ""): i for i, task in enumerate(before.tasks())}
    names = [task.get("id", "") for task in present]
    if set(names) != set(places) or _wiring(document) != _wiring(before):
        wanted = _along_the_flow(document, places)
    else:
        wanted = sorted(names, key=places.__getitem__)
    if wanted != names:
        _rearrange(document, present, wanted)


def _order_shapes(document: Document, before: Document) -> None:
    """A canvas writes shapes in the order it draws them; the same shapes stand as they stood."""
    planes = {plane.get("id"): plane for plane in before.root.iter(q("bpmndi", "BPMNPlane"))}
    for plane in document.root.iter(q("bpmndi", "BPMNPlane")):
        old = planes.get(plane.get("id"))
        wanted = (
            [item.get("id") for item in old.iterchildren(etree.Element)] if old is not None else []
        )
        items = {item.get("id"): item for item in plane.iterchildren(etree.Element)}
        if len(items) == len(plane) and list(items) != wanted and set(items) == set(wanted):
            plane[:] = [items[name] for name in wanted]


def _wiring(document: Document) -> Wiring:
    return {(f.get("sourceRef", ""), f.get("targetRef", "")) for f in document.flows()}


def _along_the_flow(document: Document, places: dict[str, int]) -> list[str]:
    """Each activity behind those that lead to it; ways back aside. Branches stand as they stood."""
    nodes = [element.get("id", "") for element in document.elements()]
    number = {name: (places.get(name, len(places)), i) for i, name in enumerate(nodes)}
    begin = [name for name in nodes if not document.into(name)]
    seen: set[str] = set()
    found: list[str] = []
    for firsts in (
        sorted(begin, key=number.__getitem__),
        nodes,
    ):  # then circles that nothing enters
        finished: list[str] = []
        for first in reversed(firsts):
            _finish(document, first, number, seen, finished)
        found += reversed(finished)
    tasks = {task.get("id", "") for task in document.tasks()}
    return [name for name in found if name in tasks]


def _finish(
    document: Document,
    first: str,
    number: dict[str, tuple[int, int]],
    seen: set[str],
    finished: list[str],
) -> None:
    """Depth first, without recursion: `finished` gets each node after all that follows it."""
    waiting = [(first, iter(_onward(document, first, number)))] if first not in seen else []
    seen.add(first)
    while waiting:
        ways = waiting[-1][1]
        further = next((one for one in ways if one not in seen), None)
        if further is None:
            finished.append(waiting.pop()[0])
        else:
            seen.add(further)
            waiting.append((further, iter(_onward(document, further, number))))


def _onward(document: Document, name: str, number: dict[str, tuple[int, int]]) -> Iterable[str]:
    """The last branch first, since what is finished last comes first."""
    ways = {flow.get("targetRef", "") for flow in document.out(name)} & set(number)
    return sorted(ways, key=number.__getitem__, reverse=True)


def _rearrange(document: Document, present: list[etree._Element], wanted: list[str]) -> None:
    """The same places, other activities in them; what stands between them stays."""
    by_name = {task.get("id", ""): task for task in present}
    marks = []
    for task in present:
        mark = etree.Element("mark")
        task.addprevious(mark)
        marks.append(mark)
    for mark, name in zip(marks, wanted, strict=True):
        mark.getparent().replace(mark, by_name[name])
    document.changed()
