"""{% load portal_rows %}: the cards of the board, each kept by what it says."""

from datetime import date
from typing import NamedTuple

from django import template
from django.utils import timezone

from sopman.core import kept
from sopman.core.localized import chooser
from sopman.organization.queries import today

register = template.Library()


class Card(NamedTuple):
    """One project on the board."""

    pk: int
    code: str
    title: str
    lead: str
    progress: str
    days: int  # in its stage
    planned_on: date | None
    is_late: bool


@register.simple_tag
def cards(rows):
    at, on, said = timezone.now(), today(), chooser()
    return kept.rendered("portal/_card.html", [_card(one, at, on, said) for one in rows])


def _card(one, at, on, said):
    planned = one.planned_on
    return Card(
        one.pk,
        one.code,
        said(one.title_zh, one.title_en),
        said(one.lead, one.lead_en),
        one.progress,
        (at - one.entered_at).days if one.entered_at else 0,
        planned,
        planned is not None and planned < on,
    )
