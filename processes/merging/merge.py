"""The three-way merge of two maps that came from one."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from processes.bpmn import Document
from processes.bpmn.document import extension
from processes.bpmn.lanes import ours_in
from processes.bpmn.xml import free_ids, is_bpmn, q
from processes.merging import diagram
from processes.merging.parts import (
    ATTRIBUTE,
    FACT,
    FLOWS,
    FOREIGN,
    LANES,
    NOTES,
    PARENT,
    REFERENCES,
    TAG,
    Key,
    Part,
    Parts,
    key_of,
    rename,
)

MINE, THEIRS = "mine", "theirs"
WHOLE, ORDER, STEP = "whole", "order", f"{FACT}step"
BOTH = "|"


@dataclass(frozen=True)
class Change:
    """What one side did: `what` is “added”, “removed”, “order” or the name of a property."""

    kind: str
    element: str
    name: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Conflict:
    """Both changed one thing differently. None: the element was removed on that side."""

    key: str
    kind: str
    element: str
    name: str
    what: str
    base: str | None
    mine: str | None
    theirs: str | None


@dataclass
class Merge:
    """`document` takes their side in every conflict that nothing was chosen for."""

    document: Document
    mine: list[Change] = field(default_factory=list)
    theirs: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    open: list[Conflict] = field(default_factory=list)


def merge(
    base: Document, mine: Document, theirs: Document, choices: Mapping[str, str] | None = None
) -> Merge:
    """Put `mine` and `theirs`, which both came from `base`, together; the three stay as they are."""
    mine = Document(deepcopy(mine.root))
    _tell_apart(base, mine, theirs)
    return _Merging(base, mine, theirs, choices or {}).run()


def _tell_apart(base: Document, mine: Document, theirs: Document) -> None:
    """Both sides may have given one id to two new things; mine gets another."""
    old, ours, others = Parts(base), Parts(mine), Parts(theirs)
    taken = free_ids(theirs.root, "Own")
    used = {e.get("id") for e in mine.root.iter(etree.Element)}
    for key in [key for key in ours if key in others and key not in old]:
        if not _same(ours, others, key):
            rename(mine, key[1], next(name for name in taken if name not in used))


def _same(ours: Parts, others: Parts, key: Key) -> bool:
    """One new thing that reached the server already (a save sent twice), not two."""
    mine, theirs = ours[key].says, others[key].says
    if mine.get(TAG) != theirs.get(TAG) or ours[key].name != others[key].name:
        return False
    if key[0] in FLOWS:
        return ours.ends[key] == others.ends[key]
    steps = mine.get(STEP), theirs.get(STEP)
    if None not in steps:
        return steps[0] == steps[1]
    ends = [{parts.ends[k] for k in parts.flows_at(key[1])} for parts in (ours, others)]
    return ends[0] == ends[1]


class _Merging:
    def __init__(
        self, base: Document, mine: Document, theirs: Document, choices: Mapping[str, str]
    ) -> None:
        self.base, self.mine, self.theirs = Parts(base), Parts(mine), Parts(theirs)
        self.choices = choices
        self.result = Merge(Document(deepcopy(theirs.root)))
        self.document = self.result.document
        self.there = {key_of(e): e for e in self._present()}

    def _present(self) -> Iterator[etree._Element]:
        return (part.element for part in Parts(self.document).values())

    def run(self) -> Merge:
        self.result.mine = list(_changes(self.base, self.mine))
        self.result.theirs = list(_changes(self.base, self.theirs))
        for key in [key for key in self.base if key not in self.mine]:
            self._removed_by_me(key)
        for key in [key for key in self.base if key not in self.theirs]:
            self._removed_by_them(key)
        for key in [key for key in self.mine if key not in self.base and key not in self.theirs]:
            self._put(key)
        for key in [key for key in self.mine if key in self.theirs]:
            self._both_have(key)
        self._order()
        self._drop_dangling()
        self._refer()
        self.document.changed()
        diagram.merge(self.base.document, self.mine.document, self.theirs.document, self.document)
        return self.result

    def _chosen(self, key: Key, what: str, *values: str | None) -> bool:
        """Whether mine is taken; a conflict that nothing was chosen for is left open."""
        part = self.theirs.get(key) or self.mine.get(key) or self.base[key]
        name = BOTH.join((*key, what))
        conflict = Conflict(name, *key, part.name, what, *values)
        self.result.conflicts.append(conflict)
        choice = self.choices.get(name)
        if choice not in (MINE, THEIRS):
            self.result.open.append(conflict)
        return choice == MINE

    # Removed on one side

    def _removed_by_me(self, key: Key) -> None:
        if key not in self.theirs:
            return
        touched = self._touch(self.theirs, key)
        if touched is None or self._chosen(key, WHOLE, self.base[key].name, None, touched):
            self._drop(key)

    def _removed_by_them(self, key: Key) -> None:
        if key not in self.mine:
            return
        touched = self._touch(self.mine, key)
        if touched is None or not self._chosen(key, WHOLE, self.base[key].name, touched, None):
            return
        self._put(key)
        for flow in self.mine.flows_at(key[1]):
            if flow in self.there:
                for end in ("sourceRef", "targetRef"):
                    self.there[flow].set(end, self.mine[flow].element.get(end, ""))
            else:
                self._put(flow)

    def _touch(self, side: Parts, key: Key) -> str | None:
        """What that side did to an element that the other removed; None where nothing."""
        old, now = self.base[key].says, side[key].says
        changed = [what for what in (*now, *old) if old.get(what) != now.get(what)]
        if changed:
            return now.get(changed[0]) or now.get(f"{ATTRIBUTE}name") or key[1]
        if key[0] == "node":
            gone = self.base.flows_at(key[1])
            news = [f for f in side.flows_at(key[1]) if f not in gone]
            return side[key].name or key[1] if news else None
        if key[0] == "lane" and side.nodes_in(key[1]) - self.base.nodes_in(key[1]):
            return side[key].name or key[1]
        return None

    def _drop(self, key: Key) -> None:
        element = self.there.pop(key, None)
        if element is not None and element.getparent() is not None:
            for inner in element.iter(etree.Element):
                self.there.pop(key_of(inner), None)
            self.document.gone.update(e.get("id") for e in element.iter() if e.get("id"))
            element.getparent().remove(element)

    def _put(self, key: Key) -> None:
        """A copy of mine, behind what it stands behind there."""
        element = self.mine[key].element
        parent = self._twin_of_parent(element)
        if parent is None or key in self.there:
            return
        copy = deepcopy(element)
        copy.tail = None
        for inner in list(copy.iter(etree.Element)):
            if inner is not copy and is_bpmn(inner) and key_of(inner) in self.there:
                inner.getparent().remove(inner)
        before = element.getprevious()
        while before is not None and key_of(before) not in self.there:
            before = before.getprevious()
        twin = self.there[key_of(before)] if before is not None else None
        if twin is not None and twin.getparent() is parent:
            twin.addnext(copy)
        else:
            parent.append(copy)
        for inner in copy.iter(etree.Element):
            if is_bpmn(inner) and inner.get("id"):
                self.there.setdefault(key_of(inner), inner)
        self._into_lanes(key[1], self.mine[key].says.get(LANES, ""))

    def _twin_of_parent(self, element: etree._Element) -> etree._Element | None:
        parent = element.getparent()
        if parent is self.mine.document.root:
            return self.document.root
        return self.there.get(key_of(parent))

    # Changed on both sides

    def _both_have(self, key: Key) -> None:
        old = self.base[key].says if key in self.base else {}
        mine, theirs = self.mine[key].says, self.theirs[key].says
        for what in dict.fromkeys((*mine, *old)):
            before, my, their = old.get(what), mine.get(what), theirs.get(what)
            if my in (before, their) or what == PARENT or key not in self.there:
                continue
            if what == STEP and their is not None:
                continue  # an identity is never changed by an edit
            if their == before or self._chosen(key, what, before, my, their):
                self._take(key, what)

    def _take(self, key: Key, what: str) -> None:
        part, twin = self.mine[key], self.there[key]
        value = part.says.get(what)
        if what == LANES:
            self._into_lanes(key[1], value or "")
        elif what.startswith(FACT):
            _set(ours_in(twin), what.removeprefix(FACT), value)
        elif what.startswith(ATTRIBUTE):
            _set(twin, what.removeprefix(ATTRIBUTE), value)
        elif what == TAG:
            twin.tag = part.element.tag
        elif what == NOTES:
            _swap(twin, part, lambda child: is_bpmn(child, "documentation"))
        elif what == FOREIGN:
            self._take_foreign(twin, part)
        else:
            _swap(twin, part, _is_rest)

    def _take_foreign(self, twin: etree._Element, part: Part) -> None:
        ours = ours_in(twin) if extension(twin) is not None else None
        holder = twin.find(q("bpmn", "extensionElements"))
        theirs = part.element.find(q("bpmn", "extensionElements"))
        if holder is None:
            holder = etree.Element(q("bpmn", "extensionElements"))
            twin.insert(len(twin.findall(q("bpmn", "documentation"))), holder)
        for child in list(holder):
            if child is not ours:
                holder.remove(child)
        own = extension(part.element)
        holder.extend(deepcopy(c) for c in (theirs if theirs is not None else ()) if c is not own)

    def _into_lanes(self, name: str, lanes: str) -> None:
        wanted = [lane for lane in lanes.split() if ("lane", lane) in self.there]
        if lanes and not wanted:
            return
        for reference in list(self.document.root.iter(q("bpmn", "flowNodeRef"))):
            if (reference.text or "").strip() == name:
                reference.getparent().remove(reference)
        for lane in wanted:
            etree.SubElement(self.there["lane", lane], q("bpmn", "flowNodeRef")).text = name

    # The whole

    def _order(self) -> None:
        """The order of the step table: of whoever changed it, the other's new ones put into it."""
        lists = [[task.get("id", "") for task in parts.document.tasks()]
                 for parts in (self.base, self.mine, self.theirs)]  # fmt: skip
        common = set(lists[0]).intersection(*lists[1:])
        old, mine, theirs = ([name for name in one if name in common] for one in lists)
        first, second = lists[2], lists[1]
        if mine not in (old, theirs):
            said = [
                " → ".join(self.base["node", n].name for n in one) for one in (old, mine, theirs)
            ]
            process = key_of(self.base.document.process)
            if theirs == old or self._chosen(process, ORDER, *said):
                first, second = second, first
        _rearrange(self.document, _woven(first, second))

    def _drop_dangling(self) -> None:
        known = {name for _kind, name in self.there}
        for (kind, name), flow in list(self.there.items()):
            ends = (flow.get("sourceRef"), flow.get("targetRef"))
            if kind in FLOWS and not all(one is None or one in known for one in ends):
                self._drop((kind, name))
        for reference in list(self.document.root.iter(q("bpmn", "flowNodeRef"))):
            if (reference.text or "").strip() not in known:
                reference.getparent().remove(reference)

    def _refer(self) -> None:
        """Incoming and outgoing, where the map names them, as the flows now are."""
        if not self.document.tells_flows:
            return
        wanted: dict[str, list[tuple[str, str]]] = {}
        for (kind, name), flow in self.there.items():
            if kind == "sequenceFlow":
                wanted.setdefault(flow.get("sourceRef", ""), []).append(("outgoing", name))
                wanted.setdefault(flow.get("targetRef", ""), []).append(("incoming", name))
        for (kind, name), node in self.there.items():
            if kind == "node":
                _references(node, wanted.get(name, []))


