"""From a subject to the one semantic HTML that PDF and preview share."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone, translation

from sopman.documents.enums import Format
from sopman.documents.registry import Deliverable
from sopman.documents.rendering import key_of
from sopman.files.models import Attachment
from sopman.organization.queries import organization

HTML_LANG = {"zh-hans": "zh-CN", "en": "en"}
MEDIA = re.compile(r"media:(?://)?([0-9a-f]{8}-[0-9a-f-]{27})")


@dataclass(frozen=True)
class Asked:
    """A document somebody may have: which, about what, how, in which language."""

    deliverable: Deliverable
    subject: Any
    format: str
    language: str
    user: Any

    @cached_property
    def context(self) -> dict:
        with _told(self.language):
            return self.deliverable.context(self.subject, self.language)

    @cached_property
    def html(self) -> str:
        """The same for every reader: the organization's time zone, nothing about who prints."""
        with _told(self.language):
            frame = {
                "language": self.language,
                "html_lang": HTML_LANG.get(self.language, self.language),
                "document_title": self.deliverable.title,
                "organization": organization(),
            }
            return render_to_string(self.deliverable.template, frame | self.context)

    @cached_property
    def key(self) -> str:
        return key_of(self.html, self.format)

    @cached_property
    def media(self) -> dict[str, str]:
        """The pictures in the HTML that this reader may see; others are missing, and it fails."""
        wanted = set(MEDIA.findall(self.html)) if self.is_from_html else set()
        return pictures_for(wanted, self.user) if wanted else {}

    @property
    def is_from_html(self) -> bool:
        """Made by a worker; the others are written at once from the context."""
        return self.format == Format.PDF or self.deliverable.docx is True

    @property
    def file_name(self) -> str:
        with _told(self.language):
            name = self.context.get("file_name") or f"{self.deliverable.title} {self.subject}"
            return f"{name}.{self.format}"


@contextmanager
def _told(language: str) -> Iterator[None]:
    """Language of the reader, time of the organization."""
    zone = ZoneInfo(organization().time_zone)
    with translation.override(language), timezone.override(zone):
        yield


def subject_of(deliverable: Deliverable, pk: str, user: Any) -> Any:
    """The row the document is about, if `user` may see it."""
    try:
        return deliverable.model._default_manager.visible_to(user).filter(pk=pk).first()
    except (ValueError, ValidationError, OverflowError):
        return None


def pictures_for(wanted: set[str], user: Any) -> dict[str, str]:
    """Attachment id → hash, of those whose subject `user` may see; a query per kind of subject."""
    found = list(Attachment.objects.filter(pk__in=wanted, removed_at=None))
    allowed: set[tuple[int, str]] = set()
    for type_id in {one.subject_type_id for one in found}:
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is None or not hasattr(model._default_manager, "visible_to"):
            continue
        pks = [one.subject_id for one in found if one.subject_type_id == type_id]
        seen = model._default_manager.visible_to(user).filter(pk__in=pks)
        allowed |= {(type_id, str(pk)) for pk in seen.values_list("pk", flat=True)}
    mine = [one for one in found if (one.subject_type_id, one.subject_id) in allowed]
    return {str(one.pk): one.sha256 for one in mine}
