"""The drawings of two edits put together: what a hand has placed stays, what is new finds a place."""

from copy import deepcopy

from lxml import etree

from processes import layout
from processes.bpmn import Document
from processes.bpmn.xml import bare
from processes.layout.diagram import DRAWN, fingerprint
from processes.merging.parts import shape

Items = dict[str, etree._Element]


def merge(base: Document, mine: Document, theirs: Document, result: Document) -> None:
    """Draws into `result`, whose diagram is theirs so far. The caller mends by `layout.draw`."""
    plane = layout.main_plane(result)
    if plane is None:
        return
    placed = layout.is_placed_by_others(mine), layout.is_placed_by_others(theirs)
    if placed == (False, False):
        _drop_unknown(result, plane)
        plane.set(DRAWN, fingerprint(plane))  # as if nothing had been moved: all is laid out anew
        return
    if placed == (True, False):
        _replace_items(plane, layout.main_plane(mine))
    elif placed == (True, True):
        _merge_items(plane, *(_items(one) for one in (base, mine, theirs)))
    _drop_unknown(result, plane)
    plane.attrib.pop(DRAWN, None)
    _say_what_is_missing(result, plane)
    _say_what_is_bent(result, plane, [mine, theirs])


def _items(document: Document) -> Items:
    plane = layout.main_plane(document)
    return _by_element(plane) if plane is not None else {}


def _by_element(plane: etree._Element) -> Items:
    return {bare(item.get("bpmnElement")): item for item in plane.iterchildren(etree.Element)}


def _replace_items(plane: etree._Element, other: etree._Element | None) -> None:
    if other is not None:
        plane[:] = [deepcopy(item) for item in other.iterchildren(etree.Element)]


def _merge_items(plane: etree._Element, base: Items, mine: Items, theirs: Items) -> None:
    present = _by_element(plane)
    for name, item in mine.items():
        is_moved = name not in base or shape(base[name]) != shape(item)
        if name not in present:
            if name not in base or name not in theirs:
                plane.append(deepcopy(item))
        elif is_moved:
            plane.replace(present[name], deepcopy(item))


def _drop_unknown(document: Document, plane: etree._Element) -> None:
    known = {e.get("id") for e in document.root.iter(etree.Element) if e.get("bpmnElement") is None}
    for item in list(plane.iterchildren(etree.Element)):
        if bare(item.get("bpmnElement")) not in known:
            plane.remove(item)


def _say_what_is_missing(document: Document, plane: etree._Element) -> None:
    drawn = _by_element(plane)
    for element in [*document.lane_elements(), *document.elements(), *document.flows()]:
        if element.get("id") not in drawn:
            document.made.append(element.get("id", ""))


def _say_what_is_bent(document: Document, plane: etree._Element, sides: list[Document]) -> None:
    """A line belongs to the side where both its ends stand as they stand now, else it is drawn anew."""
    drawn, others = _by_element(plane), [(_items(side), side) for side in sides]
    for flow in document.flows():
        name, ends = flow.get("id", ""), (flow.get("sourceRef", ""), flow.get("targetRef", ""))
        if name not in drawn or not all(end in drawn for end in ends):
            continue
        wanted = [shape(drawn[one]) for one in (*ends, name)]
        if not any(_stood(items, side, name, ends, wanted) for items, side in others):
            document.bent.append(name)


def _stood(
    items: Items, side: Document, name: str, ends: tuple[str, str], wanted: list[str]
) -> bool:
    flow = side.element(name)
    if flow is None or (flow.get("sourceRef"), flow.get("targetRef")) != ends:
        return False
    return [shape(items[one]) if one in items else "" for one in (*ends, name)] == wanted
