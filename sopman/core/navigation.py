"""The side bar: what stands in it, who sees it, and what it counts.

URL names are strings, so the ground knows no floor. An app adds a count or an entry in AppConfig.ready().
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One line of the side bar."""

    key: str
    label: str | Promise
    icon: str
    url_name: str
    allowed: Callable[[Any], bool] = lambda user: True
    on_phone: bool = False


def _runs_the_house(user: Any) -> bool:
    standing = user.standing
    return bool(standing.is_administrator or standing.is_controller)


def _reads_the_trail(user: Any) -> bool:
    standing = user.standing
    return bool(standing.is_administrator or standing.is_controller or standing.is_auditor)


_entries = [
    Entry("work", _("My work"), "home", "portal:work", on_phone=True),
    Entry("projects", _("SOP projects"), "layout-kanban", "projects:list", on_phone=True),
    Entry("library", _("SOP library"), "books", "sops:library", on_phone=True),
    Entry("inbox", _("Inbox"), "inbox", "notifications:inbox", on_phone=True),
    Entry("organization", _("Organization"), "building", "organization:home", _runs_the_house),
    Entry("audit", _("Audit trail"), "history", "audit:trail", _reads_the_trail),
]
_counters: dict[str, Callable[[Any], int]] = {}


def add(entry: Entry, *, before: str = "") -> None:
    keys = [one.key for one in _entries]
    if entry.key in keys:
        _entries[keys.index(entry.key)] = entry
    else:
        _entries.insert(keys.index(before) if before in keys else len(_entries), entry)


def count(key: str, counter: Callable[[Any], int]) -> None:
    """Show `counter(user)` beside the entry; one cheap query, it runs on every page."""
    _counters[key] = counter


def entries(request: HttpRequest) -> list[dict]:
    """The lines this reader sees, the current one marked."""
    lines, current = [], getattr(request.resolver_match, "namespace", "")
    if not request.user.is_authenticated:
        return lines
    for entry in _entries:
        if not entry.allowed(request.user):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        counter = _counters.get(entry.key)
        lines.append(
            {
                "key": entry.key,
                "label": entry.label,
                "icon": entry.icon,
                "url": url,
                "on_phone": entry.on_phone,
                "count": counter(request.user) if counter else 0,
                "here": request.path == url,
                "within": entry.url_name.partition(":")[0] == current,
            }
        )
    return lines
