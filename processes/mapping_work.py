"""What of the as-is mapping waits for a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Membership, Project
from projects.queries import Running, named
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def mapping(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """For the team of a project in the mapping: draw it and find its problems."""
    people = user.standing.people
    for facts in _of_the_team(user, stage=Stage.MAPPING):
        project = Running(*facts)
        yield _item(project, leads=project.lead_id in people)


@prepared
def _of_the_team(user: Any, *, stage: str) -> Any:
    people = user.standing.people
    team = Membership.objects.filter(Q(user__in=people) | Q(deputy=user)).values("project")
    mine = Project.objects.filter(stage=stage).filter(Q(lead__in=people) | Q(pk__in=team))
    return named(mine)


def _item(project: Running, *, leads: bool) -> WorkItem:
    sentence = (
        _("Complete the as-is map and the problem list of “%(title)s”")
        if leads
        else _("Help to map the present process of “%(title)s”")
    )
    due = project.planned_on
    return WorkItem(
        title=sentence % {"title": project.title},
        url=address("processes:mapping", project.pk),
        due_at=calendar().end_of(due) if due else None,
        subject=str(project),
        stage=Stage(project.stage).label,
    )
