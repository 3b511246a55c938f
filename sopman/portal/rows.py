"""The rows of "My work", each kept by what it says."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from projects.enums import Stage
from projects.queries import Running
from sopman.core import kept, wording
from sopman.core.wording import Left
from sopman.worklist import WorkItem
from training.queries import Learning


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


def to_do(items: Iterable[WorkItem]) -> SafeString:
    return kept.rendered("portal/_work_row.html", [_work(one) for one in items])


def must_reads(learnings: Iterable[Learning]) -> SafeString:
    return kept.rendered("portal/_must_read_row.html", [_must_read(one) for one in learnings])


def projects(running: Iterable[Running]) -> SafeString:
    lines = [
        Mine(one.pk, one.title, one.code, str(Stage(one.stage).label), one.planned_on)
        for one in running
    ]
    return kept.rendered("portal/_my_project_row.html", lines)


def _work(item: WorkItem) -> Work:
    left = wording.time_left(item.due_at)
    return Work(
        str(item.title), item.url, item.subject, str(item.stage), item.blocked, item.due_at, left
    )


def _must_read(one: Learning) -> MustRead:
    said, state = one.said, "read"
    if not one.acknowledged_at:
        state = "to_read"
    elif one.may_sit:
        state = "exam_open"
    elif one.passed:
        state = "passed"
    return MustRead(said.sop, said.title, said.number, said.label, said.effective_on, state)
