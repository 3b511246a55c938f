"""Signatures, and every attempt to make one. Rows are only ever added."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.signatures.enums import Meaning


class Signature(models.Model):
    """One person's signature under frozen content: meaning, time, printed name, SHA-256.

    `content` is the canonical JSON that was signed, so that the digest can be proven later.
    """

    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer_name = models.CharField(_("printed name"), max_length=150)
    signer_positions = models.CharField(_("positions at signing"), max_length=300, blank=True)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    meaning = models.CharField(_("meaning"), max_length=30, choices=Meaning.choices)
    at = models.DateTimeField(_("signed at"))
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=40)
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(max_length=300)
    content = models.TextField()
    content_sha256 = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("signature")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="signature_subject")]

    def __str__(self):
        return f"{self.signer_name} · {self.get_meaning_display()}"

    @property
    def fingerprint(self):
        """The first twelve characters, as printed on paper."""
        return self.content_sha256[:12]


class Attempt(models.Model):
    """One try to sign. Five failures in a row lock signing for a while."""

    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    class Meta:
        verbose_name = _("signing attempt")
        indexes = [models.Index(fields=["signer", "-at"], name="attempt_signer_at")]

    def __str__(self):
        return f"{self.signer} {self.at:%Y-%m-%d %H:%M:%S}"
