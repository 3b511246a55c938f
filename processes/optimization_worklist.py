"""What waits for people in stage 3, in a fixed number of queries per person."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.enums import Decision, MapKind
from processes.models import Activity, Change
from projects.enums import Stage
from projects.models import Membership, Project
from projects.queries import Running, named
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def decisions_and_adoption(user: Any, *, at: datetime) -> Iterable[WorkItem]:
    """The team decides; when everything is decided the lead finishes and adopts the plan."""
    people = user.standing.people
    projects = [Running(*facts) for facts in _of_the_team(user)]
    if not projects:
        return []
    pks = frozenset(one.pk for one in projects)
    left = Counter(_drawn(pks))
    left.subtract(_decided(pks))
    return [item for one in projects if (item := _item(one, people, left[one.pk]))]


@prepared
def _of_the_team(user: Any) -> Any:
    people = user.standing.people
    team = Membership.objects.filter(user__in=people).values("project")
    mine = Project.objects.filter(stage=Stage.OPTIMIZATION)
    return named(mine.filter(Q(lead__in=people) | Q(pk__in=team)))


@prepared
def _drawn(projects: Any) -> Any:
    rows = Activity.objects.filter(map__kind=MapKind.AS_IS, map__project__in=projects)
    return rows.order_by().values_list("map__project", flat=True)


@prepared
def _decided(projects: Any) -> Any:
    rows = Change.objects.filter(project__in=projects).exclude(decision=Decision.ADD)
    return rows.order_by().values_list("project", flat=True)


def _item(project: Running, people: Collection[int], left: int) -> WorkItem | None:
    if left > 0:
        title = ngettext("Decide about %(n)d activity", "Decide about %(n)d activities", left) % {
            "n": left
        }
    elif project.lead_id in people:
        title = _("Complete and adopt the to-be process")
    else:
        return None
    return WorkItem(
        title=title,
        url=address("processes:optimization", project.pk),
        due_at=calendar().end_of(project.planned_on) if project.planned_on else None,
        subject=str(project),
        stage=Stage.OPTIMIZATION.label,
        blocked=project.lead_id in people,
    )
