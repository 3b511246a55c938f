"""Files that belong to something: the row here, the bytes in the store under their hash."""

import secrets
import time
import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sopman.audit.history import AuditedHistory
from sopman.files.enums import Kind


def new_id() -> uuid.UUID:
    """A UUID (version 7) that sorts by time: files of one request stay in their order."""
    ms, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    high = ms << 16 | 0x7000 | fraction
    return uuid.UUID(int=high << 64 | 0b10 << 62 | secrets.randbits(62))


class Attachment(models.Model):
    """One file on one subject. Who may see the subject may see the file, nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=64)
    subject = GenericForeignKey("subject_type", "subject_id")
    purpose = models.CharField(_("purpose of the file"), max_length=40)
    kind = models.CharField(_("kind of file"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("file name"), max_length=180)
    media_type = models.CharField(_("media type"), max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("removed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_whom_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.pk, self.name])

    @property
    def audit_chain(self) -> str:
        return getattr(self.subject, "audit_chain", "organization")

    @property
    def is_picture(self) -> bool:
        return self.kind == Kind.PICTURE
