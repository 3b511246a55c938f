"""An SOP in use: what readers ask, and how well it is kept month by month."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from processes.models import Step
from sopman.audit.history import AuditedHistory
from sops.models import Sop, SopVersion


class OfSopQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(sop__in=Sop.objects.visible_to(user))


class ReaderQuestion(models.Model):
    """A question on a step, and the owner's answer."""

    sop = models.ForeignKey(Sop, models.PROTECT, related_name="reader_questions")
    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    step_title = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfSopQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("reader's question")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reader_question_answered_whole",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def audit_chain(self):
        return f"sop:{self.sop_id}"

    @property
    def place(self):
        return self.step_title or _("The whole SOP")


class MonthlyAccuracy(models.Model):
    """Share of correctly performed operations in one month, against the charter's target."""

    sop = models.ForeignKey(Sop, models.PROTECT, related_name="monthly_accuracy")
    month = models.DateField(_("month"))  # its first day
    checked = models.PositiveIntegerField(_("operations checked"))
    correct = models.PositiveIntegerField(_("of these correct"))
    target = models.DecimalField(_("target (%)"), max_digits=5, decimal_places=2)
    note = models.TextField(_("note"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = OfSopQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("monthly accuracy")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["sop", "month"], name="accuracy_once_a_month"),
            models.CheckConstraint(
                name="accuracy_sensible",
                condition=Q(checked__gte=1, correct__lte=F("checked"), target__range=(0, 100)),
            ),
        ]

    def __str__(self):
        return f"{self.sop} {self.month:%Y-%m}"

    @property
    def audit_chain(self):
        return f"sop:{self.sop_id}"

    @property
    def share(self):
        return round(100 * self.correct / self.checked, 1)

    @property
    def reached(self):
        """By the exact share, so that nobody reaches a target by rounding."""
        return 100 * self.correct >= self.target * self.checked
