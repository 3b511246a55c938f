"""How the work in the background stands."""

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from sopman.jobs.enums import STOPPED, JobState
from sopman.jobs.models import Job

LATE = timedelta(minutes=5)


def stopped() -> QuerySet[Job]:
    """What ended without being done, the latest first."""
    return Job.objects.filter(state__in=STOPPED).order_by("-finished_at", "-pk")


def figures() -> dict[str, int]:
    """How many jobs are in each state."""
    counted = Job.objects.values_list("state").annotate(n=Count("pk")).order_by()
    return dict.fromkeys(JobState.values, 0) | dict(counted)


def is_late(*, at: datetime) -> bool:
    """Whether work has been waiting so long that no worker can be there."""
    return Job.objects.filter(state=JobState.WAITING, due_at__lt=at - LATE).exists()
