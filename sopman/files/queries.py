"""Files of a subject, and the one door through which a file is reached."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from sopman.files.models import Attachment


def attachments_of(subject: Model, purpose: str | None = None) -> QuerySet[Attachment]:
    """What is attached to `subject` and not removed, oldest first."""
    return _of_type(type(subject), [subject.pk], purpose)


def attachments_by_subject(
    subjects: Iterable[Model], purpose: str | None = None
) -> dict[Any, list[Attachment]]:
    """The files of many rows of one model in one query, by primary key."""
    rows = list(subjects)
    found: dict[Any, list[Attachment]] = {row.pk: [] for row in rows}
    if not rows:
        return found
    by_text = {str(pk): pk for pk in found}
    for one in _of_type(type(rows[0]), list(found), purpose):
        found[by_text[one.subject_id]].append(one)
    return found


def visible_attachment(pk: Any, user: Any) -> Attachment | None:
    """The file, if `user` may see its subject; what can't be asked is not shown."""
    found = Attachment.objects.filter(pk=pk, removed_at=None).select_related("subject_type").first()
    if found is None or subject_for(found.subject_type, found.subject_id, user) is None:
        return None
    return found


def subject_for(subject_type: ContentType, subject_id: str, user: Any) -> Model | None:
    model = subject_type.model_class()
    if model is None or not hasattr(model._default_manager, "visible_to"):
        return None
    return model._default_manager.visible_to(user).filter(pk=subject_id).first()


def _of_type(model: type[Model], pks: list, purpose: str | None) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(
        subject_type=ContentType.objects.get_for_model(model),
        subject_id__in=[str(pk) for pk in pks],
        removed_at=None,
    )
    return rows.filter(purpose=purpose) if purpose else rows
