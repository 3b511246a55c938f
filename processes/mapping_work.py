"""What of the as-is mapping waits for a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Membership, Project
from projects.queries import with_planned
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def mapping(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """For the team of a project in the mapping: draw it and find its problems."""
    people = user.standing.people
    member = Membership.objects.filter(project=OuterRef("pk")).filter(
        Q(user__in=people) | Q(deputy=user)
    )
    mine = Project.objects.filter(stage=Stage.MAPPING).filter(Q(lead__in=people) | Exists(member))
    for project in with_planned(mine).order_by("planned_on", "pk"):
        yield _item(project, leads=project.lead_id in people)


def _item(project: Any, *, leads: bool) -> WorkItem:
    sentence = (
        _("Complete the as-is map and the problem list of “%(title)s”")
        if leads
        else _("Help to map the present process of “%(title)s”")
    )
    due = project.planned_on
    return WorkItem(
        title=sentence % {"title": project.title},
        url=reverse("processes:mapping", args=[project.pk]),
        due_at=calendar().end_of(due) if due else None,
        subject=project,
        stage=project.get_stage_display(),
    )
