"""The side bar: what stands in it, who sees it, and what it counts.

URL names are strings, so the ground knows no floor. An app adds a count or an entry in AppConfig.ready().
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
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
    pages: tuple[str, ...] = ()  # namespaces, or single URL names, whose pages lie under this entry


class Line(NamedTuple):
    """An entry as one reader sees it on one page."""

    key: str
    label: str
    icon: str
    url: str
    on_phone: bool
    unread: int
    here: bool
    within: bool


def _runs_the_house(user: Any) -> bool:
    standing = user.standing
    return bool(standing.is_administrator or standing.is_controller)


def _reads_the_trail(user: Any) -> bool:
    standing = user.standing
    return bool(standing.is_administrator or standing.is_controller or standing.is_auditor)


_entries = [
    Entry("work", _("My work"), "home", "portal:work", on_phone=True),
    Entry(
        "projects",
        _("SOP projects"),
        "layout-kanban",
        "projects:list",
        on_phone=True,
        pages=("projects", "processes", "sops", "reviews", "pilots", "training", "portal:board"),
    ),
    Entry(
        "library",
        _("SOP library"),
        "books",
        "sops:library",
        on_phone=True,
        pages=("sops:library", "sops:detail", "sops:read", "sops:import"),
    ),
    Entry("inbox", _("Inbox"), "inbox", "notifications:inbox", on_phone=True),
    Entry(
        "organization",
        _("Organization"),
        "building",
        "organization:home",
        _runs_the_house,
        pages=(
            "organization",
            "people",
            "workdays",
            "jobs",
            "projects:templates",
            "projects:add_template",
            "projects:edit_template",
        ),
    ),
    Entry("audit", _("Audit trail"), "history", "audit:trail", _reads_the_trail),
]
_PERSONAL = {"people:account", "people:password", "people:sessions", "people:deputies"}
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


def entries(request: HttpRequest) -> list[Line]:
    """The lines this reader sees, the current one marked."""
    lines: list[Line] = []
    if not request.user.is_authenticated:
        return lines
    under = _entry_of(request)
    for entry in _entries:
        if not entry.allowed(request.user):
            continue
        url = _address(entry.url_name, get_urlconf())
        if not url:
            continue
        counter = _counters.get(entry.key)
        lines.append(
            Line(
                key=entry.key,
                label=str(entry.label),
                icon=entry.icon,
                url=url,
                on_phone=entry.on_phone,
                unread=counter(request.user) if counter else 0,
                here=request.path == url,
                within=entry.key == under,
            )
        )
    return lines


@lru_cache(maxsize=64)
def _address(url_name: str, _urlconf: str | None) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _entry_of(request: HttpRequest) -> str:
    """The key of the entry this page lies under: a URL name of its own wins over its namespace."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if name in _PERSONAL:
        return ""
    for wanted in (name, name.partition(":")[0]):
        for entry in _entries:
            own = entry.pages or (entry.url_name.partition(":")[0],)
            if wanted and wanted in own:
                return entry.key
    return ""
