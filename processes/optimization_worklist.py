"""What waits for people in stage 3, in a fixed number of queries per person."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.enums import Decision, MapKind
from processes.models import Activity, Change
from projects.enums import Stage
from projects.queries import Mine, projects_of
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def decisions_and_adoption(user: Any, *, at: datetime) -> Iterable[WorkItem]:
    """The team decides; when everything is decided the lead finishes and adopts the plan."""
    projects = [
        one
        for one in projects_of(user)
        if one.project.stage == Stage.OPTIMIZATION and (one.leads or one.works_in)
    ]
    if not projects:
        return []
    pks = frozenset(one.project.pk for one in projects)
    left = Counter(_drawn(pks))
    left.subtract(_decided(pks))
    return [item for one in projects if (item := _item(one, left[one.project.pk]))]


@prepared
def _drawn(projects: Any) -> Any:
    rows = Activity.objects.filter(map__kind=MapKind.AS_IS, map__project__in=projects)
    return rows.order_by().values_list("map__project", flat=True)


@prepared
def _decided(projects: Any) -> Any:
    rows = Change.objects.filter(project__in=projects).exclude(decision=Decision.ADD)
    return rows.order_by().values_list("project", flat=True)


def _item(mine: Mine, left: int) -> WorkItem | None:
    project = mine.project
    if left > 0:
        title = ngettext("Decide about %(n)d activity", "Decide about %(n)d activities", left) % {
            "n": left
        }
    elif mine.leads:
        title = _("Complete and adopt the to-be process")
    else:
        return None
    return WorkItem(
        title=title,
        url=address("processes:optimization", project.pk),
        due_at=calendar().end_of(project.planned_on) if project.planned_on else None,
        subject=str(project),
        stage=Stage.OPTIMIZATION.label,
        blocked=mine.leads,
    )
