"""Deciding about the activities of the present process, and adding new ones."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes import redesign
from processes.actions.maps import new_step
from processes.actions.plan_room import begin, expect
from processes.enums import Decision, MapKind
from processes.models import AcceptedFinding, Activity, Change, Finding, Step, StepOrigin
from processes.queries import decisions as queries
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import Position

# What a decision may say beside its reason; anything else is dropped with the old decision.
SAYS: dict[str, set[str]] = {
    Decision.KEEP: set(),
    Decision.ELIMINATE: set(),
    Decision.COMBINE: {"into", "name", "position", "touch_minutes", "waiting_minutes"},
    Decision.REARRANGE: {"after"},
    Decision.SIMPLIFY: {"touch_minutes", "waiting_minutes"},
    Decision.AUTOMATE: {"system", "touch_minutes", "waiting_minutes"},
    Decision.ADD: {
        "after", "name", "position", "system", "touch_minutes", "waiting_minutes", "value_class"
    },
}  # fmt: skip
NOTHING: dict[str, Any] = {
    "into": None,
    "after": None,
    "name": "",
    "position": None,
    "system": "",
    "touch_minutes": None,
    "waiting_minutes": None,
    "value_class": "",
}


@transaction.atomic
def decide(
    project: Project,
    *,
    step: Step,
    decision: str,
    actor: Any,
    at: datetime,
    reason: str = "",
    findings: Iterable[Finding] = (),
    seen: str = "",
    into: Step | None = None,
    **says: Any,
) -> Change:
    """The one decision about an as-is activity. Refuses circles, and what contradicts others.

    `says` is what `SAYS` allows beside the reason.
    """
    project = begin(project, actor)
    change = Change.objects.filter(project=project, step=step).first()
    expect(change, seen)
    if against := _against_deciding(project, step, decision, reason):
        raise Refused([against])
    change = change or Change(project=project, step=step, revision=0)
    if decision != Decision.COMBINE or into is None or into.pk != change.into_id:
        change.outcome = None  # another combination is another activity
    _say(change, decision, into=into, **says)
    change.reason = reason.strip()
    _refuse_contradictions(project, change)
    _keep(change, findings if decision != Decision.KEEP else (), actor=actor, at=at)
    _give_identities(project, actor=actor, at=at)
    record(change, "processes.change.decided", actor=actor, at=at, reason=reason, facts={
        "decision": change.decision, "step": str(step.pk), "into": str(change.into_id or ""),
    })  # fmt: skip
    return change


@transaction.atomic
def add_activity(
    project: Project,
    *,
    name: str,
    actor: Any,
    at: datetime,
    reason: str = "",
    findings: Iterable[Finding] = (),
    after: Step | None = None,
    position: Position | None = None,
    system: str = "",
    touch_minutes: Decimal | None = None,
    waiting_minutes: Decimal | None = None,
    value_class: str = "",
) -> Change:
    """An activity the present process does not have."""
    project = begin(project, actor)
    step = new_step(project, actor=actor, at=at)
    change = Change(project=project, step=step, revision=0)
    _say(
        change,
        Decision.ADD,
        after=after,
        name=name,
        position=position,
        system=system,
        touch_minutes=touch_minutes,
        waiting_minutes=waiting_minutes,
        value_class=value_class,
    )
    change.outcome, change.reason = change.step, _reason_of_addition(project, reason)
    _refuse_contradictions(project, change)
    _keep(change, findings, actor=actor, at=at)
    record(
        change, "processes.change.added", actor=actor, at=at, reason=reason, facts={"name": name}
    )
    return change


@transaction.atomic
def edit_addition(
    change: Change,
    *,
    actor: Any,
    at: datetime,
    reason: str = "",
    findings: Iterable[Finding] = (),
    seen: str = "",
    **says: Any,
) -> Change:
    """Say something else about an added activity; its identity stays."""
    project = begin(change.project, actor)
    change = Change.objects.get(pk=change.pk, decision=Decision.ADD)
    expect(change, seen)
    _say(change, Decision.ADD, **says)
    change.reason = _reason_of_addition(project, reason)
    _refuse_contradictions(project, change)
    _keep(change, findings, actor=actor, at=at)
    record(change, "processes.change.decided", actor=actor, at=at, reason=reason, facts={
        "decision": change.decision, "step": str(change.step_id), "name": change.name,
    })  # fmt: skip
    return change


@transaction.atomic
def explain_addition(
    project: Project, *, step: Step, reason: str, actor: Any, at: datetime
) -> Change:
    """An activity drawn on the to-be map by hand is added: say why."""
    project = begin(project, actor)
    activity = Activity.objects.filter(map__project=project, map__kind=MapKind.TO_BE, step=step)
    if not activity.exists() or queries.traces_back(project, step):
        raise Refused([_("This activity does not need to be explained.")])
    change = Change(project=project, step=step, outcome=step, decision=Decision.ADD, revision=0)
    drawn = activity.get()
    change.name, change.position = drawn.name, drawn.position
    change.reason = _reason_of_addition(project, reason)
    change.system, change.value_class = drawn.system, drawn.value_class
    change.touch_minutes, change.waiting_minutes = drawn.touch_minutes, drawn.waiting_minutes
    change.after_id = queries.anchor_on_map(project, step)
    _keep(change, (), actor=actor, at=at)
    record(change, "processes.change.added", actor=actor, at=at, reason=reason, facts={
        "name": change.name,
    })  # fmt: skip
    return change


@transaction.atomic
def take_back(change: Change, *, actor: Any, at: datetime) -> None:
    """Undo a decision, or drop an added activity: it is open again."""
    project = begin(change.project, actor)
    change = Change.objects.get(pk=change.pk)
    if change.decision == Decision.ADD:
        for other in Change.objects.filter(project=project, after=change.step):
            other.after = change.after
            stamp(other, actor).save()
    record(change, "processes.change.taken_back", actor=actor, at=at, facts={
        "decision": change.decision, "step": str(change.step_id),
    })  # fmt: skip
    stamp(change, actor).delete()
    _give_identities(project, actor=actor, at=at)


@transaction.atomic
def accept_finding(
    project: Project, *, finding: Finding, reason: str, actor: Any, at: datetime
) -> AcceptedFinding:
    """Nothing is done about a finding, for a reason."""
    project = begin(project, actor)
    if finding.project_id != project.pk:
        raise Refused([_("This finding belongs to another project.")])
    accepted = AcceptedFinding.objects.filter(finding=finding).first() or AcceptedFinding(
        project=project, finding=finding
    )
    accepted.reason, accepted.accepted_by, accepted.accepted_at = reason, actor, at
    stamp(accepted, actor, reason).save()
    record(finding, "processes.finding.accepted", actor=actor, at=at, reason=reason)
    return accepted


@transaction.atomic
def reopen_finding(accepted: AcceptedFinding, *, actor: Any, at: datetime) -> None:
    """The finding wants an answer after all."""
    begin(accepted.project, actor)
    record(accepted.finding, "processes.finding.reopened", actor=actor, at=at)
    stamp(accepted, actor).delete()


def _reason_of_addition(project: Project, reason: str) -> str:
    """Without a present process every activity is added, for the reason given there."""
    if reason.strip() or not project.has_present_process:
        return reason.strip()
    raise Refused([_("Say why the activity is added.")])


def _against_deciding(project: Project, step: Step, decision: str, reason: str) -> str:
    if decision not in SAYS or decision == Decision.ADD:
        return _("Choose what happens to the activity.")
    drawn = Activity.objects.filter(map__project=project, map__kind=MapKind.AS_IS, step=step)
    if not drawn.exists():
        return _("This activity is not on the as-is map.")
    if decision != Decision.KEEP and not reason.strip():
        return _("Give the reason for this decision.")
    return ""


def _say(change: Change, decision: str, **says: Any) -> None:
    """Only what belongs to the decision is kept; the rest would be a leftover of another one."""
    change.decision = decision
    for name, nothing in NOTHING.items():
        setattr(change, name, says.get(name, nothing) if name in SAYS[decision] else nothing)


def _keep(change: Change, findings: Iterable[Finding], *, actor: Any, at: datetime) -> None:
    change.revision += 1
    change.decided_by, change.decided_at = actor, at
    if change.decision not in (Decision.ELIMINATE, Decision.COMBINE):
        change.outcome = change.step
    stamp(change, actor, change.reason).save()
    change.findings.set([one for one in findings if one.project_id == change.project_id])


def _refuse_contradictions(project: Project, change: Change) -> None:
    """The sentences that stand against `change` beside the decisions that stand already."""
    standing = {one.key: one for one in queries.decisions_of(project)}
    mine = queries.as_decision(change)
    standing[mine.key] = mine
    names = queries.names_of(project)
    if reasons := _contradictions(change, standing, names):
        raise Refused(reasons)


def _contradictions(
    change: Change, standing: dict[str, redesign.Decision], names: dict[str, str]
) -> list[str]:
    key, reasons = str(change.step_id), []
    if change.decision == Decision.COMBINE and (
        against := _against_combining(change, standing, names)
    ):
        return [against]
    if change.decision == Decision.ELIMINATE:
        reasons += _leaning_on(key, standing, names)
    if change.after_id is not None:
        anchor = standing.get(redesign.root_of(str(change.after_id), standing))
        if anchor and anchor.kind == Decision.ELIMINATE:
            reasons.append(_("The activity it should stand after is eliminated."))
    if redesign.contradicts(key, standing):
        reasons.append(_("The order contradicts itself: the activities wait for one another."))
    return reasons


def _against_combining(
    change: Change, standing: dict[str, redesign.Decision], names: dict[str, str]
) -> str:
    key = str(change.step_id)
    if change.into_id is None:
        return _("Choose the activity that this one is combined into.")
    if redesign.in_circle(key, standing):
        return _("The activities would be combined in a circle.")
    end = standing.get(redesign.root_of(key, standing))
    if end and end.kind == Decision.ELIMINATE:
        name = names.get(end.key, "")
        return _("“%(name)s” is eliminated; nothing can be combined into it.") % {"name": name}
    if str(change.into_id) not in names:
        return _("This activity is not on the as-is map.")
    return ""


def _leaning_on(
    key: str, standing: dict[str, redesign.Decision], names: dict[str, str]
) -> list[str]:
    """What would hang in the air when the activity goes."""
    combined = _("“%(name)s” is combined into this activity. Decide about that one first.")
    placed = _("“%(name)s” is to stand after this activity. Move that one first.")
    reasons = []
    for sentence, attribute in ((combined, "into"), (placed, "after")):
        for one in standing.values():
            if getattr(one, attribute) == key:
                reasons.append(sentence % {"name": names.get(one.key) or one.name})
                break
    return reasons


def _give_identities(project: Project, *, actor: Any, at: datetime) -> None:
    """Every combination has one new step with its origins; steps of the rest stay their own."""
    standing = {one.key: one for one in queries.decisions_of(project)}
    groups: dict[str, list[str]] = {}
    for key, one in standing.items():
        if one.kind == Decision.COMBINE:
            groups.setdefault(str(redesign.root_of(key, standing)), []).append(str(key))
    changes = {str(c.step_id): c for c in Change.objects.filter(project=project)}
    taken: set[Any] = set()
    for root, members in groups.items():
        known = [pk for key in members if (pk := changes[key].outcome_id) and pk not in taken]
        step_id = known[0] if known else new_step(project, actor=actor, at=at).pk
        taken.add(step_id)
        for key in members:
            if changes[key].outcome_id != step_id:
                changes[key].outcome_id = step_id
                stamp(changes[key], actor).save()
        _set_origins(step_id, {root, *members}, actor)


def _set_origins(step_id: Any, origins: set[str], actor: Any) -> None:
    present = {str(row.origin_id): row for row in StepOrigin.objects.filter(step_id=step_id)}
    for origin, row in present.items():
        if origin not in origins:
            stamp(row, actor).delete()
    for origin in sorted(origins - set(present)):
        stamp(StepOrigin(step_id=step_id, origin_id=origin), actor).save()
