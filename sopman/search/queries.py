"""Asking every source, and marking what was found."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from sopman.search.matching import clean, marked
from sopman.search.registry import Hit, Source, sources

PER_SOURCE, PER_PAGE = 8, 50


@dataclass(frozen=True)
class Shown:
    title: SafeString
    url: str
    kind: Any
    extract: SafeString


@dataclass(frozen=True)
class Group:
    source: Source
    hits: list[Shown]
    has_more: bool


def search(text: str, user: Any, *, only: str = "") -> list[Group]:
    """What `user` may find, a group per source that has hits."""
    text = clean(text)
    if not text:
        return []
    asked = [one for one in sources() if not only or one.code == only]
    limit = PER_PAGE if only else PER_SOURCE
    groups = [_group(one, text, user, limit) for one in asked]
    return [group for group in groups if group.hits]


def _group(source: Source, text: str, user: Any, limit: int) -> Group:
    hits = list(source.find(text, user, limit + 1))
    shown = [_shown(hit, text) for hit in hits[:limit]]
    return Group(source, shown, has_more=len(hits) > limit)


def _shown(hit: Hit, text: str) -> Shown:
    return Shown(marked(hit.title, text), hit.url, hit.kind, marked(hit.extract, text))
