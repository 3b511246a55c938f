"""The audit trail: who decided what, when, why. Rows are only ever added."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.audit import codes


class Event(models.Model):
    """One decision. Append-only by triggers; chained by hash within `chain`.

    Holds no foreign key to its subject, so that the trail never interferes with live data.
    """

    chain = models.CharField(_("chain"), max_length=60)
    sequence = models.PositiveIntegerField(_("number in the chain"))
    code = models.CharField(_("what happened"), max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    actor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    signature_id = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="event_place_in_chain_once")
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="event_subject"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["actor", "at"], name="event_actor"),
        ]

    def __str__(self):
        return f"{self.chain}#{self.sequence} {self.code}"

    @property
    def sentence(self):
        """What happened, in the language in force."""
        return codes.label_of(self.code, self.source, self.target)
