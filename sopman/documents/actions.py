"""Having a document made."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation

from sopman.documents.composing import Asked
from sopman.documents.models import Rendition
from sopman.files import store
from sopman.jobs.actions import enqueue

RENDER = "documents.render"


def prepare(asked: Asked, *, actor: Any, at: datetime) -> Rendition:
    """Owe the document once, however many ask; a failed one is tried again.

    A worker makes it of the HTML; what a deliverable writes itself takes tenths of a second and is
    written at once.
    """
    write = asked.deliverable.docx
    if asked.is_from_html or not callable(write):
        return _owe(asked, at=at)
    with translation.override(asked.language):
        content = write(asked.context, asked.language)
    return _keep(asked, content, at=at)


@transaction.atomic
def _owe(asked: Asked, *, at: datetime) -> Rendition:
    rendition, is_new = Rendition.objects.select_for_update().get_or_create(
        key=asked.key, defaults=_facts(asked, at=at) | {"html": asked.html, "media": asked.media}
    )
    if rendition.error and not is_new:
        rendition.tries, rendition.error = rendition.tries + 1, ""
        rendition.html, rendition.media = asked.html, asked.media
        rendition.save(update_fields=["tries", "error", "html", "media"])
    if not rendition.is_ready:
        enqueue(RENDER, key=rendition.job_key, at=at, rendition_id=str(rendition.pk))
    return rendition


@transaction.atomic
def _keep(asked: Asked, content: bytes, *, at: datetime) -> Rendition:
    made = {"sha256": store.put(content), "size": len(content), "finished_at": at}
    rendition, _is_new = Rendition.objects.get_or_create(
        key=asked.key, defaults=_facts(asked, at=at) | made
    )
    return rendition


def _facts(asked: Asked, *, at: datetime) -> dict[str, Any]:
    return {
        "code": asked.deliverable.code,
        "subject_type": ContentType.objects.get_for_model(asked.deliverable.model),
        "subject_id": str(asked.subject.pk),
        "language": asked.language,
        "format": asked.format,
        "created_at": at,
    }


def keep_file(rendition: Rendition, content: bytes) -> None:
    """The worker's end of it; the HTML has done its work."""
    made = {"sha256": store.put(content), "size": len(content), "html": "", "error": ""}
    Rendition.objects.filter(pk=rendition.pk).update(**made, finished_at=timezone.now())


def give_up(rendition: Rendition, sentence: str) -> None:
    """The content can't be rendered: trying again by itself would not help."""
    Rendition.objects.filter(pk=rendition.pk).update(
        error=sentence[:200], html="", finished_at=timezone.now()
    )
