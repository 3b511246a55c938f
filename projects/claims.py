"""Who else begins with the same trigger. Upper floors know the SOPs in force; they register here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Claim:
    """An SOP in force whose process starts with the same event."""

    name: str
    url: str


Source = Callable[[Any, str, Any], list[Claim]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source(project, trigger, user)`: the SOPs in force that `user` may see and that claim it."""
    if source not in _sources:
        _sources.append(source)


def same_trigger(project: Any, user: Any) -> list[Claim]:
    trigger = bare(project.charter.start_trigger)
    if not trigger:
        return []
    return [claim for source in _sources for claim in source(project, trigger, user)]


def bare(trigger: str) -> str:
    """Without the spaces and the full stop around it; letters compare without case in the query."""
    return trigger.strip().rstrip("。.;；!！ ")
