"""Revisions of the signed charter: proposed with a reason, in force by the sponsor's signature."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import revising, rules
from projects.actions.moving import sponsor_and_deputies
from projects.enums import RevisionState, Stage
from projects.models import CharterRevision, Objective, Project
from projects.queries import revision_content
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sopman.lifecycle import fire
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.people.models import User
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sopman.signatures.signing import sign


@transaction.atomic
def propose_revision(
    objective: Objective,
    *,
    actor: User,
    at: datetime,
    reason: str,
    seen: int | None = None,
    **facts: Any,
) -> CharterRevision:
    """Ask the sponsor to change a signed objective: baseline, target, where, window.

    The objective stays as it was signed until the sponsor has signed the revision too.
    """
    project = _locked(objective.project)
    if not rules.may_edit_charter(project, actor):
        raise PermissionDenied(_("Only the team and the head of the owning department write it."))
    now = project.objectives.filter(pk=objective.pk).first()
    if now is None or (seen is not None and seen != now.revision):
        raise Refused([changed_meanwhile()])
    before, after = revising.told(now), _after(now, facts)
    if against := list(_against(project, now, before, after, reason)):
        raise Refused(against)
    target = after["target"]
    revision = CharterRevision(
        project=project,
        number=_next_number(project),
        objective=now,
        before=before,
        after=after,
        reason=reason.strip(),
        eases=revising.eases(now.direction, now.target, Decimal(target) if target else None),
        stage_then=project.stage,
        proposed_by=actor,
        proposed_at=at,
    )
    stamp(revision, actor, reason).save(force_insert=True)
    told = {"number": revision.number, "before": before, "after": after}
    record(project, "projects.revision.proposed", actor=actor, at=at, reason=reason, facts=told)
    _tell(revision, sponsor_and_deputies(project), "to_sign", actor, at, email=True)
    return revision


@transaction.atomic
def sign_revision(
    revision: CharterRevision, *, actor: User, password: str, at: datetime, shown_sha256: str = ""
) -> CharterRevision:
    """The sponsor signs; from now on the objective says what the revision says."""
    project = _locked(revision.project)
    revision.project = project
    if not rules.may_sign_charter(project, actor):
        raise PermissionDenied(_("Only the sponsor, or the sponsor's deputy, can do this."))
    objective = project.objectives.get(pk=revision.objective_id)
    changed = list(revising.changes(revision.before, revision.after))
    now = revising.told(objective)
    if any(now[one.name] != revision.before[one.name] for one in changed):
        raise Refused([changed_meanwhile()])
    signature = sign(
        revision,
        signer=actor,
        meaning=Meaning.CHARTER_REVISED,
        password=password,
        at=at,
        content=revision_content(revision),
        on_behalf_of=None if actor.pk == project.sponsor_id else project.sponsor,
        shown_sha256=shown_sha256,
    )
    fire(revision.to_signed, actor=actor, at=at, reason=revision.reason, signature=signature,
         given=signature)  # fmt: skip
    for one in changed:
        setattr(objective, one.name, one.after)
    objective.revision += 1
    stamp(objective, actor, revision.reason).save()
    _tell(revision, _asked_by(revision), "signed", actor, at)
    return revision


@transaction.atomic
def decline_revision(
    revision: CharterRevision, *, actor: User, at: datetime, reason: str
) -> CharterRevision:
    """The sponsor doesn't agree and says why; the objective stays as it is."""
    revision.project = _locked(revision.project)
    if not reason.strip():
        raise Refused([_("Say why.")])
    fire(revision.to_declined, actor=actor, at=at, reason=reason, answer=reason.strip())
    _tell(revision, _asked_by(revision), "declined", actor, at, reason=reason)
    return revision


@transaction.atomic
def take_back_revision(
    revision: CharterRevision, *, actor: User | None, at: datetime, reason: str = ""
) -> CharterRevision:
    """Whoever writes the charter no longer wants it; or the project goes back to its charter."""
    fire(revision.to_taken_back, actor=actor, at=at, reason=reason)
    return revision


