"""Rendering in the background, and forgetting what can be made again."""

import logging
from datetime import timedelta

from sopman.documents import actions, rendering
from sopman.documents.enums import Format
from sopman.documents.models import Rendition
from sopman.files import store
from sopman.jobs.registry import every, handles
from sopman.jobs.running import report_progress

logger = logging.getLogger(__name__)
KEEP = timedelta(days=60)


@handles(actions.RENDER, lease=timedelta(seconds=rendering.SECONDS + 30), atomic=False)
def render(*, at, rendition_id, **_later_arguments):
    rendition = Rendition.objects.filter(pk=rendition_id).first()
    if rendition is None or rendition.is_ready or not rendition.html:
        return
    try:
        content = _made(rendition)
    except rendering.NotRendered as error:
        logger.error("Document %s was not made: %s %s", rendition, error.sentence, error.detail)
        actions.give_up(rendition, error.sentence)
        return
    actions.keep_file(rendition, content)


def _made(rendition):
    if rendition.format == Format.DOCX:
        return rendering.render_docx(rendition.html, media=rendition.media)
    return rendering.render_pdf(rendition.html, media=rendition.media, progress=report_progress)


@every(minutes=24 * 60, name="documents.forget", atomic=False)
def forget(*, at):
    """Old renditions go, and their files unless a younger one has the same."""
    old = Rendition.objects.filter(created_at__lt=at - KEEP)
    for rendition in old[:500]:
        rendition.delete()
        if rendition.sha256 and not _is_needed(rendition.sha256):
            store.drop(rendition.sha256)


def _is_needed(sha256):
    from sopman.files.models import Attachment  # noqa: PLC0415 -- tasks are leaves

    return (
        Rendition.objects.filter(sha256=sha256).exists()
        or Attachment.objects.filter(sha256=sha256).exists()
    )
