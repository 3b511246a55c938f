"""Writing the trail: one call inside the transaction of the decision."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from sopman.audit.models import Event

ORGANIZATION = "organization"
START = "0" * 64


def record(
    subject: models.Model,
    code: str,
    *,
    actor: Any,
    at: datetime,
    reason: str = "",
    facts: dict[str, Any] | None = None,
    source: str = "",
    target: str = "",
    signature: Any = None,
) -> Event:
    """Append one event to the chain of `subject` (its `audit_chain`, else the organization's).

    Call it inside the transaction that makes the decision. `actor` is None for the system.
    """
    chain = getattr(subject, "audit_chain", ORGANIZATION)
    _queue_for(chain)
    last = Event.objects.filter(chain=chain).order_by("-sequence").first()
    event = Event(
        chain=chain,
        sequence=last.sequence + 1 if last else 1,
        code=code,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        actor=actor,
        actor_name=actor.name if actor else "",  # the same name whatever language is in force
        at=at,
        recorded_at=timezone.now(),
        source=source or "",
        target=target or "",
        reason=reason or "",
        facts=json.loads(json.dumps(facts or {}, cls=DjangoJSONEncoder)),
        signature_id=str(signature.pk) if signature else "",
        previous=last.digest if last else START,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def digest_of(event: Event) -> str:
    """SHA-256 over the canonical JSON of every column but the key and the digest itself."""
    content = [
        event.chain,
        event.sequence,
        event.code,
        event.subject_type,
        event.subject_id,
        event.subject_label,
        event.actor_id,
        event.actor_name,
        event.at.astimezone(UTC).isoformat(),
        event.recorded_at.astimezone(UTC).isoformat(),
        event.source,
        event.target,
        event.reason,
        event.facts,
        event.signature_id,
        event.previous,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _queue_for(chain: str) -> None:
    """One writer per chain. SQLite needs nothing: its transactions are IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [chain])
