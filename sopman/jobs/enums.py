"""The words of background work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    QUARANTINED = "quarantined", _("quarantined")


ENDED = (JobState.DONE, JobState.FAILED, JobState.QUARANTINED)
STOPPED = (JobState.FAILED, JobState.QUARANTINED)
