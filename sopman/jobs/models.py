"""The truth about background work: one row per job, written with the business it belongs to."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.jobs.enums import JobState


class Job(models.Model):
    """Work that is owed. A Celery message only wakes a worker; this row decides.

    `attempts` counts the claims, `deaths` those that ended without a word (the lease ran out).
    `token` names the claim: whoever lost the lease can't report an end any more.
    """

    kind = models.CharField(_("kind"), max_length=100)
    key = models.CharField(_("key"), max_length=255, unique=True)
    arguments = models.JSONField(_("arguments"), default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(
        _("state"), max_length=12, choices=JobState.choices, default=JobState.WAITING
    )
    due_at = models.DateTimeField(_("due at"))
    sent_at = models.DateTimeField(_("sent again at"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    token = models.UUIDField(_("claim"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    deaths = models.PositiveSmallIntegerField(_("deaths"), default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_state_due"),
            models.Index(fields=["kind", "state"], name="job_kind_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="job_progress_percent"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING)
                | models.Q(lease_until__isnull=False, token__isnull=False),
                name="job_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.key})"
