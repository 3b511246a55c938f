"""What of a project waits for a person."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from projects.queries import Running, named
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.organization.queries import today
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def projects(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """The sponsor's signature; for the lead the charter to finish and the stages that are late."""
    people = user.standing.people
    for *facts, asked_at in _led_or_sponsored(user):
        yield from _items(Running(*facts), asked_at, user, people, today(at))


@prepared
def _led_or_sponsored(user: Any) -> Any:
    people = user.standing.people
    mine = Project.objects.running().filter(Q(lead__in=people) | Q(sponsor__in=people))
    return named(mine, "charter__asked_at")


def _items(
    project: Running, asked_at: Any, user: User, people: Collection[int], on: date
) -> Iterator[WorkItem]:
    in_charter = project.stage == Stage.CHARTER
    leads = project.lead_id in people
    signs = project.sponsor_id in people and project.lead_id != user.pk
    if in_charter and asked_at and signs:
        yield _item(project, _("Sign the charter of “%(title)s”"), "projects:charter", True)
    elif in_charter and not asked_at and leads:
        yield _item(project, _("Finish the charter of “%(title)s”"), "projects:charter")
    elif leads and not in_charter and project.planned_on and project.planned_on < on:
        yield _item(project, _("“%(title)s” is late in its present stage"), "projects:detail")


def _item(project: Running, sentence: str, page: str, blocked: bool = False) -> WorkItem:
    due = project.planned_on
    return WorkItem(
        title=sentence % {"title": project.title},
        url=address(page, project.pk),
        due_at=calendar().end_of(due) if due else None,
        subject=str(project),
        stage=Stage(project.stage).label,
        blocked=blocked,
    )
