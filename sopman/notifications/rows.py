"""Notices in the inbox and on other pages, each kept by what it says."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from sopman.core import kept, wording
from sopman.notifications.models import Notice
from sopman.notifications.texts import Text, text_of

_RECENT = timedelta(days=2)


class Line(NamedTuple):
    """Everything that a row says."""

    pk: int
    title: str
    body: str
    has_url: bool
    is_unread: bool
    created_at: datetime
    ago: str  # of the last two days, when it depends on the moment; else the day says it


def whole(request: Any, notices: Iterable[Notice]) -> SafeString:
    """Of the inbox: with the whole text."""
    return _drawn(request, "notifications/_row.html", notices)


def titles(request: Any, notices: Iterable[Notice]) -> SafeString:
    return _drawn(request, "notifications/_title.html", notices)


def _drawn(request: Any, template_name: str, notices: Iterable[Notice]) -> SafeString:
    now = timezone.now()
    lines = [_line(one, text_of(one), now) for one in notices]
    return kept.rendered(template_name, lines, request)


def _line(notice: Notice, text: Text, now: datetime) -> Line:
    at = notice.created_at
    ago = wording.ago(at) if now - at < _RECENT else ""
    return Line(notice.pk, text.title, text.body, bool(notice.url), not notice.read_at, at, ago)
