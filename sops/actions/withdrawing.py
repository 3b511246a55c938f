"""Taking an SOP out of force, its register entry, and who keeps it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sopman.signatures.signing import sign
from sops import rules
from sops.actions.locking import locked_sop
from sops.actions.reminding import ask_to_confirm
from sops.models import Sop, SopVersion


@transaction.atomic
def withdraw(sop: Sop, *, reason: str, password: str, actor: Any, at: datetime) -> Sop:
    """No version is in force any more: at once, by one signature and a reason.

    A second person confirms within a working day.
    """
    sop = locked_sop(sop.pk)
    version = sop.versions.effective().select_related("sop", "project").first()
    if not rules.may_withdraw(sop, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if not reason.strip():
        raise Refused([_("Say why.")])
    if version is None:
        raise Refused([_("No version of this SOP is in force.")])
    signature = _sign(sop, version, reason, password, actor, at)
    fire(version.to_withdrawn, actor=actor, at=at, reason=reason, signature=signature, why=reason)
    sop.withdrawn_at, sop.withdrawn_by, sop.withdraw_reason = at, actor, reason.strip()
    sop.withdrawal_confirmed_at = sop.withdrawal_confirmed_by = None
    stamp(sop, actor, reason).save()
    record(sop, "sops.sop.withdrawn", actor=actor, at=at, reason=reason, signature=signature)
    ask_to_confirm(sop, at=at)
    return sop


@transaction.atomic
def confirm_withdrawal(sop: Sop, *, password: str, actor: Any, at: datetime) -> Sop:
    """The second person's signature under a withdrawal."""
    sop = locked_sop(sop.pk)
    if not rules.may_withdraw(sop, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if sop.withdrawn_at is None or sop.withdrawal_confirmed_at is not None:
        raise Refused([_("There is no withdrawal to confirm.")])
    if sop.withdrawn_by_id == actor.pk:
        raise Refused([_("A second person confirms the withdrawal.")])
    version = sop.versions.filter(ended_at=sop.withdrawn_at).first()
    signature = _sign(sop, version, sop.withdraw_reason, password, actor, at)
    sop.withdrawal_confirmed_at, sop.withdrawal_confirmed_by = at, actor
    stamp(sop, actor).save()
    record(sop, "sops.sop.withdrawal_confirmed", actor=actor, at=at, signature=signature)
    return sop


def _sign(
    sop: Sop, version: SopVersion | None, reason: str, password: str, actor: Any, at: datetime
) -> Signature:
    content = {
        "withdraw": sop.number,
        "version": version.label if version else "",
        "sha256": version.content_sha256 if version else "",
        "reason": reason.strip(),
    }
    return sign(
        version or sop,
        signer=actor,
        meaning=Meaning.WITHDRAWN,
        password=password,
        at=at,
        content=content,
    )


def in_force_again(sop: Sop) -> None:
    """A new edition of an SOP that had been withdrawn; inside the transaction that makes it."""
    sop.refresh_from_db()
    if sop.withdrawn_at is not None:
        sop.withdrawn_at = sop.withdrawn_by = None
        sop.withdrawal_confirmed_at = sop.withdrawal_confirmed_by = None
        sop.withdraw_reason = ""
        stamp(sop, None).save()
