"""From the decisions on the as-is process to the to-be process. Pure: no Django, no database.

Activities are known by a key (the step's identity). Edges run between keys, or from START and to END.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

Key = str
START = "start"
END = "end"

KEEP = "keep"
ELIMINATE = "eliminate"
COMBINE = "combine"
REARRANGE = "rearrange"
SIMPLIFY = "simplify"
AUTOMATE = "automate"
ADD = "add"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Node:
    """One activity. `origins` names the as-is activities it came from; empty: it is added."""

    key: Key
    name: str = ""
    position: Any = None
    system: str = ""
    touch: Decimal | None = None
    waiting: Decimal | None = None
    value_class: str = ""
    waste: str = ""
    entered: tuple[str, ...] = ()
    output: str = ""
    origins: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Edge:
    source: Key
    target: Key
    condition: str = ""
    share: Decimal | None = None  # percent of the cases


@dataclass(frozen=True)
class Decision:
    """What happens to the activity `key`. What stays None stays as it is.

    `after` is where a rearranged or added activity stands; None puts it at the beginning.
    """

    key: Key
    kind: str
    into: Key | None = None
    after: Key | None = None
    outcome: Key | None = None  # the new identity, for combine and add
    name: str = ""
    position: Any = None
    system: str = ""
    touch: Decimal | None = None
    waiting: Decimal | None = None
    value_class: str = ""


@dataclass(frozen=True)
class Process:
    """Activities in the order of reading, and what follows what."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(node.key for node in self.nodes)


def root_of(key: Key, decisions: Mapping[Key, Decision]) -> Key:
    """The activity that `key` ends up in when combinations are followed; stops in a circle."""
    seen = {key}
    while (one := decisions.get(key)) and one.kind == COMBINE and one.into not in seen:
        if one.into is None:
            return key
        seen.add(one.into)
        key = one.into
    return key


def in_circle(key: Key, decisions: Mapping[Key, Decision]) -> bool:
    """Whether following the combinations from `key` comes back to where it has been."""
    seen = set()
    while (one := decisions.get(key)) and one.kind == COMBINE and one.into is not None:
        if key in seen:
            return True
        seen.add(key)
        key = one.into
    return False


def contradicts(key: Key, decisions: Mapping[Key, Decision]) -> bool:
    """Whether `key` is to stand after something that in turn waits for `key`."""
    own, seen = root_of(key, decisions), set()
    here: Key | None = key
    while here is not None and here not in seen:
        seen.add(here)
        one = decisions.get(root_of(here, decisions))
        here = one.after if one and one.kind in (REARRANGE, ADD) else None
        if here is not None and root_of(here, decisions) == own:
            return True
    return False


def redesign(present: Process, decisions: Mapping[Key, Decision]) -> Process:
    """The to-be process. Undecided activities stay; decisions must be free of circles."""
    nodes, edges = _decided(present, decisions)
    order = list(nodes)
    for one in _placed(present, decisions):
        if one.kind == ADD:
            key = one.key
            nodes[key] = _changed(Node(key=key), one)
        else:
            key = _final(one.key, decisions)
            edges = bypass(edges, key)
            order.remove(key)
        after = _final(one.after, decisions) if one.after is not None else START
        edges = insert_after(edges, key, after if after in order else START)
        order.insert(order.index(after) + 1 if after in order else 0, key)
    return Process(tuple(nodes[key] for key in order), tuple(without_lone_conditions(edges)))


def without_lone_conditions(edges: Iterable[Edge]) -> list[Edge]:
    """Where only one way is left there is nothing to decide."""
    edges = list(edges)
    ways: dict[Key, int] = {}
    for edge in edges:
        ways[edge.source] = ways.get(edge.source, 0) + 1
    return [
        replace(edge, condition="", share=None) if ways[edge.source] == 1 else edge
        for edge in edges
    ]


def _final(key: Key, decisions: Mapping[Key, Decision]) -> Key:
    """The key on the to-be map of an as-is activity: its own, or that of what it is combined to."""
    root = root_of(key, decisions)
    for one in decisions.values():
        if one.kind == COMBINE and one.outcome is not None and root_of(one.key, decisions) == root:
            return one.outcome
    return root


