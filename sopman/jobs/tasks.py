"""The two Celery tasks there are: run one job, and the minute's sweep."""

from celery import shared_task
from django.utils import timezone

from sopman.jobs import actions, running


@shared_task(name="sopman.jobs.run", ignore_result=True)
def run(job_id, **_later_arguments):
    """Woken for one job; the row says whether there is anything to do."""
    running.run_job(job_id, at=timezone.now())


@shared_task(name="sopman.jobs.sweep", ignore_result=True)
def sweep(**_later_arguments):
    """Sent by beat every minute. Two beats do no harm."""
    now = timezone.now()
    actions.enqueue_ticks(at=now)
    running.sweep(at=now)
