"""Documents that were made, so that the same content is rendered once."""

import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.documents.enums import Format


class Rendition(models.Model):
    """One document in one format. `key` is the hash of everything that decides the bytes.

    A cache: rows and files may be dropped, the next reader has them made again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=100)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    format = models.CharField(max_length=5, choices=Format.choices)
    html = models.TextField(blank=True)
    media = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["created_at"], name="rendition_age")]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_id} ({self.format})"

    @property
    def job_key(self) -> str:
        return f"documents.render:{self.pk}:{self.tries}"

    @property
    def is_ready(self) -> bool:
        return bool(self.sha256)
