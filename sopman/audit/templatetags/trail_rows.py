"""{% load trail_rows %}: the lines of the trail, each kept by what it says."""

from datetime import datetime
from typing import NamedTuple

from django import template

from sopman.core import kept

register = template.Library()


class Line(NamedTuple):
    """Everything that a line says."""

    at: datetime
    actor: str
    sentence: str
    is_signed: bool
    chain: str
    subject: str
    reason: str


@register.simple_tag
def trail_rows(page):
    return kept.rendered("audit/_row.html", [_line(one) for one in page])


def _line(event):
    return Line(
        event.at, event.actor_name, str(event.sentence), bool(event.signature_id), event.chain,
        event.subject_label, event.reason,
    )  # fmt: skip
