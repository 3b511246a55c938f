"""{% load project_rows %}{% project_rows page today %}: the rows of the list, each kept by what it shows."""

from datetime import date
from typing import Any, NamedTuple

from django import template

from projects.enums import Stage
from sopman.core import kept
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
    return kept.rendered("projects/_project_row.html", [_line(one, today) for one in page])


@register.simple_tag
def stage_chip(stage):
    return chip(tone_of(stage), Stage(stage).label)


def _line(project: Any, today: date) -> Line:
    planned = project.planned_on if project.is_running else None
    return Line(
        project.pk,
        project.code,
        project.title,
        project.stage,
        project.owning_department.name,
        project.lead.display_name,
        planned,
        planned is not None and planned < today,
        project.wished_effective_on,
    )
