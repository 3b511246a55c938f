"""Words of a query, what they match, and how a match is shown."""

import re
import unicodedata
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MAX_LENGTH = 100
MAX_WORDS = 8


def clean(text: str) -> str:
    """The query as it is used: normalised, without control characters, bounded."""
    folded = unicodedata.normalize("NFKC", text or "")
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in folded)
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def words(text: str) -> list[str]:
    return list(dict.fromkeys(clean(text).split()))[:MAX_WORDS]


def matching(queryset: QuerySet, text: str, *fields: str) -> QuerySet:
    """Rows in which every word of `text` stands in at least one of `fields`."""
    found = words(text)
    if not found:
        return queryset.none()
    for word in found:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(anywhere)
    return queryset


def extract(body: str, text: str, *, width: int = 120) -> str:
    """A piece of `body` around the first word of `text` that stands in it."""
    flat = " ".join((body or "").split())
    places = [flat.lower().find(word.lower()) for word in words(text)]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - width // 3)
    piece = flat[start : start + width]
    return ("…" if start else "") + piece + ("…" if start + width < len(flat) else "")


def marked(body: Any, text: str) -> SafeString:
    """`body` escaped, the words of `text` in <mark>. Split first, escape the parts after."""
    found = sorted(words(text), key=len, reverse=True)
    if not found:
        return escape(body)
    pattern = re.compile("(" + "|".join(re.escape(word) for word in found) + ")", re.IGNORECASE)
    parts = pattern.split(str(body))
    shown = [f"<mark>{escape(p)}</mark>" if i % 2 else escape(p) for i, p in enumerate(parts)]
    return mark_safe("".join(shown))  # noqa: S308 -- every part was escaped above
