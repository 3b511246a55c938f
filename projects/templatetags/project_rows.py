"""{% load project_rows %}{% project_rows page today %}: the rows of the list, each kept by what it shows."""

from datetime import date
from typing import NamedTuple

from django import template

from projects.enums import ENDS, Stage
from projects.queries import Listed
from sopman.core import kept, wording
from sopman.core.localized import by_language
from sopman.core.templatetags.face import chip
from sopman.core.tones import tone_of
from sopman.core.wording import Left

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
    late: Left | None
    wished_effective_on: date


@register.simple_tag
def project_rows(page, today):
    return kept.rendered("projects/_project_row.html", [_line(one, today) for one in page])


@register.simple_tag
def stage_chip(stage):
    return chip(tone_of(stage), Stage(stage).label)


def _line(facts: tuple, today: date) -> Line:
    one = Listed(*facts)
    planned = None if one.stage in ENDS else one.planned_on
    return Line(
        one.pk,
        one.code,
        by_language(one.title_zh, one.title_en),
        one.stage,
        by_language(one.department_zh, one.department_en),
        by_language(one.lead, one.lead_en),
        planned,
        wording.time_left(planned) if planned and planned < today else None,
        one.wished_effective_on,
    )