def _references(node: etree._Element, wanted: list[tuple[str, str]]) -> None:
    for reference in [c for c in node if is_bpmn(c, "incoming", "outgoing")]:
        said = (etree.QName(reference).localname, (reference.text or "").strip())
        if said in wanted:
            wanted = [one for one in wanted if one != said]
        else:
            node.remove(reference)
    for kind, name in sorted(wanted):
        reference = etree.Element(q("bpmn", kind))
        reference.text = name
        heads = ("documentation", "extensionElements", "incoming", kind)
        node.insert(sum(1 for child in node if is_bpmn(child, *heads)), reference)


def _woven(first: list[str], second: list[str]) -> list[str]:
    """`first`, and what is only in `second` behind what it stands behind there."""
    order = list(first)
    for place, name in enumerate(second):
        if name not in order:
            before = [one for one in second[:place] if one in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, name)
    return order


def _rearrange(document: Document, order: list[str]) -> None:
    """The same places, other activities in them."""
    document.changed()
    places = {task.get("id", ""): task for task in document.tasks()}
    wanted = [name for name in order if name in places]
    if wanted == list(places):
        return
    marks = []
    for task in places.values():
        marks.append(etree.Element("mark"))
        task.addprevious(marks[-1])
    for mark, name in zip(marks, wanted, strict=True):
        mark.getparent().replace(mark, places[name])
    document.changed()


def _is_rest(child: etree._Element) -> bool:
    own = is_bpmn(child, *REFERENCES, "documentation", "extensionElements")
    return not own and not (is_bpmn(child) and child.get("id"))


def _set(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)


def _swap(twin: etree._Element, part: Part, which) -> None:
    """Children of one sort as they are on my side."""
    old = [child for child in twin.iterchildren(etree.Element) if which(child)]
    place = twin.index(old[0]) if old else 0
    for child in old:
        twin.remove(child)
    for child in reversed([c for c in part.element.iterchildren(etree.Element) if which(c)]):
        twin.insert(place, deepcopy(child))


def _changes(base: Parts, side: Parts) -> Iterator[Change]:
    for key, part in side.items():
        if key not in base:
            yield Change(*key, part.name, "added", "", part.name)
            continue
        old, now = base[key].says, part.says
        for what in dict.fromkeys((*old, *now)):
            if old.get(what) != now.get(what):
                yield Change(*key, part.name, what, old.get(what, ""), now.get(what, ""))
    for key, part in base.items():
        if key not in side:
            yield Change(*key, part.name, "removed", part.name, "")
