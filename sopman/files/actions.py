"""Attaching and removing. Whoever calls has checked who may do so on the subject."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.files import store
from sopman.files.enums import Kind
from sopman.files.models import Attachment, new_id
from sopman.files.queries import attachments_of
from sopman.files.sniffing import check

MAX_PER_SUBJECT = 100


def attach(
    subject: Model,
    *,
    upload: Any,
    actor: Any,
    at: datetime,
    purpose: str = "picture",
    kinds: Collection[str] | None = None,
) -> Attachment:
    """Keep an upload on `subject`.

    `purpose="picture"` takes pictures only; `kinds` narrows or widens. Refused: a type that is
    not allowed, content that isn't what the name says, too big, unsafe archives and pictures.
    """
    if not hasattr(type(subject)._default_manager, "visible_to"):
        raise ImproperlyConfigured(f"{type(subject).__name__} has no visible_to(); see design 7.")
    if kinds is None and purpose == "picture":
        kinds = {Kind.PICTURE}
    checked = check(upload, kinds=kinds)
    sha256 = store.put(checked.content)  # before the transaction: bytes without a row do no harm
    return _keep(subject, checked, sha256, actor=actor, at=at, purpose=purpose)


@transaction.atomic
def _keep(subject, checked, sha256, *, actor, at, purpose) -> Attachment:
    if attachments_of(subject).count() >= MAX_PER_SUBJECT:
        raise Refused([_("There are too many files here already.")])
    attachment = Attachment(
        subject=subject,
        purpose=purpose,
        kind=checked.kind,
        name=checked.name,
        media_type=checked.media_type,
        sha256=sha256,
        size=len(checked.content),
        width=checked.width,
        height=checked.height,
        uploaded_by=actor,
        uploaded_at=at,
    )
    stamp(attachment, actor).save(force_insert=True)
    facts = {"file": checked.name, "sha256": sha256, "purpose": purpose}
    record(subject, "files.attachment.added", actor=actor, at=at, facts=facts)
    return attachment


@transaction.atomic
def remove(attachment: Attachment, *, actor: Any, at: datetime, reason: str = "") -> None:
    """Take a file off its subject. The row and the bytes stay for the record."""
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.removed_at:
        raise Refused([_("The file has been removed already.")])
    attachment.removed_by, attachment.removed_at = actor, at
    stamp(attachment, actor, reason).save()
    facts = {"file": attachment.name, "sha256": attachment.sha256}
    subject = attachment.subject or attachment
    record(subject, "files.attachment.removed", actor=actor, at=at, reason=reason, facts=facts)


@transaction.atomic
def copy_attachments(source: Model, to: Model, *, actor: Any, at: datetime) -> list[Attachment]:
    """The same files on another row (a new version's step); the bytes are shared."""
    copies = []
    for one in attachments_of(source):
        one.pk, one._state.adding = None, True
        one.id = new_id()
        one.subject, one.uploaded_by, one.uploaded_at = to, actor, at
        stamp(one, actor).save(force_insert=True)
        copies.append(one)
    return copies
