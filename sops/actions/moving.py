"""The moves of a version. Upper floors call them when their part is done."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.organization.queries import today
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sopman.signatures.signing import sha256_of
from sops import rules
from sops.actions.locking import lock
from sops.actions.withdrawing import in_force_again
from sops.actions.writing import keep
from sops.enums import ClearedBy, VersionState
from sops.frozen import frozen_content
from sops.models import SopVersion
from sops.queries import current_version, next_number


@transaction.atomic
def submit_for_review(version: SopVersion, *, actor: Any, at: datetime) -> SopVersion:
    """Freeze the text: its fingerprint is what everybody reviews and signs.

    What was written since the last saved version is saved first, so that reviewers read V0.n.
    """
    lock(version)
    content = frozen_content(version)
    digest = sha256_of(content)
    latest = version.snapshots.order_by("-n").first()
    if latest is None or latest.content_sha256 != digest:
        keep(version, actor=actor, at=at, note=_("Submitted for review"))
    fire(version.to_in_review, actor=actor, at=at, content=content, content_sha256=digest)
    return version


@transaction.atomic
def return_to_author(version: SopVersion, *, actor: Any, at: datetime, reason: str) -> SopVersion:
    """Out of review, back to being a draft."""
    lock(version)
    _demand(reason)
    fire(version.to_draft, actor=actor, at=at, reason=reason)
    return version


@transaction.atomic
def approve(version: SopVersion, *, actor: Any, at: datetime, signature: Signature) -> SopVersion:
    """Give the version its number by the head's signature over exactly this content.

    The version that it revises (piloted, never in force) is dropped: replaced before release.
    """
    lock(version)
    _must_sign_this(version, signature, actor)
    number = next_number(version)
    fire(
        version.to_approved,
        actor=actor,
        at=at,
        signature=signature,
        facts={"number": f"V{number[0]}.{number[1]}", "sha256": version.content_sha256},
        number=number,
        approval=signature,
        by=actor,
    )
    _replace(version, at)
    return version


def _must_sign_this(version: SopVersion, signature: Signature, actor: Any) -> None:
    wrong_hand = signature.signer_id != actor.pk or signature.meaning != Meaning.APPROVED
    if wrong_hand or signature.content_sha256 != sha256_of(frozen_content(version)):
        raise Refused([_("The signature does not approve this content.")])


def _replace(version: SopVersion, at: datetime) -> None:
    old = version.based_on
    if old is None or old.project_id != version.project_id:
        return
    why = _("Replaced before release by %(label)s") % {"label": version.label}
    if old.state == VersionState.IN_PILOT:
        fire(old.to_pilot_ended, actor=None, at=at, reason=why)
    if old.state == VersionState.APPROVED:
        fire(old.to_dropped, actor=None, at=at, reason=why, why=why)


@transaction.atomic
def start_pilot(version: SopVersion, *, actor: Any, at: datetime) -> SopVersion:
    lock(version)
    fire(version.to_in_pilot, actor=actor, at=at)
    return version


@transaction.atomic
def end_pilot(
    version: SopVersion, *, actor: Any, at: datetime, reason: str = "", signature: Any = None
) -> SopVersion:
    """The trial is over; whether it may be released is said by `clear`."""
    lock(version)
    fire(version.to_pilot_ended, actor=actor, at=at, reason=reason, signature=signature)
    return version


@transaction.atomic
def clear(
    version: SopVersion,
    *,
    by: str,
    actor: Any,
    at: datetime,
    reason: str = "",
    signature: Signature | None = None,
) -> SopVersion:
    """Allow the release: the pilot is concluded, or waived by signature and reason.

    Whoever clears writes it here, so that the guard of the release reads its own row.
    """
    lock(version)
    by = ClearedBy(by)
    if not rules.may_clear(version, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if version.state != VersionState.APPROVED or by in (ClearedBy.NONE, ClearedBy.IMPORTED):
        raise Refused([_("Only an approved version that is not in its pilot can be cleared.")])
    if by == ClearedBy.WAIVED:
        _demand(reason)
        if signature is None or signature.meaning != Meaning.WAIVED:
            raise Refused([_("Waiving the pilot needs a signature.")])
    version.cleared_by, version.clear_reason = by, reason.strip()
    stamp(version, actor, reason).save()
    record(
        version,
        "sops.version.cleared",
        actor=actor,
        at=at,
        reason=reason,
        facts={"by": str(by)},
        signature=signature,
    )
    return version


@transaction.atomic
def drop(
    version: SopVersion, *, reason: str, actor: Any, at: datetime, signature: Any = None
) -> SopVersion:
    """This version never comes into force. Everything is kept."""
    lock(version)
    _demand(reason)
    fire(version.to_dropped, actor=actor, at=at, reason=reason, signature=signature, why=reason)
    return version


@transaction.atomic
def release(
    version: SopVersion, *, effective_on: date, actor: Any, at: datetime, signature: Any = None
) -> SopVersion:
    """Publish the approved content with the day from which it holds."""
    lock(version)
    if effective_on is None:
        raise Refused([_("Name the effective date.")])
    if effective_on < today(at):
        raise Refused([_("The effective date is in the past.")])
    fire(
        version.to_released,
        actor=actor,
        at=at,
        signature=signature,
        facts={"effective_on": effective_on, "sha256": version.content_sha256},
        effective_on=effective_on,
        release=signature,
    )
    return version


@transaction.atomic
def make_effective(version: SopVersion, *, at: datetime) -> SopVersion:
    """The effective date has come: in force, and the old version superseded, in one transaction."""
    lock(version)
    if version.effective_on and version.effective_on > today(at):
        raise Refused([_("The effective date has not come yet.")])
    old = version.sop.versions.effective().exclude(pk=version.pk).select_related("sop").first()
    if old is not None:
        reason = _("Superseded by %(label)s") % {"label": version.label}
        fire(old.to_superseded, actor=None, at=at, reason=reason)
    fire(version.to_effective, actor=None, at=at)
    in_force_again(version.sop)
    return version


@transaction.atomic
def take_back(project: Project, *, actor: Any, at: datetime, reason: str) -> SopVersion | None:
    """The project goes back or ends: what is in review is a draft again, what is further is dropped.

    Called by the stage panel from `projects.send_back` and `projects.cancel`.
    """
    version = current_version(project)
    if version is None:
        return None
    if version.state == VersionState.IN_REVIEW:
        return return_to_author(version, actor=actor, at=at, reason=reason)
    if version.state in (VersionState.APPROVED, VersionState.IN_PILOT, VersionState.RELEASED):
        return drop(version, reason=reason, actor=actor, at=at)
    return version


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refused([_("Say why.")])
