"""What waits for a person because of an SOP."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from projects.queries import Running, led_in, named
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.organization.queries import today
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending
from sops.enums import VersionState
from sops.models import ProjectSop, Sop, SopVersion


@pending
def drafts(user: Any, *, at: datetime) -> list[WorkItem]:
    """Projects in the drafting stage that this person leads or writes for."""
    led = led_in(user, Stage.DRAFTING)
    begun = set(_linked(frozenset(one.pk for one in led)))
    items = [_item(one, _("Begin the SOP")) for one in led if one.pk not in begun]
    return items + [_item(Running(*facts), _("Write the SOP")) for facts in _begun(user)]


@prepared
def _linked(projects: Any) -> Any:
    return ProjectSop.objects.filter(project__in=projects).values_list("project", flat=True)


@prepared
def _begun(user: Any) -> Any:
    authored = SopVersion.authors.through.objects.filter(user=user).values("sopversion")
    led = Project.objects.filter(lead=user).order_by().values("pk")
    mine = ProjectSop.objects.filter(Q(version__in=authored) | Q(project__in=led))
    begun = mine.filter(version__state=VersionState.DRAFT).values("project")
    return named(Project.objects.filter(stage=Stage.DRAFTING, pk__in=begun))


@pending
def withdrawals(user: Any, *, at: datetime) -> list[WorkItem]:
    """Emergency withdrawals that a second person confirms."""
    if not (user.standing.is_controller or user.standing.headed_ids):
        return []
    return [
        WorkItem(
            title=_("Confirm the withdrawal of %(number)s") % {"number": sop.number},
            url=address("sops:detail", sop.pk),
            due_at=_next_workday(sop.withdrawn_at),
            subject=str(sop),
        )
        for sop in _withdrawn(user)
    ]


@prepared
def _withdrawn(user: Any) -> Any:
    rows = Sop.objects.filter(withdrawn_at__isnull=False, withdrawal_confirmed_at=None).exclude(
        withdrawn_by=user
    )
    if user.standing.is_controller:
        return rows
    return rows.filter(owning_department__in=user.standing.headed_ids)


def _next_workday(moment: datetime) -> datetime:
    days = calendar()
    return days.end_of(days.add(today(moment), 1))


def _item(project: Running, title: str) -> WorkItem:
    due = project.planned_on
    return WorkItem(
        title=title,
        url=address("sops:drafting", project.pk),
        due_at=calendar().end_of(due) if due else None,
        subject=str(project),
        stage=Stage.DRAFTING.label,
    )