def keep_what_a_second_signature_changed(
    project: Project, signature: Signature, *, actor: User, at: datetime, reason: str
) -> None:
    """A charter that was opened again and signed anew: its changed objectives become revisions.

    So a target never changes without a trace, whichever way it went. Objectives added or removed
    stand in the audit trail.
    """
    earlier = _signed_before(project, signature)
    for objective in project.objectives.all():
        before = earlier.get((objective.name_zh, objective.name_en, objective.metric))
        after = revising.told(objective)
        if before is None or not list(revising.changes(before, after)):
            continue
        old = Decimal(before["target"]) if before["target"] is not None else None
        revision = CharterRevision(
            project=project, number=_next_number(project), objective=objective, before=before,
            after=after, reason=reason, stage_then=Stage.CHARTER, proposed_by=actor, proposed_at=at,
            eases=revising.eases(objective.direction, old, objective.target),
        )  # fmt: skip
        stamp(revision, actor, reason).save(force_insert=True)
        fire(revision.to_signed, actor=None, at=at, reason=reason, signature=signature,
             given=signature)  # fmt: skip


def _signed_before(project: Project, signature: Signature) -> dict[tuple[str, str, str], Any]:
    """The objectives as the sponsor signed them last, by name; later revisions applied."""
    found = {}
    before = Signature.objects.filter(
        subject_type=signature.subject_type, subject_id=str(project.pk),
        meaning=Meaning.CHARTER_SPONSOR,
    ).exclude(pk=signature.pk).order_by("-at", "-pk").first()  # fmt: skip
    if before is None:
        return found
    for one in json.loads(before.content)["objectives"]:
        facts = {name: one[name] for name in revising.REVISABLE}
        for name in revising.FIGURES:
            facts[name] = revising.kept(Decimal(facts[name])) if facts[name] else None
        found[one["name_zh"], one["name_en"], one["metric"]] = facts
    for revision in project.revisions.filter(state=RevisionState.SIGNED).select_related(
        "objective"
    ):
        goal = revision.objective
        if (key := (goal.name_zh, goal.name_en, goal.metric)) in found:
            changed = revising.changes(revision.before, revision.after)
            found[key] |= {one.name: revising.kept(one.after) for one in changed}
    return found


def _after(objective: Objective, facts: dict[str, Any]) -> dict[str, Any]:
    if unknown := facts.keys() - revising.REVISABLE.keys():
        raise TypeError(f"A revision can't change {', '.join(sorted(unknown))}.")
    return revising.told(objective) | {name: revising.kept(one) for name, one in facts.items()}


def _against(project: Project, objective: Objective, before: dict, after: dict, reason: str) -> Any:
    if project.stage == Stage.CHARTER:
        yield _("The charter is not signed yet; change the objective itself.")
    if not reason.strip():
        yield _("Say why.")
    if before == after:
        yield _("Nothing is changed.")
    if after["target"] is None:
        yield _("An objective keeps a target.")
    if (before["baseline"] is None) != (after["baseline"] is None):
        yield _("A baseline is recorded during the as-is mapping.")
    if objective.revisions.filter(state=RevisionState.PROPOSED).exists():
        yield _("A revision of this objective waits for the sponsor already.")


def _next_number(project: Project) -> int:
    return (project.revisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def _asked_by(revision: CharterRevision) -> list[User]:
    return list({one.pk: one for one in (revision.project.lead, revision.proposed_by)}.values())


def _tell(
    revision: CharterRevision, recipients: list[Any], what: str, actor: User, at: datetime,
    *, email: bool = False, reason: str = "",
) -> None:  # fmt: skip
    project = revision.project
    notify(
        recipients,
        f"projects.revision.{what}",
        at=at,
        key=f"{revision.pk}:{at.isoformat()}",
        url=reverse("projects:charter", args=[project.pk]) + "#revisions",
        email=email,
        code_of_project=project.code,
        title=both(project, "title"),
        actor=actor,
        reason=reason or revision.reason,
    )
