"""What may be attached, and how big."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MB = 1024 * 1024


class Kind(models.TextChoices):
    """Families of files; a place that takes files names the families it takes."""

    PICTURE = "picture", _("picture")
    PDF = "pdf", "PDF"
    OFFICE = "office", _("Word or Excel document")
    TEXT = "text", _("text or CSV")
    BPMN = "bpmn", _("BPMN process map")
    AUDIO = "audio", _("audio recording")


LIMITS = {
    Kind.PICTURE: 20 * MB,
    Kind.PDF: 50 * MB,
    Kind.OFFICE: 25 * MB,
    Kind.TEXT: 5 * MB,
    Kind.BPMN: 5 * MB,
    Kind.AUDIO: 100 * MB,
}
"""Bytes per family, measured on what was uploaded."""

MAX_PIXELS = 50_000_000
MAX_SIDE = 4096
"""Pictures above the first are refused; above the second they are made smaller."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media types of the two Office formats."""

EXTENSIONS = {
    ".png": Kind.PICTURE,
    ".jpg": Kind.PICTURE,
    ".jpeg": Kind.PICTURE,
    ".webp": Kind.PICTURE,
    ".gif": Kind.PICTURE,
    ".pdf": Kind.PDF,
    ".docx": Kind.OFFICE,
    ".xlsx": Kind.OFFICE,
    ".csv": Kind.TEXT,
    ".txt": Kind.TEXT,
    ".bpmn": Kind.BPMN,
    ".mp3": Kind.AUDIO,
    ".m4a": Kind.AUDIO,
    ".aac": Kind.AUDIO,
    ".wav": Kind.AUDIO,
    ".ogg": Kind.AUDIO,
    ".oga": Kind.AUDIO,
    ".opus": Kind.AUDIO,
    ".webm": Kind.AUDIO,
}
"""The allow-list by name; the content must agree with it."""
