"""What waits for people in stage 3, in a fixed number of queries per person."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.enums import Decision, MapKind
from processes.models import Activity, Change
from projects.enums import Stage
from projects.models import Milestone, Project
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def decisions_and_adoption(user: Any, *, at: datetime) -> Iterable[WorkItem]:
    """The team decides; when everything is decided the lead finishes and adopts the plan."""
    people = user.standing.people
    mine = Project.objects.filter(stage=Stage.OPTIMIZATION)
    led = mine.filter(lead__in=people)
    shared = mine.filter(memberships__user__in=people)
    projects = {one.pk: one for one in (*shared.distinct(), *led)}
    if not projects:
        return []
    drawn = _count(
        Activity.objects.filter(map__kind=MapKind.AS_IS, map__project__in=projects), "map__project"
    )
    decided = _count(
        Change.objects.filter(project__in=projects).exclude(decision=Decision.ADD), "project"
    )
    due = dict(
        Milestone.objects.filter(project__in=projects, stage=Stage.OPTIMIZATION).values_list(
            "project", "planned_on"
        )
    )
    return [
        item
        for pk, project in projects.items()
        if (item := _item(project, people, drawn[pk] - decided[pk], due.get(pk)))
    ]


def _count(rows: Any, path: str) -> Counter:
    return Counter(rows.order_by().values_list(path, flat=True))


def _item(project: Any, people: set, left: int, planned_on: Any) -> WorkItem | None:
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
        url=reverse("processes:optimization", args=[project.pk]),
        due_at=calendar().end_of(planned_on) if planned_on else None,
        subject=project,
        stage=Stage.OPTIMIZATION.label,
        blocked=project.lead_id in people,
    )
