"""What of a project waits for a person."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from projects.queries import with_planned
from sopman.organization.queries import today
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def projects(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """The sponsor's signature; for the lead the charter to finish and the stages that are late."""
    people = user.standing.people
    mine = Project.objects.running().filter(Q(lead__in=people) | Q(sponsor__in=people))
    for project in with_planned(mine).select_related("charter").order_by("planned_on", "pk"):
        yield from _items(project, user, people, today(at))


def _items(project: Any, user: User, people: set[int], on: date) -> Iterator[WorkItem]:
    in_charter = project.stage == Stage.CHARTER
    leads = project.lead_id in people
    signs = project.sponsor_id in people and project.lead_id != user.pk
    if in_charter and project.charter.asked_at and signs:
        yield _item(project, _("Sign the charter of “%(title)s”"), "projects:charter", True)
    elif in_charter and not project.charter.asked_at and leads:
        yield _item(project, _("Finish the charter of “%(title)s”"), "projects:charter")
    elif leads and not in_charter and project.planned_on and project.planned_on < on:
        yield _item(project, _("“%(title)s” is late in its present stage"), "projects:detail")


def _item(project: Any, sentence: str, page: str, blocked: bool = False) -> WorkItem:
    due = project.planned_on
    return WorkItem(
        title=sentence % {"title": project.title},
        url=reverse(page, args=[project.pk]),
        due_at=calendar().end_of(due) if due else None,
        subject=project,
        stage=project.get_stage_display(),
        blocked=blocked,
    )
