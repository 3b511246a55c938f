"""What stands on "My work" and on the project board; the roof reads from every floor."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects import queries as projects
from projects.enums import STAGES, Stage
from projects.queries import BoardRow, Running, projects_of
from sopman.notifications.models import Notice
from sopman.notifications.queries import latest
from sopman.organization.queries import today
from sopman.worklist import WorkItem, items_for
from training.queries import Learning, learning_of

PER_COLUMN = 12
MY_PROJECTS = 8
MUST_READS = 8
NOTICES = 5
_DAYS_OF_WEEK = 7


@dataclass
class Group:
    """Things to do that are due at about the same time."""

    key: str
    label: str | Promise
    icon: str
    items: list[WorkItem] = field(default_factory=list)


def waiting_for(user: Any, *, at: datetime) -> list[Group]:
    """What waits for `user`, by when it is due; groups with nothing in them are left out."""
    groups = {one.key: one for one in _groups()}
    for item in items_for(user, at):
        groups[due_group(item.due_at, at=at)].items.append(item)
    return [one for one in groups.values() if one.items]


def due_group(due_at: datetime | None, *, at: datetime) -> str:
    """overdue, today, week (until Sunday), later, or none, by the organization's days."""
    if due_at is None:
        return "none"
    if due_at < at:
        return "overdue"
    due, now = today(due_at), today(at)
    if due == now:
        return "today"
    sunday = now + timedelta(days=_DAYS_OF_WEEK - now.isoweekday())
    return "week" if due <= sunday else "later"


def _groups() -> list[Group]:
    return [
        Group("overdue", _("Overdue"), "alert-triangle"),
        Group("today", _("Due today"), "clock"),
        Group("week", _("Due this week"), "calendar-due"),
        Group("later", _("Due later"), "calendar-event"),
        Group("none", _("Without a date"), "list-check"),
    ]


def my_projects(user: Any) -> list[Running]:
    """Running projects that `user` leads, sponsors or works in; the newest first."""
    own = [one for one in projects_of(user) if one.is_own]
    own.sort(key=lambda one: (one.opened_at, one.project.pk), reverse=True)
    return [one.project for one in own[:MY_PROJECTS]]


def must_reads(user: Any, *, at: datetime) -> list[Learning]:
    """What stands on the lists of the person's positions; what is open comes first."""
    return sorted(learning_of(user, at=at), key=lambda one: one.next_step is None)[:MUST_READS]


def latest_notices(user: Any) -> list[Notice]:
    return latest(user)[:NOTICES]


@dataclass(frozen=True)
class Column:
    """One stage of the board: the cards on top of the pile, and how many there are in all."""

    stage: Stage
    rows: list[BoardRow]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def board(user: Any, *, mine: bool = False) -> list[Column]:
    """Seven columns in a number of queries that doesn't grow with the projects."""
    piles = projects.board(user, mine=mine, per_column=PER_COLUMN)
    return [Column(Stage(one), *piles[one]) for one in STAGES]
