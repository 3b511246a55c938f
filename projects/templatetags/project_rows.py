"""{% load project_rows %}{% project_rows page today %}: the rows of the list, each kept by what it shows."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django import template

from projects.enums import ENDS, Stage
from projects.queries import Listed
from sopman.core import kept
from sopman.core.localized import chooser
from sopman.core.templatetags.face import chip
from sopman.core.tones import tone_of

register = template.Library()


class Line(NamedTuple):
    """Everything a row says."""

    pk: int
    code: str
    title: str
    stage: str
    department: str
    lead: str
    planned_on: date | None
    is_late: bool
    wished_effective_on: date


@register.simple_tag
def project_rows(page, today):
    said = chooser()
    return kept.rendered("projects/_project_row.html", [_line(one, today, said) for one in page])


@register.simple_tag
def stage_chip(stage):
    return chip(tone_of(stage), Stage(stage).label)


def _line(facts: tuple, today: date, said: Callable[[str, str], str]) -> Line:
    one = Listed(*facts)
    planned = None if one.stage in ENDS else one.planned_on
    return Line(
        one.pk,
        one.code,
        said(one.title_zh, one.title_en),
        one.stage,
        said(one.department_zh, one.department_en),
        said(one.lead, one.lead_en),
        planned,
        planned is not None and planned < today,
        one.wished_effective_on,
    )
