"""Findings, the statement that there is no present process, and the end of the mapping."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from processes import guards, rules
from processes.enums import FindingKind, Frequency, Impact, MapKind
from processes.models import AbsentProcess, Activity, EvidenceRecord, Finding, Pin, Step
from projects.actions import advance_stage
from projects.enums import Stage
from projects.models import Project
from projects.queries import people_of
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import User


@dataclass(frozen=True)
class Sources:
    """Evidence that a finding rests on: whole records, and what is pinned of them."""

    records: tuple[EvidenceRecord, ...] = ()
    pins: tuple[Pin, ...] = ()


@transaction.atomic
def save_finding(
    project: Project,
    *,
    finding: Finding | None,
    kind: str,
    text: str,
    impact: int,
    frequency: int,
    evidence: str,
    steps: Iterable[Step],
    actor: Any,
    at: datetime,
    owner: User | None = None,
    sources: Sources = Sources(),
    seen_revision: int | None = None,
) -> Finding:
    """Write a finding down, or with `finding` change it. Pinned to activities of the as-is map.

    `sources` are the records and pinned sentences it rests on; the `owner` sees to it.
    """
    locked = open_for_findings(project, actor)
    steps = list(steps)
    if against := [
        *_faults(locked, kind, text, impact, frequency, steps),
        *_against_ground(locked, finding, owner, sources),
    ]:
        raise Refused(against)
    code = "processes.finding.added" if finding is None else "processes.finding.changed"
    finding = _opened_finding(locked, finding, actor, at, seen_revision)
    finding.kind, finding.text, finding.evidence = kind, text.strip(), evidence.strip()
    finding.impact, finding.frequency, finding.owner = impact, frequency, owner
    finding.score = impact * frequency
    stamp(finding, actor).save()
    finding.steps.set(steps)
    finding.records.set(sources.records)
    finding.pins.set(sources.pins)
    facts = {"kind": finding.kind, "severity": finding.score, "steps": [s.pk for s in steps]}
    record(finding, code, actor=actor, at=at, facts=facts)
    return finding


def _opened_finding(
    project: Project,
    finding: Finding | None,
    actor: Any,
    at: datetime,
    seen_revision: int | None,
) -> Finding:
    """A new one with the next number, or the locked row of one that is as it was seen."""
    if finding is None:
        last = project.findings.aggregate(last=Max("number"))["last"] or 0
        return Finding(project=project, number=last + 1, found_by=actor, found_at=at)
    found = project.findings.select_for_update(of=("self",)).filter(pk=finding.pk).first()
    if found is None:
        raise Refused([_("This finding has been removed meanwhile.")])
    if against_stale := guards.is_unchanged(found.revision, seen_revision):
        raise Refused([against_stale])
    found.revision += 1
    return found


def _against_ground(
    project: Project, finding: Finding | None, owner: User | None, sources: Sources
) -> Any:
    if any(one.project_id != project.pk for one in sources.records) or any(
        one.record.project_id != project.pk for one in sources.pins
    ):
        yield _("The evidence belongs to another project.")
    stays = finding is not None and owner is not None and finding.owner_id == owner.pk
    if owner is not None and not stays and owner not in people_of(project):
        yield _("The owner of a finding is somebody of the project's team.")


def _faults(
    project: Project, kind: str, text: str, impact: int, frequency: int, steps: list[Step]
) -> Any:
    if kind not in FindingKind.values:
        yield _("Choose the type of the finding.")
    if not text.strip():
        yield _("Say what is wrong.")
    if impact not in Impact.values or frequency not in Frequency.values:
        yield _("Impact and frequency are 1, 2 or 3.")
    if not steps:
        yield _("Pin the finding to at least one activity.")
    pinned = {step.pk for step in steps}
    drawn = Activity.objects.filter(
        map__project=project, map__kind=MapKind.AS_IS, step__in=pinned
    ).count()
    if drawn < len(pinned):
        yield _("One of the activities is no longer on the map.")


@transaction.atomic
def remove_finding(finding: Finding, *, actor: Any, at: datetime) -> None:
    """Take a finding off the problem list, while no change answers it."""
    project = open_for_findings(finding.project, actor)
    finding = project.findings.select_for_update(of=("self",)).filter(pk=finding.pk).first()
    if finding is None:
        raise Refused([_("This finding has been removed meanwhile.")])
    if finding.answers.exists():
        raise Refused([_("A change answers this finding; take it out of the change first.")])
    record(finding, "processes.finding.removed", actor=actor, at=at, facts={"text": finding.text})
    for held in (finding.steps, finding.records, finding.pins):
        held.clear()
    stamp(finding, actor).delete()


def open_for_findings(project: Project, actor: Any) -> Project:
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_edit_findings(locked, actor):
        raise PermissionDenied(_("Only the project's team writes findings down."))
    if against := guards.findings_are_open(locked):
        raise Refused([against])
    return locked


@transaction.atomic
def state_absence(project: Project, *, reason: str, actor: Any, at: datetime) -> AbsentProcess:
    """Say why there is no present process. It stands for the as-is map and the baseline."""
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_edit_map(locked, actor):
        raise PermissionDenied(_("Only the project's team changes its maps."))
    if against := list(_against_absence(locked, reason)):
        raise Refused(against)
    statement = AbsentProcess.objects.filter(project=locked).first() or AbsentProcess(
        project=locked
    )
    statement.reason, statement.stated_by, statement.stated_at = reason.strip(), actor, at
    stamp(statement, actor, reason).save()
    record(locked, "processes.absence.stated", actor=actor, at=at, reason=reason.strip())
    return statement


def _against_absence(project: Project, reason: str) -> Any:
    if project.has_present_process:
        yield _("According to the charter there is a present process; map it.")
    if against := guards.mapping_is_open(project):
        yield against
    if not reason.strip():
        yield _("Say why there is no present process.")


@transaction.atomic
def complete_mapping(project: Project, *, actor: Any, at: datetime) -> Project:
    """Close the as-is mapping; the project goes on to the optimization.

    Refuses with the unmet sentences of the gate.
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_complete_mapping(locked, actor):
        raise PermissionDenied(_("Only the team lead completes the mapping."))
    if against := guards.mapping_is_open(locked):
        raise Refused([against])
    return advance_stage(locked, to=Stage.OPTIMIZATION, actor=actor, at=at)
