"""The planned day of each stage."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from projects import rules
from projects.enums import STAGES, Stage, number_of
from projects.models import Milestone, Project
from projects.planning import schedule_faults
from projects.queries import plan
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sopman.people.models import User


@transaction.atomic
def set_schedule(
    project: Project,
    *,
    actor: User,
    at: datetime,
    dates: Mapping[str, date],
    reason: str = "",
    seen: int | None = None,
) -> Project:
    """Plan every stage; the day of the release is the wished effective date.

    Refuses a plan that goes below the least times of pilot and revision. After the signature
    only stages that aren't complete move, with a reason.
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_edit_charter(locked, actor):
        raise PermissionDenied(_("Only the team and the head of the owning department write it."))
    if seen is not None and seen != locked.revision:
        raise Refused([changed_meanwhile()])
    before = plan(locked)
    if against := [*schedule_faults(dates), *_late_changes(locked, before, dates, reason)]:
        raise Refused(against)
    write_schedule(locked, dates, actor, reason)
    code = "set" if locked.stage == Stage.CHARTER else "changed"
    facts = {"before": before, "after": dict(dates)}
    record(locked, f"projects.schedule.{code}", actor=actor, at=at, reason=reason, facts=facts)
    return locked


def _late_changes(
    project: Project, before: Mapping[str, date], dates: Mapping[str, date], reason: str
) -> Any:
    if project.stage == Stage.CHARTER:
        return
    if not reason.strip():
        yield _("The charter is signed; say why the schedule changes.")
    for stage in STAGES[: number_of(project.stage) - 1]:
        if stage in before and dates.get(stage) != before[stage]:
            yield _("“%(stage)s” is complete; its date stays.") % {"stage": stage.label}


def write_schedule(
    project: Project, dates: Mapping[str, date], actor: User, reason: str = ""
) -> None:
    """The write itself, under the lock of its caller."""
    known = {one.stage: one for one in project.milestones.all()}
    for stage in STAGES:
        row = known.get(stage) or Milestone(project=project, stage=stage)
        if row.planned_on != dates[stage]:
            row.planned_on = dates[stage]
            stamp(row, actor, reason).save()
    project.wished_effective_on = dates[Stage.RELEASE]
    project.revision += 1
    stamp(project, actor, reason).save()
