"""Moves between stages. Upper floors call `advance_stage` when their deliverable is complete."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import rules
from projects.enums import ENDS, STAGES, Stage, number_of
from projects.models import Project, StageRecord
from projects.queries import people_of, stages_before
from projects.stages import panel_for
from sopman.audit.history import stamp
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.people import queries as people


@transaction.atomic
def advance_stage(
    project: Project,
    *,
    to: str,
    actor: Any,
    at: datetime,
    signature: Any = None,
    reason: str = "",
) -> Project:
    """Move on to the next stage, when every criterion of the present one holds.

    The closing step of a stage calls it after its own check of who may close that stage.
    `actor` None is the system. Refuses with the unmet sentences of the gate checklist.
    """
    if to not in STAGES or number_of(to) != number_of(project.stage) + 1:
        raise Refused([_wrong_stage(project)])
    _move(project, to, actor=actor, at=at, signature=signature, reason=reason)
    _tell(project, "projects.project.advanced", besides=actor, at=at)
    return project


@transaction.atomic
def close(project: Project, *, actor: Any, at: datetime) -> Project:
    """The version is effective: the project is done."""
    if project.stage != Stage.RELEASE:
        raise Refused([_wrong_stage(project)])
    _move(project, Stage.CLOSED, actor=actor, at=at)
    _tell(project, "projects.project.closed", besides=actor, at=at)
    return project


@transaction.atomic
def send_back(project: Project, *, to: str, reason: str, actor: Any, at: datetime) -> Project:
    """Back to an earlier stage with a reason.

    What is under way in the later stages is withdrawn from the top down, and the stage it goes
    back to is reopened; everything in one transaction.
    """
    locked = _locked(project)
    _demand_reason(reason)
    if locked.stage in ENDS or to not in stages_before(locked):
        raise Refused([_("Choose a stage before the present one.")])
    if actor is not None and not rules.may_steer(locked, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    _withdraw_down_to(locked, to, actor=actor, at=at, reason=reason)
    panel = panel_for(to)
    if panel is not None:
        panel.reopen(locked, actor=actor, at=at, reason=reason)
    _move(project, to, actor=actor, at=at, reason=reason)
    _tell(project, "projects.project.sent_back", besides=actor, at=at, reason=reason)
    return project


@transaction.atomic
def cancel(project: Project, *, reason: str, actor: Any, at: datetime) -> Project:
    """Give the project up, with a reason. Nothing of it comes into force; everything is kept."""
    locked = _locked(project)
    _demand_reason(reason)
    if locked.stage in ENDS:
        raise Refused([_("The project is over already.")])
    if actor is not None and not rules.may_steer(locked, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    _withdraw_down_to(locked, "", actor=actor, at=at, reason=reason)
    _move(project, Stage.CANCELLED, actor=actor, at=at, reason=reason)
    _tell(project, "projects.project.cancelled", besides=actor, at=at, reason=reason)
    return project


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def _wrong_stage(project: Project) -> str:
    label = Stage(project.stage).label
    return _("Not possible while the project is in “%(stage)s”.") % {"stage": label}


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused([_("Say why.")])


def _withdraw_down_to(project: Project, to: str, *, actor: Any, at: datetime, reason: str) -> None:
    """From the present stage down to the one above `to` (all of them when `to` is empty)."""
    last = number_of(to) if to else 0
    for stage in reversed(STAGES[last : number_of(project.stage)]):
        panel = panel_for(stage)
        if panel is not None:
            panel.withdraw(project, actor=actor, at=at, reason=reason)


def _move(
    project: Project,
    to: str,
    *,
    actor: Any,
    at: datetime,
    signature: Any = None,
    reason: str = "",
) -> None:
    move = getattr(project, f"to_{to}")
    fire(move, actor=actor, at=at, signature=signature, reason=reason)
    for record in project.stage_records.filter(left_at=None):
        record.left_at = at
        stamp(record, actor).save()
    if project.is_running:
        stay = StageRecord(project=project, stage=project.stage, entered_at=at, entered_by=actor)
        stamp(stay, actor).save()


def _tell(project: Project, code: str, *, besides: Any, at: datetime, reason: str = "") -> None:
    """The team and the sponsor, but not the one who did it."""
    told = {one.pk: one for one in [*people_of(project), project.sponsor] if one}
    told.pop(getattr(besides, "pk", None), None)
    notify(
        told.values(),
        code,
        at=at,
        key=f"{project.pk}:{project.stage}:{at.isoformat()}",
        url=reverse("projects:detail", args=[project.pk]),
        code_of_project=project.code,
        title=both(project, "title"),
        stage=Stage(project.stage).label,
        actor=besides or "",
        reason=reason,
    )


def sponsor_and_deputies(project: Project) -> list[Any]:
    """Whom to ask for the sponsor's signature."""
    if project.sponsor is None:
        return []
    return [project.sponsor, *people.deputies_of(project.sponsor)]
