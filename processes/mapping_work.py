"""What of the as-is mapping waits for a person."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.queries import Running, projects_of
from sopman.core.addresses import address
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def mapping(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """For the team of a project in the mapping: draw it and find its problems."""
    for mine in projects_of(user):
        if mine.project.stage == Stage.MAPPING and (mine.leads or mine.works_in or mine.stands_in):
            yield _item(mine.project, leads=mine.leads)


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
