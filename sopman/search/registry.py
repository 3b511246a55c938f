"""Who can find what. Each source filters by permission inside its own query."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hit:
    """One thing found. `extract` is plain text around the match; the page marks the words."""

    title: Any
    url: str
    kind: Any = ""
    extract: str = ""


Find = Callable[[str, Any, int], list[Hit]]


@dataclass(frozen=True)
class Source:
    code: str
    label: Any
    find: Find


_sources: dict[str, Source] = {}


def source(code: str, *, label: Any) -> Callable[[Find], Find]:
    """`@source("sops", label=_("SOPs")) def find(text, user, limit) -> list[Hit]`.

    Write it in `<app>/search.py`; that module is imported when Django starts.
    """

    def register(find: Find) -> Find:
        _sources[code] = Source(code, label, find)
        return find

    return register


def sources() -> list[Source]:
    return list(_sources.values())