def _decided(
    present: Process, decisions: Mapping[Key, Decision]
) -> tuple[dict[Key, Node], list[Edge]]:
    """Eliminations, combinations and changes in place; nothing has moved yet."""
    edges = list(present.edges)
    members: dict[Key, list[Decision]] = {}
    for node in present.nodes:
        one = decisions.get(node.key)
        if one and one.kind == COMBINE:
            members.setdefault(root_of(node.key, decisions), []).append(one)
        if one and one.kind in (ELIMINATE, COMBINE):
            edges = bypass(edges, node.key)
    nodes: dict[Key, Node] = {}
    for node in present.nodes:
        one = decisions.get(node.key)
        if one and one.kind in (ELIMINATE, COMBINE):
            continue
        made = _changed(replace(node, origins=(node.key,)), one)
        if group := members.get(node.key):
            made = _combined(made, group, _final(node.key, decisions))
            edges = renamed(edges, node.key, made.key)
        nodes[made.key] = made
    return nodes, edges


def _changed(node: Node, one: Decision | None) -> Node:
    if one is None:
        return node
    return replace(
        node,
        name=one.name or node.name,
        position=one.position if one.position is not None else node.position,
        system=one.system or node.system,
        touch=node.touch if one.touch is None else one.touch,
        waiting=node.waiting if one.waiting is None else one.waiting,
        value_class=one.value_class or node.value_class,
        entered=() if one.kind == AUTOMATE else node.entered,
    )


def _combined(root: Node, group: Iterable[Decision], key: Key) -> Node:
    """One new activity out of several; what a member says about it wins over what the root was."""
    made = replace(root, key=key)
    for member in group:
        made = replace(_changed(made, member), origins=(*made.origins, member.key))
    return made


def _placed(present: Process, decisions: Mapping[Key, Decision]) -> list[Decision]:
    """What is put somewhere, such that whatever it stands after is in place already.

    Of several after the same activity the later one is placed first, so that they come out
    in the order of reading.
    """
    order = {key: number for number, key in enumerate(present.keys)}
    waiting = [one for one in decisions.values() if one.kind in (REARRANGE, ADD)]
    added = {one.key: number for number, one in enumerate(waiting)}
    waiting.sort(key=lambda one: (one.key not in order, order.get(one.key, added[one.key])))
    done: list[Decision] = []
    while waiting:
        pending = {_final(one.key, decisions) for one in waiting}
        ready = [
            one
            for one in waiting
            if one.after is None or _final(one.after, decisions) not in pending
        ]
        if not ready:  # a contradiction; the actions refuse it before
            return [*done, *waiting]
        done.extend(reversed(ready))
        waiting = [one for one in waiting if one not in ready]
    return done


def bypass(edges: list[Edge], key: Key) -> list[Edge]:
    """Take an activity out: what led to it leads on to what followed it, in the same place."""
    out = [edge for edge in edges if edge.source == key and edge.target != key]
    found: list[Edge] = []
    for edge in edges:
        if edge.source == key:
            continue
        if edge.target != key:
            found.append(edge)
            continue
        found.extend(
            Edge(edge.source, on.target, _both(edge.condition, on.condition), _part(edge, on, out))
            for on in out
            if edge.source != on.target
        )
    return _unique(found)


def insert_after(edges: list[Edge], key: Key, after: Key) -> list[Edge]:
    """Put an activity behind `after`: it takes over everything that followed, branches too."""
    moved = [replace(edge, source=key) if edge.source == after else edge for edge in edges]
    if not any(edge.source == key for edge in moved):
        moved.append(Edge(key, END))
    return _unique([*moved, Edge(after, key)])


def renamed(edges: list[Edge], key: Key, made: Key) -> list[Edge]:
    """What led to and from an activity leads to and from what it has become."""
    return [
        replace(
            edge,
            source=made if edge.source == key else edge.source,
            target=made if edge.target == key else edge.target,
        )
        for edge in edges
    ]


def _part(edge: Edge, on: Edge, out: list[Edge]) -> Decimal | None:
    """The share of a way through an activity that goes: a part of a part."""
    if len(out) == 1:
        return edge.share
    if on.share is None:
        return None
    return ((edge.share if edge.share is not None else 100) * on.share / 100).quantize(CENT)


def _sum(one: Edge, two: Edge) -> Decimal | None:
    return None if one.share is None or two.share is None else one.share + two.share


def _both(one: str, two: str) -> str:
    return one if not two or one == two else two if not one else f"{one}; {two}"


def _unique(edges: Iterable[Edge]) -> list[Edge]:
    """Each pair once; when one of several edges between a pair has no condition, that holds."""
    seen: dict[tuple[Key, Key], Edge] = {}
    for edge in edges:
        pair = (edge.source, edge.target)
        if pair in seen and seen[pair].condition:
            joined = "" if not edge.condition else _either(seen[pair].condition, edge.condition)
            seen[pair] = replace(edge, condition=joined, share=_sum(seen[pair], edge))
        elif pair not in seen:
            seen[pair] = edge
    return list(seen.values())


def _either(one: str, two: str) -> str:
    return one if one == two else f"{one} / {two}"
