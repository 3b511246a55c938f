"""Formats of documents."""

from django.db import models

from sopman.files.enums import DOCX


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


MEDIA_TYPES = {Format.PDF: "application/pdf", Format.DOCX: DOCX}
"""What the browser is told."""
