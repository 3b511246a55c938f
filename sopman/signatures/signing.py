"""Making and verifying signatures. The password is asked for again, on the server, each time."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _

from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Attempt, Signature

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)


def canonical(content: Any) -> str:
    """The one text of `content`: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(
        content, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def sha256_of(content: Any) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def sign(
    subject: models.Model,
    *,
    signer: Any,
    meaning: Meaning,
    password: str,
    at: datetime,
    content: Any,
    on_behalf_of: Any = None,
    shown_sha256: str = "",
) -> Signature:
    """Sign `content` (JSON-able, frozen) of `subject`. Call it inside the action's transaction.

    Refuses a wrong password, a locked or deactivated signer, a password that somebody else set,
    and content that is no longer what the page showed (`shown_sha256`).
    """
    _authenticate(signer, password, at)
    text = canonical(content)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if shown_sha256 and shown_sha256 != digest:
        raise Refused([_("The content has changed since you opened the page. Read it again.")])
    Attempt.objects.create(signer=signer, at=at, succeeded=True)
    return Signature.objects.create(
        signer=signer,
        signer_name=str(signer),
        signer_positions=signer.position_names()[:300],
        on_behalf_of=on_behalf_of,
        meaning=meaning,
        at=at,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        content=text,
        content_sha256=digest,
    )


def holds(signature: Signature) -> bool:
    """Whether the stored content still has the signed fingerprint."""
    return hashlib.sha256(signature.content.encode()).hexdigest() == signature.content_sha256


def signatures_of(subject: models.Model) -> models.QuerySet[Signature]:
    kind = ContentType.objects.get_for_model(subject)
    return Signature.objects.filter(subject_type=kind, subject_id=str(subject.pk)).order_by(
        "at", "pk"
    )


def locked_until(signer: Any, at: datetime) -> datetime | None:
    """The end of the lock after five failures in a row, or None."""
    latest = list(Attempt.objects.filter(signer=signer).order_by("-at", "-pk")[:FAILURES_ALLOWED])
    if len(latest) < FAILURES_ALLOWED or any(attempt.succeeded for attempt in latest):
        return None
    until = latest[0].at + LOCKED_FOR
    return until if until > at else None


def _authenticate(signer: Any, password: str, at: datetime) -> None:
    if not signer.is_active:
        raise Refused([_("This account is deactivated and can't sign.")])
    if signer.must_change_password:
        raise Refused([_("Choose your own password before you sign.")])
    if locked_until(signer, at):
        raise Refused(
            [_("Signing is locked after %(n)d wrong passwords. Try again in a quarter of an hour.")
             % {"n": FAILURES_ALLOWED}]
        )  # fmt: skip
    if not signer.check_password(password):
        raise Refused(
            [_("The password is wrong. Nothing was signed.")],
            afterwards=lambda: _keep_failure(signer, at),
        )


@transaction.atomic
def _keep_failure(signer: Any, at: datetime) -> None:
    Attempt.objects.create(signer=signer, at=at, succeeded=False)
    facts = {"locked": bool(locked_until(signer, at))}
    record(signer, "signatures.attempt.failed", actor=signer, at=at, facts=facts)
