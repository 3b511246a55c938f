"""Reading confirmed, training held and attended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.audit.history import AuditedHistory
from sops.models import SopVersion
from training.enums import TrainingPart
from training.models.release import PartQuerySet, Release


class Acknowledgement(models.Model):
    """“I have read and understood this version.” Rows are only ever added."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("acknowledgement")
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="acknowledged_once")
        ]

    def __str__(self):
        return f"{self.user} · {self.version}"

    @property
    def audit_chain(self):
        return self.version.audit_chain


class SessionQuerySet(PartQuerySet):
    def with_attendance(self):
        return self.annotate(there=models.Count("attendances"))


class Session(models.Model):
    """A training session. It counts as held once its four contents are written down."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("trainer")
    )
    purpose = models.TextField(TrainingPart.PURPOSE.label, blank=True)
    core_steps = models.TextField(TrainingPart.CORE_STEPS.label, blank=True)
    exceptions = models.TextField(TrainingPart.EXCEPTIONS.label, blank=True)
    assessment = models.TextField(TrainingPart.ASSESSMENT.label, blank=True)
    held_at = models.DateTimeField(_("held"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("training session")
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return f"{self.release.version} · {self.place}"

    @property
    def audit_chain(self):
        return self.release.audit_chain


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(session__in=Session.objects.visible_to(user))

    def of_held(self):
        return self.filter(session__held_at__isnull=False)


class Attendance(models.Model):
    """Who was there."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="attended_once_per_session")
        ]

    def __str__(self):
        return str(self.user)

    @property
    def audit_chain(self):
        return self.session.audit_chain
