"""All of a diagram in words: pools one after another, in each the nodes along the flows.

What the drawing shows by place is said: lane, ways on, parallel parts, what interrupts, insides,
messages and notes. For readers who can't see the drawing.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from processes.bpmn import Document, Edge, Graph, Node
from processes.bpmn.xml import is_bpmn
from processes.layout.cells import flow_order, reading_order
from processes.scene.model import Item, Scene
from processes.scene.reading import read

EVENT_WORDS = {
    "message": lambda: _("message"),
    "timer": lambda: _("timer"),
    "error": lambda: _("error"),
    "escalation": lambda: _("escalation"),
    "cancel": lambda: _("cancellation"),
    "compensate": lambda: _("compensation"),
    "conditional": lambda: _("condition"),
    "link": lambda: _("link"),
    "signal": lambda: _("signal"),
    "terminate": lambda: _("ends everything"),
    "multiple": lambda: _("one of several"),
    "parallel": lambda: _("all of several"),
}
NODES = frozenset(["task", "call", "sub", "event", "gateway", "choreography", "conversation"])


BEYOND = frozenset(
    ["messageFlow", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent",
     "subProcess", "transaction", "adHocSubProcess", "parallelGateway", "eventBasedGateway",
     "complexGateway", "textAnnotation", "dataObjectReference", "dataStoreReference",
     "choreographyTask", "conversation"]
)  # fmt: skip


@dataclass
class Entry:
    """One node: its number in the list, what it is, and the sentences about it."""

    number: str
    words: str
    lane: str = ""
    said: list[str] = field(default_factory=list)
    inside: list["Entry"] = field(default_factory=list)


@dataclass
class Chapter:
    """A pool or a process; one that shows no inside has only messages."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def tell(document: Document, plane: int | None = None) -> list[Chapter]:
    return _Teller(document, read(document, plane)).chapters()


def goes_beyond_rows(document: Document) -> bool:
    """Whether the drawing shows what the rows of the step table can't say."""
    pools = sum(1 for _pool in document.root.iter("{*}participant"))
    return pools > 1 or any(is_bpmn(e, *BEYOND) for e in document.root.iter("{*}*"))


def event_words(item: Item) -> str:
    """What an event is, for its title and for the text form."""
    kind = EVENT_WORDS.get(item.symbol)
    return (
        f"{item.name} ({kind()})" if item.name and kind else item.name or (kind() if kind else "")
    )


