"""{% load portal_rows %}: the rows of "My work", each kept by what it says."""

from datetime import date, datetime
from typing import NamedTuple

from django import template
from django.utils import timezone

from projects.enums import Stage
from sopman.core import kept, wording
from sopman.core.localized import chooser
from sopman.core.templatetags.face import chip
from sopman.core.wording import Left
from sopman.organization.queries import today

register = template.Library()


class Work(NamedTuple):
    """One thing to do."""

    title: str
    url: str
    subject: str
    stage: str
    blocked: bool
    due_at: datetime | None
    left: Left | None


class MustRead(NamedTuple):
    """One SOP to know, and how far the reader is."""

    sop: int
    title: str
    number: str
    label: str
    effective_on: date | None
    state: str  # to_read, exam_open, passed, read


class Mine(NamedTuple):
    """One running project."""

    pk: int
    title: str
    code: str
    stage: str
    planned_on: date | None


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


@register.simple_tag
def work_rows(items):
    return kept.rendered("portal/_work_row.html", [_work(one) for one in items])


@register.simple_tag
def must_read_rows(learnings):
    return kept.rendered("portal/_must_read_row.html", [_must_read(one) for one in learnings])


@register.simple_tag
def my_project_rows(projects):
    lines = [Mine(one.pk, one.title, one.code, one.stage, one.planned_on) for one in projects]
    return kept.rendered("portal/_my_project_row.html", lines)


@register.simple_tag
def stage_of(line):
    return chip("plain", Stage(line.stage).label)


def _work(item):
    left = wording.time_left(item.due_at)
    return Work(
        str(item.title), item.url, item.subject, str(item.stage), item.blocked, item.due_at, left
    )


def _must_read(one):
    said, state = one.said, "read"
    if not one.acknowledged_at:
        state = "to_read"
    elif one.may_sit:
        state = "exam_open"
    elif one.passed:
        state = "passed"
    return MustRead(said.sop, said.title, said.number, said.label, said.effective_on, state)
