"""The sponsor's signature under the charter."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import rules
from projects.actions.moving import advance_stage, sponsor_and_deputies
from projects.actions.revising import keep_what_a_second_signature_changed, take_back_revision
from projects.enums import RevisionState, Stage
from projects.guards import unmet_criteria
from projects.models import Charter, Project
from projects.queries import charter_content
from sopman.audit.history import stamp
from sopman.audit.models import Event
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.people.models import User
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign


@transaction.atomic
def ask_sponsor(project: Project, *, actor: User, at: datetime) -> Charter:
    """The charter is complete: ask the sponsor (and the sponsor's deputies) to sign it."""
    project = _in_charter(project)
    if not rules.may_edit_charter(project, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    _demand_gate(project)
    charter = project.charter
    if charter.asked_at:
        raise Refused([_("The sponsor has been asked already.")])
    charter.asked_at = at
    stamp(charter, actor).save()
    record(project, "projects.charter.submitted", actor=actor, at=at)
    _tell(project, sponsor_and_deputies(project), "projects.charter.to_sign", actor, at, email=True)
    return charter


@transaction.atomic
def return_charter(project: Project, *, actor: User, at: datetime, reason: str) -> Charter:
    """The sponsor doesn't sign yet and says what is missing."""
    project = _in_charter(project)
    if not rules.may_sign_charter(project, actor):
        raise PermissionDenied(_("Only the sponsor, or the sponsor's deputy, can do this."))
    charter = project.charter
    if not charter.asked_at:
        raise Refused([_("The sponsor has not been asked yet.")])
    if not reason.strip():
        raise Refused([_("Say why.")])
    charter.asked_at = None
    stamp(charter, actor, reason).save()
    record(project, "projects.charter.returned", actor=actor, at=at, reason=reason)
    _tell(project, [project.lead], "projects.charter.returned", actor, at, reason=reason)
    return charter


@transaction.atomic
def sign_charter(
    project: Project, *, actor: User, password: str, at: datetime, shown_sha256: str = ""
) -> Project:
    """The sponsor signs the frozen charter; the project moves on to the as-is mapping."""
    locked = _in_charter(project)
    if not rules.may_sign_charter(locked, actor):
        raise PermissionDenied(_("Only the sponsor, or the sponsor's deputy, can do this."))
    _demand_gate(locked)
    signature = sign(
        locked,
        signer=actor,
        meaning=Meaning.CHARTER_SPONSOR,
        password=password,
        at=at,
        content=charter_content(locked),
        on_behalf_of=None if actor.pk == locked.sponsor_id else locked.sponsor,
        shown_sha256=shown_sha256,
    )
    charter = locked.charter
    charter.signed_at, charter.signature = at, signature
    stamp(charter, actor).save()
    record(project, "projects.charter.signed", actor=actor, at=at, signature=signature)
    project = advance_stage(project, to=Stage.MAPPING, actor=actor, at=at, signature=signature)
    why = _why_reopened(locked)
    keep_what_a_second_signature_changed(locked, signature, actor=actor, at=at, reason=why)
    return project


def _why_reopened(project: Project) -> str:
    """What was said when the charter was opened again last."""
    chain = Event.objects.filter(chain=project.audit_chain, code="projects.charter.reopened")
    return chain.order_by("-pk").values_list("reason", flat=True).first() or ""


def reopen_charter(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project goes back to its charter: it may be changed and has to be signed again."""
    for revision in project.revisions.filter(state=RevisionState.PROPOSED):
        take_back_revision(revision, actor=None, at=at, reason=reason)
    charter = project.charter
    if charter.signed_at is None and charter.asked_at is None:
        return
    charter.signed_at = charter.signature = charter.asked_at = None
    stamp(charter, actor, reason).save()
    record(project, "projects.charter.reopened", actor=actor, at=at, reason=reason)


def _in_charter(project: Project) -> Project:
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if locked.stage != Stage.CHARTER:
        raise Refused([_("The charter is no longer open.")])
    return locked


def _demand_gate(project: Project) -> None:
    if unmet := unmet_criteria(project):
        raise Refused(unmet)


def _tell(
    project: Project,
    recipients: list[Any],
    code: str,
    actor: User,
    at: datetime,
    *,
    email: bool = False,
    reason: str = "",
) -> None:
    notify(
        recipients,
        code,
        at=at,
        key=f"{project.pk}:{at.isoformat()}",
        url=reverse("projects:charter", args=[project.pk]),
        email=email,
        code_of_project=project.code,
        title=both(project, "title"),
        actor=actor,
        reason=reason,
    )
