"""{% load notice_rows %}: notices in the inbox and on other pages, each kept by what it says."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django import template
from django.utils import timezone

from sopman.core import kept, wording

register = template.Library()
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


@register.simple_tag(takes_context=True)
def notice_rows(context, rows):
    """Of the inbox: with the whole text."""
    return _rendered(context, "notifications/_row.html", rows)


@register.simple_tag(takes_context=True)
def notice_titles(context, rows):
    return _rendered(context, "notifications/_title.html", rows)


def _rendered(context, template_name, rows):
    lines = [_line(notice, text) for notice, text in rows]
    return kept.rendered(template_name, lines, context["request"])


def _line(notice, text):
    at = notice.created_at
    ago = wording.ago(at) if timezone.now() - at < _RECENT else ""
    return Line(notice.pk, text.title, text.body, bool(notice.url), not notice.read_at, at, ago)
