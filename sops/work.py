"""What waits for a person because of an SOP."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.enums import Stage
from projects.models import Project
from sopman.organization.queries import today
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending
from sops.enums import VersionState
from sops.models import ProjectSop, Sop


@pending
def drafts(user: Any, *, at: datetime) -> list[WorkItem]:
    """Projects in the drafting stage that this person leads or writes for."""
    mine = Project.objects.filter(stage=Stage.DRAFTING)
    unbegun = mine.filter(project_sop=None, lead__in=user.standing.people)
    items = [
        _item(project, _("Begin the SOP"), _planned(project)) for project in _with_plan(unbegun)
    ]
    links = ProjectSop.objects.filter(
        Q(version__authors=user) | Q(project__lead=user),
        project__stage=Stage.DRAFTING,
        version__state=VersionState.DRAFT,
    ).distinct()
    projects = {link.project_id: link for link in links.select_related("version__sop", "project")}
    begun = _with_plan(mine.filter(pk__in=list(projects)))
    return items + [_item(project, _("Write the SOP"), _planned(project)) for project in begun]


@pending
def withdrawals(user: Any, *, at: datetime) -> list[WorkItem]:
    """Emergency withdrawals that a second person confirms."""
    if not (user.standing.is_controller or user.standing.headed_ids):
        return []
    rows = Sop.objects.filter(withdrawn_at__isnull=False, withdrawal_confirmed_at=None).exclude(
        withdrawn_by=user
    )
    if not user.standing.is_controller:
        rows = rows.filter(owning_department__in=user.standing.headed_ids)
    return [
        WorkItem(
            title=_("Confirm the withdrawal of %(number)s") % {"number": sop.number},
            url=reverse("sops:detail", args=[sop.pk]),
            due_at=_next_workday(sop.withdrawn_at),
            subject=sop,
        )
        for sop in rows
    ]


def _next_workday(moment: datetime) -> datetime:
    days = calendar()
    return days.end_of(days.add(today(moment), 1))


def _with_plan(projects: Any) -> Any:
    return projects.prefetch_related("milestones")


def _planned(project: Any) -> Any:
    day = next(
        (one.planned_on for one in project.milestones.all() if one.stage == Stage.DRAFTING), None
    )
    return calendar().end_of(day) if day else None


def _item(project: Any, title: Any, due_at: Any) -> WorkItem:
    return WorkItem(
        title=title,
        url=reverse("sops:drafting", args=[project.pk]),
        due_at=due_at,
        subject=project,
        stage=Stage.DRAFTING.label,
    )
