"""Faults of a model in plain words, each with the place where it is mended. Pure.

The same ideas as the rules of bpmnlint (no start or end, unlabelled decision, fake join, implicit split,
superfluous gateway, disconnected), said to somebody who has never heard of BPMN.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from processes.analysis import faults as lost
from processes.bpmn import Document, Edge, Graph, Node, Row

LONGEST_NAME = 24


@dataclass(frozen=True)
class Flaw:
    """`step`: identity of the activity where it shows, empty for the map as a whole.

    `place` is the page that mends it: activity, branches, or the map.
    """

    kind: str
    sentence: str
    step: str = ""
    place: str = "map"


def flaws(document: Document, rows: Sequence[Row]) -> list[Flaw]:
    """In the order in which a person would look: ends, ways, decisions, gateways."""
    web = _Web(document.graph(), rows)
    return [*_ends(web), *_ways(web), *_decisions(web), *_gateways(web)] if rows else []


class _Web:
    def __init__(self, graph: Graph, rows: Sequence[Row]) -> None:
        self.graph, self.rows = graph, rows
        self.out, self.into = graph.out_of(), graph.into()
        self.steps = {row.element_id: row.facts.step for row in rows}
        self.names = {node.id: node.name for node in graph.nodes}
        self.lost = lost(rows, graph)

    def before(self, node: str) -> str:
        """The nearest activity in front of a gateway; where its branches are edited."""
        seen, todo = {node}, [node]
        while todo:
            here = todo.pop(0)
            if here in self.steps:
                return here
            for edge in self.into.get(here, ()):
                if edge.source not in seen:
                    seen.add(edge.source)
                    todo.append(edge.source)
        return ""

    def step_before(self, node: str) -> str:
        return self.steps.get(self.before(node), "")

    def called(self, node: Node) -> str:
        """A gateway by its question, else by the activity in front of it."""
        if node.name:
            return _short(node.name)
        before = self.before(node.id)
        return _("behind “%(name)s”") % {"name": _short(self.names[before])} if before else node.id


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _ends(web: _Web) -> Iterable[Flaw]:
    kinds = [node.kind for node in web.graph.nodes]
    if "start" not in kinds:
        yield Flaw("no_start", _("The map has no start. Say what sets the process going."))
    if "end" not in kinds:
        yield Flaw("no_end", _("The map has no end. Say when the process is done."))


def _ways(web: _Web) -> Iterable[Flaw]:
    for row in web.lost.unreached:
        name = _short(row.facts.name)
        said = _("No way leads to “%(name)s”. Lead one there, or take the activity out.")
        yield Flaw("unreached", said % {"name": name}, row.facts.step, "branches")
    unreached = {row.element_id for row in web.lost.unreached}
    for row in web.lost.stuck:
        if row.element_id in unreached:
            continue
        name = _short(row.facts.name)
        said = _("“%(name)s” is a dead end: no way leads from there to the end.")
        yield Flaw("dead_end", said % {"name": name}, row.facts.step, "branches")


def _decisions(web: _Web) -> Iterable[Flaw]:
    for node in web.graph.nodes:
        ways = web.out[node.id]
        if node.kind != "decision" or len(ways) < 2:
            continue
        called = {"decision": web.called(node)}
        step = web.step_before(node.id)
        if not node.name:
            said = _("The decision %(decision)s asks no question.")
            yield Flaw("no_question", said % called, step, "branches")
        if unsaid := sum(1 for way in ways if not way.name):
            said = _("At the decision %(decision)s %(n)d of %(all)d ways have no condition.")
            counted = called | {"n": unsaid, "all": len(ways)}
            yield Flaw("no_condition", said % counted, step, "branches")
        yield from _same_conditions(called, ways, step)
        yield from _against_shares(called, ways, step)


def _same_conditions(called: dict, ways: Sequence[Edge], step: str) -> Iterable[Flaw]:
    said = [way.name for way in ways if way.name]
    for name in dict.fromkeys(one for one in said if said.count(one) > 1):
        sentence = _("At the decision %(decision)s two ways have the same condition “%(name)s”.")
        yield Flaw("same_condition", sentence % (called | {"name": _short(name)}), step, "branches")


def _against_shares(called: dict, ways: Sequence[Edge], step: str) -> Iterable[Flaw]:
    said = [way.share for way in ways if way.share is not None]
    total = sum(said, Decimal(0))
    wrong = total != 100 if len(said) == len(ways) else total > 100
    if said and wrong:
        sentence = _(
            "At the decision %(decision)s the shares add up to %(total)s %%, not to 100 %%."
        )
        total_said = f"{total.normalize():f}"
        yield Flaw("shares", sentence % (called | {"total": total_said}), step, "branches")


def _gateways(web: _Web) -> Iterable[Flaw]:
    for node in web.graph.nodes:
        into, ways = len(web.into[node.id]), len(web.out[node.id])
        step = web.step_before(node.id)
        if node.kind in ("decision", "gateway"):
            if into > 1 and ways > 1:
                said = _("The gateway %(gateway)s joins and splits at once; use one for each.")
                yield Flaw("joins_and_splits", said % {"gateway": web.called(node)}, step)
            elif into == 1 and ways == 1:
                said = _("The gateway %(gateway)s neither splits nor joins; it can go.")
                yield Flaw("superfluous", said % {"gateway": web.called(node)}, step)
        elif node.kind == "activity" and ways > 1 and not all(w.name for w in web.out[node.id]):
            said = _(
                "Several ways leave “%(name)s” without a decision. Is one of them taken, or all?"
            )
            yield Flaw(
                "silent_split",
                said % {"name": _short(node.name)},
                web.steps.get(node.id, ""),
                "branches",
            )
