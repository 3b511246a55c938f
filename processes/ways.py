"""What follows what on a map, from activity to activity, with gateways and events left out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

END = None


@dataclass(frozen=True)
class Way:
    """From one activity on to another, or to the END."""

    source: str
    target: str | None
    condition: str = ""


def ways(activities: Iterable[str], flows: Iterable[tuple[str, str, str]]) -> list[Way]:
    """`flows` are (source element, target element, condition); the ways run between activities.

    Conditions met on the way through gateways are joined. A way that leads to no activity ends.
    """
    known = list(activities)
    members = set(known)
    out: dict[str, list[tuple[str, str]]] = {}
    for source, target, condition in flows:
        out.setdefault(source, []).append((target, condition))
    found: dict[tuple[str, str | None], Way] = {}
    for start in known:
        for target, condition in _reach(start, members, out):
            found.setdefault((start, target), Way(start, target, condition))
    return list(found.values())


def _reach(
    start: str, members: set[str], out: dict[str, list[tuple[str, str]]]
) -> Iterable[tuple[str | None, str]]:
    """The activities next after `start`; each gateway is entered once, so circles end."""
    seen = {start}
    stack = [(target, condition) for target, condition in reversed(out.get(start, []))]
    if not stack:
        yield END, ""
    while stack:
        here, condition = stack.pop()
        if here in members:
            yield here, condition
            continue
        if here in seen:
            continue
        seen.add(here)
        on = out.get(here, [])
        if not on:
            yield END, condition
        for target, further in reversed(on):
            both = "; ".join(dict.fromkeys(c for c in (condition, further) if c))
            stack.append((target, both))
