"""The words of background work."""

from django.db import models
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    QUARANTINED = "quarantined", pgettext_lazy("job", "quarantined")


ENDED = (JobState.DONE, JobState.FAILED, JobState.QUARANTINED)
STOPPED = (JobState.FAILED, JobState.QUARANTINED)
