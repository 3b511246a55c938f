"""Telling people, once each; and what they do with their inbox."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from sopman.jobs.actions import enqueue_many
from sopman.notifications.models import Notice
from sopman.notifications.params import stored

MAIL = "notifications.mail"


@transaction.atomic
def notify(
    recipients: Iterable[Any],
    code: str,
    *,
    at: datetime,
    key: str,
    url: str = "",
    email: bool = False,
    **params: Any,
) -> None:
    """Put a notice into the inbox of each recipient, once per `code` and `key`.

    The text is templates/<app>/notices/<code, dots as underscores>.txt (first line the title);
    `params` is its context: plain values, dates, rows with two names, `params.both(obj, "title")`.
    `email=True` only for what is due or blocked by the person. Nobody who left is told anything.
    """
    people = {one.pk: one for one in recipients if one is not None and one.is_active}
    if not people:
        return
    facts = {name: stored(value) for name, value in params.items()}
    key = f"{code}:{key}"[:255]
    rows = [
        Notice(
            recipient_id=pk,
            code=code,
            key=key,
            params=facts,
            url=url,
            created_at=at,
            wants_mail=email and bool(person.email),
        )
        for pk, person in people.items()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.wants_mail for row in rows):
        _owe_mail(key, list(people), at=at)


def _owe_mail(key: str, recipient_ids: list[int], *, at: datetime) -> None:
    found = Notice.objects.filter(
        key=key, recipient__in=recipient_ids, wants_mail=True, delivered_at=None
    )
    jobs = [(f"{MAIL}:{pk}", {"notice_id": pk}) for pk in found.values_list("pk", flat=True)]
    enqueue_many(MAIL, jobs, at=at)


@transaction.atomic
def mark_read(notice: Notice, *, actor: Any, at: datetime) -> None:
    """Read is read: a second click keeps the first time."""
    Notice.objects.visible_to(actor).filter(pk=notice.pk, read_at=None).update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: Any, at: datetime) -> int:
    """Mark what had come by now; a notice that comes while the page is open stays unread."""
    shown = Notice.objects.visible_to(actor).unread().filter(created_at__lte=at)
    return shown.update(read_at=at)
