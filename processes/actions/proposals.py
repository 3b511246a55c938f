"""A person's verdict on what the analysis proposes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.actions.findings import open_for_findings, save_finding
from processes.enums import Verdict
from processes.models import Finding, JudgedProposal
from processes.proposals import Proposal
from processes.queries.proposals import proposed
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused

LONGEST_REASON = 500


@transaction.atomic
def accept_proposal(
    project: Project, *, key: str, actor: Any, at: datetime, **finding: Any
) -> Finding:
    """Make a proposal the finding described by `finding` (as in `save_finding`)."""
    locked = open_for_findings(project, actor)
    proposal = _unjudged(locked, key)
    saved = save_finding(locked, finding=None, actor=actor, at=at, **finding)
    _judge(locked, proposal, Verdict.ACCEPTED, actor, at, finding=saved)
    return saved


@transaction.atomic
def dismiss_proposal(
    project: Project, *, key: str, reason: str, actor: Any, at: datetime
) -> JudgedProposal:
    """Say why a proposal is no finding. It stays in sight and can be taken up again."""
    locked = open_for_findings(project, actor)
    proposal = _unjudged(locked, key)
    if not reason.strip():
        raise Refused([_("Say why this is no finding.")])
    reason = reason.strip()[:LONGEST_REASON]
    return _judge(locked, proposal, Verdict.DISMISSED, actor, at, reason=reason)


@transaction.atomic
def reconsider_proposal(judged: JudgedProposal, *, actor: Any, at: datetime) -> None:
    """Take a dismissal back; the proposal is open again."""
    locked = open_for_findings(judged.project, actor)
    one = locked.judged_proposals.select_for_update(of=("self",)).filter(pk=judged.pk).first()
    if one is None or one.verdict != Verdict.DISMISSED:
        raise Refused([_("This proposal is open again already.")])
    record(one, "processes.proposal.reconsidered", actor=actor, at=at, facts={"text": one.text})
    stamp(one, actor).delete()


def _unjudged(project: Project, key: str) -> Proposal:
    """As the map proposes it at this moment."""
    if project.judged_proposals.filter(key=key).exists():
        raise Refused([_("Somebody has decided on this proposal meanwhile.")])
    found = next((one for one in proposed(project) if one.key == key), None)
    if found is None:
        raise Refused([_("The map has changed; this is no longer proposed.")])
    return found


def _judge(
    project: Project, proposal: Proposal, verdict: str, actor: Any, at: datetime, **said: Any
) -> JudgedProposal:
    judged = JudgedProposal(
        project=project, key=proposal.key, rule=proposal.rule, text=proposal.text,
        verdict=verdict, judged_by=actor, judged_at=at, **said,
    )  # fmt: skip
    stamp(judged, actor).save()
    facts = {"rule": proposal.rule, "text": proposal.text, "steps": list(proposal.steps)}
    code = f"processes.proposal.{verdict}"
    record(judged, code, actor=actor, at=at, facts=facts, reason=judged.reason)
    return judged