class _Teller:
    def __init__(self, document: Document, scene: Scene) -> None:
        self.document, self.scene = document, scene
        self.lanes = _lanes(document)
        self.numbers: dict[str, str] = {}
        self.homes = _homes(document, scene)
        held: dict[str, list[Item]] = {}
        for item in scene.items:
            if item.kind in NODES and not item.host:
                held.setdefault(self.homes.get(item.id, ""), []).append(item)
        self.held = {holder: self._ordered(items) for holder, items in held.items()}

    def _ordered(self, items: list[Item]) -> list[Item]:
        by_id = {item.id: item for item in items}
        kinds = {"startEvent": "start", "endEvent": "end"}
        nodes = [
            Node(i.id, kinds.get(i.tag, "activity" if i.kind in ("task", "call", "sub") else "gateway"), i.name)
            for i in items
        ]  # fmt: skip
        hosts = {item.id: item.host for item in self.scene.items if item.host}
        edges = [
            Edge(line.id, hosts.get(line.source, line.source), line.target, line.name)
            for line in self.scene.lines
            if line.kind == "sequence"
        ]
        known = [e for e in edges if e.source in by_id and e.target in by_id]
        graph = Graph(tuple(nodes), tuple(known), ())
        order = reading_order(graph) if self.document.is_ours else flow_order(graph)
        return [by_id[name] for name in order]

    def chapters(self) -> list[Chapter]:
        pools = self.scene.of("pool")
        holders = {pool.id: self._process_of(pool.id) for pool in pools}
        rest = [h for h in self.held if h not in holders.values() and not self._is_sub(h)]
        for holder in [*holders.values(), *rest]:
            self._number(holder, "")
        told = [
            Chapter(
                pool.name or _("Pool"), self._entries(holders[pool.id]), self._messages(pool.id)
            )
            for pool in pools
        ]
        told += [Chapter(self._title(holder), self._entries(holder)) for holder in rest]
        notes = [
            item.name for item in self.scene.of("note") if item.name and not self._is_tied(item)
        ]
        if notes:
            told.append(Chapter(_("Annotations"), [], notes))
        return [one for one in told if one.entries or one.said or one.name]

    def _process_of(self, pool: str) -> str:
        element = next(
            (e for e in self.document.root.iter("{*}participant") if e.get("id") == pool), None
        )
        return (element.get("processRef") or "").rpartition(":")[2] if element is not None else ""

    def _is_sub(self, holder: str) -> bool:
        item = self.scene.by_id.get(holder)
        return item is not None and item.kind == "sub"

    def _title(self, holder: str) -> str:
        if holder == (self.document.process.get("id") or ""):
            return self.document.title or _("Process")
        return next((p.get("name") or "" for p in self.document.root.iter("{*}process")
                     if p.get("id") == holder), "") or _("Process")  # fmt: skip

    def _number(self, holder: str, above: str) -> None:
        for place, item in enumerate(self.held.get(holder, ()), start=1):
            self.numbers[item.id] = f"{above}{place}"
            self._number(item.id, f"{above}{place}.")

    def _entries(self, holder: str) -> list[Entry]:
        return [
            Entry(
                number=self.numbers[item.id],
                words=self._words(item),
                lane=self.lanes.get(item.id, ""),
                said=[*self._onward(item), *self._interrupted(item), *self._messages(item.id), *self._tied(item)],
                inside=self._entries(item.id) if item.kind == "sub" else [],
            )
            for item in self.held.get(holder, ())
        ]  # fmt: skip

    def _words(self, item: Item) -> str:
        if item.kind == "event":
            plain = {"startEvent": _("Start"), "endEvent": _("End")}.get(item.tag, _("Event"))
            told = event_words(item)
            return f"{plain}: {told}" if told else plain
        if item.kind == "gateway":
            said = self._gateway(item)
            return f"{said}: {item.name}" if item.name else said
        if item.kind == "sub":
            return _("Sub-process: %(name)s") % {"name": item.name}
        return item.name or item.tag

    def _gateway(self, item: Item) -> str:
        joins = sum(1 for line in self._flows() if line.target == item.id) > 1
        splits = sum(1 for line in self._flows() if line.source == item.id) > 1
        if item.symbol == "parallel":
            return _("All ways at the same time") if splits else _("Waits for all ways")
        if joins and not splits:
            return _("The ways come together")
        if item.symbol == "inclusive":
            return _("Decision, several ways possible")
        return _("Waits for what happens first") if "event" in item.tag else _("Decision")

    def _flows(self) -> list:
        return [line for line in self.scene.lines if line.kind == "sequence"]

    def _place(self, name: str) -> str:
        item, number = self.scene.by_id.get(name), self.numbers.get(name, "")
        words = (
            self._words(item)
            if item is not None and item.kind in NODES
            else (item.name if item else name)
        )
        return f"{number} “{words}”" if number else f"“{words}”"

    def _onward(self, item: Item) -> list[str]:
        told = []
        for line in (line for line in self._flows() if line.source == item.id):
            there = {"place": self._place(line.target), "condition": line.name}
            if line.name:
                told.append(_("If “%(condition)s”: on to %(place)s") % there)
            elif line.default:
                told.append(_("Otherwise: on to %(place)s") % there)
            else:
                told.append(_("On to %(place)s") % there)
        return told

    def _interrupted(self, item: Item) -> list[str]:
        told = []
        for event in (one for one in self.scene.items if one.host == item.id):
            ways = [self._place(line.target) for line in self._flows() if line.source == event.id]
            facts = {
                "event": event_words(event) or _("Event"),
                "place": _(", ").join(ways) or _("nowhere"),
            }
            told.append(
                _("Meanwhile, on “%(event)s”: also on to %(place)s") % facts
                if event.dashed
                else _("Interrupted by “%(event)s”: on to %(place)s") % facts
            )
        return told

    def _messages(self, name: str) -> list[str]:
        told = []
        for line in (one for one in self.scene.lines if one.kind == "message"):
            if line.source == name:
                facts = {"message": line.name or _("message"), "place": self._place(line.target)}
                told.append(_("Sends “%(message)s” to %(place)s") % facts)
            if line.target == name:
                facts = {"message": line.name or _("message"), "place": self._place(line.source)}
                told.append(_("Receives “%(message)s” from %(place)s") % facts)
        return told

    def _tied(self, item: Item) -> list[str]:
        told = []
        for line in (one for one in self.scene.lines if one.kind in ("association", "data")):
            other = line.target if line.source == item.id else line.source
            thing = self.scene.by_id.get(other)
            if item.id in (line.source, line.target) and thing is not None and thing.name:
                kind = _("Annotation") if thing.kind == "note" else _("Data")
                told.append(_("%(kind)s: %(words)s") % {"kind": kind, "words": thing.name})
        return told

    def _is_tied(self, note: Item) -> bool:
        return any(
            note.id in (line.source, line.target)
            and self.numbers.keys() & {line.source, line.target}
            for line in self.scene.lines
        )


def _lanes(document: Document) -> dict[str, str]:
    """The innermost lane of a node comes last."""
    found = {}
    for lane in document.root.iter("{*}lane"):
        for reference in lane.findall("{*}flowNodeRef"):
            if lane.get("name"):
                found[(reference.text or "").strip()] = lane.get("name")
    return found


def _homes(document: Document, scene: Scene) -> dict[str, str]:
    """The process or sub-process that holds a node."""
    return {
        element.get("id"): element.getparent().get("id") or ""
        for element in document.root.iter("{*}*")
        if element.get("id") in scene.by_id and element.getparent() is not None
    }
