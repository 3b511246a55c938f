"""Findings, the statement that there is no present process, and the end of the mapping."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from processes import guards, rules
from processes.enums import FindingKind, Frequency, Impact, MapKind
from processes.models import AbsentProcess, Activity, Finding, Step
from projects.actions import advance_stage
from projects.enums import Stage
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused


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
    seen_revision: int | None = None,
) -> Finding:
    """Write a finding down, or with `finding` change it. Pinned to activities of the as-is map."""
    locked = open_for_findings(project, actor)
    steps = list(steps)
    if against := list(_faults(locked, kind, text, impact, frequency, steps)):
        raise Refused(against)
    if finding is None:
        last = locked.findings.aggregate(last=Max("number"))["last"] or 0
        finding = Finding(project=locked, number=last + 1, found_by=actor, found_at=at)
        code = "processes.finding.added"
    else:
        finding = locked.findings.select_for_update(of=("self",)).filter(pk=finding.pk).first()
        if finding is None:
            raise Refused([_("This finding has been removed meanwhile.")])
        if against_stale := guards.is_unchanged(finding.revision, seen_revision):
            raise Refused([against_stale])
        finding.revision += 1
        code = "processes.finding.changed"
    finding.kind, finding.text, finding.evidence = kind, text.strip(), evidence.strip()
    finding.impact, finding.frequency = impact, frequency
    finding.score = impact * frequency
    stamp(finding, actor).save()
    finding.steps.set(steps)
    facts = {"kind": finding.kind, "severity": finding.score, "steps": [s.pk for s in steps]}
    record(finding, code, actor=actor, at=at, facts=facts)
    return finding


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
    finding.steps.clear()
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
