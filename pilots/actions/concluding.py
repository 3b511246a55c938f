"""How a pilot ends: adopted, adopted with changes, extended, abandoned; or waived before it began."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots import rules
from pilots.enums import ENDING, PilotDecision, PilotState
from pilots.guards import adoptable
from pilots.models import Pilot
from pilots.queries import pilot_being_revised
from pilots.report import frozen_report
from projects.actions import advance_stage, send_back
from projects.enums import FIRST_STAGE, Stage
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.organization.queries import organization, today
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign
from sops import actions as sops
from sops.enums import ClearedBy, VersionState
from sops.frozen import frozen_content
from sops.queries import current_version
from sops.rules import is_author

BACK_TO = (Stage.OPTIMIZATION, Stage.DRAFTING)


@transaction.atomic
def conclude(
    pilot: Pilot,
    *,
    decision: str,
    reason: str,
    password: str,
    actor: Any,
    at: datetime,
    back_to: str = Stage.DRAFTING,
    shown_sha256: str = "",
) -> Pilot:
    """End the pilot with a signed decision over its report.

    Adopt: this very version is cleared and the project moves on. With changes: a revision (V1.1)
    is drafted and approved again; the project stays. Abandon: the version is dropped and the
    project goes back. Nothing is adopted before the last day, with an open problem or an
    unmeasured figure.
    """
    pilot = _running(pilot, actor)
    if decision not in ENDING:
        raise Refused([_("Choose a decision.")])
    if not reason.strip():
        raise Refused([_("Say why.")])
    if decision != PilotDecision.ABANDON:
        _must_be_adoptable(pilot, at)
    elif back_to not in BACK_TO:
        raise Refused([_("An abandoned version goes back to optimization or drafting.")])
    signature = sign(
        pilot, signer=actor, meaning=Meaning.CONCLUDED, password=password, at=at,
        content=frozen_report(pilot, decision, reason), shown_sha256=shown_sha256,
    )  # fmt: skip
    fire(pilot.to_concluded, actor=actor, at=at, reason=reason, signature=signature,
         facts={"decision": decision}, decision=decision, why=reason, signed=signature)  # fmt: skip
    _follow(pilot, decision, reason, back_to, actor, at)
    people = [one.user for one in pilot.participants.select_related("user")]
    notify([pilot.project.lead, *people], "pilots.pilot.concluded", at=at, key=str(pilot.pk),
           url=_page(pilot.project), version=str(pilot.version), decision=str(decision),
           reason=reason)  # fmt: skip
    return pilot


def _follow(pilot, decision, reason, back_to, actor, at):
    version = pilot.version
    if decision == PilotDecision.ABANDON:
        sops.drop(version, reason=reason, actor=actor, at=at)
        send_back(pilot.project, to=back_to, reason=reason, actor=actor, at=at)
        return
    version = sops.end_pilot(version, actor=actor, at=at)
    if decision == PilotDecision.ADOPT:
        sops.clear(version, by=ClearedBy.PILOT, reason=reason, actor=actor, at=at)
        advance_stage(pilot.project, to=Stage.RELEASE, actor=actor, at=at)
    else:
        sops.start_revision(version, actor=actor, at=at, reason=reason)


@transaction.atomic
def complete_pilot(project: Project, *, actor: Any, at: datetime) -> Project:
    """After “adopt with changes”: the revision is approved, so it is cleared and the project moves on."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if not rules.may_plan(project, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    pilot, version = pilot_being_revised(project), current_version(project)
    if project.stage != Stage.PILOT or pilot is None or version is None:
        raise Refused([_("No pilot was concluded with changes here.")])
    if version.state != VersionState.APPROVED:
        raise Refused([_("The revised version is not approved yet.")])
    sops.clear(version, by=ClearedBy.REVISION_OF_PILOT, reason=pilot.decision_reason, actor=actor,
               at=at)  # fmt: skip
    return advance_stage(project, to=Stage.RELEASE, actor=actor, at=at)


@transaction.atomic
def extend(pilot: Pilot, *, ends_on: date, reason: str, actor: Any, at: datetime) -> Pilot:
    """Let the pilot go on, with a reason. The first last day stays on the record."""
    pilot = _running(pilot, actor)
    if not reason.strip():
        raise Refused([_("Say why.")])
    if ends_on <= pilot.ends_on:
        raise Refused([_("The new last day must lie after the present one.")])
    facts = {"from": pilot.ends_on, "to": ends_on}
    pilot.ends_on = ends_on
    stamp(pilot, actor, reason).save()
    record(pilot, "pilots.pilot.extended", actor=actor, at=at, reason=reason, facts=facts)
    return pilot


@transaction.atomic
def waive_pilot(
    project: Project,
    *,
    reason: str,
    password: str,
    actor: Any,
    at: datetime,
    shown_sha256: str = "",
) -> Project:
    """Small changes may go without a pilot, by a signed reason of the head."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    version = current_version(project)
    if not rules.may_waive(project, actor):
        raise PermissionDenied(_("Only the head of the owning department waives the pilot."))
    if version is not None and is_author(version, actor):
        raise PermissionDenied(_("An author does not waive the pilot of the own version."))
    if project.kind not in FIRST_STAGE:
        raise Refused([_("Only minor revisions and editorial corrections go without a pilot.")])
    if project.stage != Stage.PILOT or version is None or project.pilots.exists():
        raise Refused([_("There is no pilot to waive here.")])
    signature = sign(
        version, signer=actor, meaning=Meaning.WAIVED, password=password, at=at,
        content=frozen_content(version), shown_sha256=shown_sha256,
    )  # fmt: skip
    sops.clear(version, by=ClearedBy.WAIVED, reason=reason, signature=signature, actor=actor, at=at)
    return advance_stage(project, to=Stage.RELEASE, actor=actor, at=at, signature=signature,
                         reason=reason)  # fmt: skip


@transaction.atomic
def put_back(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """Back from the release: the next edition is drafted, approved, and tried anew."""
    sops.put_back(project, actor=actor, at=at, reason=reason)


@transaction.atomic
def call_off(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project goes back or is cancelled: a pilot under way ends. The caller has checked who."""
    for pilot in project.pilots.exclude(state=PilotState.CONCLUDED):
        fire(pilot.to_called_off, actor=None, at=at, reason=reason, why=reason)


def _must_be_adoptable(pilot: Pilot, at: datetime) -> None:
    reasons = adoptable.reasons(pilot)
    if today(at) < pilot.ends_on:
        reasons.insert(0, _("The pilot runs until %(day)s.") % {"day": pilot.ends_on})
    too_short = pilot.ends_on - today(pilot.started_at)
    days = organization().pilot_min_days
    if too_short < timedelta(days=days):  # begun later than planned
        reasons.insert(0, _("The pilot has to run %(n)d days; extend it first.") % {"n": days})
    if reasons:
        raise Refused(reasons)


def _running(pilot: Pilot, actor: Any) -> Pilot:
    """The pilot under its project's lock: the root first, as everywhere."""
    Project.objects.select_for_update(of=("self",)).get(pk=pilot.project_id)
    pilot = (
        Pilot.objects.select_for_update(of=("self",))
        .select_related("project__owning_department", "project__lead", "version__sop")
        .get(pk=pilot.pk)
    )
    if not rules.may_conclude(pilot, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if pilot.state != PilotState.RUNNING:
        raise Refused([_("Not possible while “%(state)s”.") % {"state": pilot.get_state_display()}])
    return pilot


def _page(project: Project) -> str:
    return reverse("pilots:pilot", args=[project.pk])
