"""Owing work: written with the business, run after it is committed."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.jobs.enums import STOPPED, JobState
from sopman.jobs.models import Job
from sopman.jobs.registry import handler_of, periodic
from sopman.jobs.rules import may_look_after

logger = logging.getLogger(__name__)
SENT_AT_ONCE = 100


@transaction.atomic
def enqueue(
    kind: str, *, key: str, at: datetime, due_at: datetime | None = None, **arguments: Any
) -> Job:
    """Owe one piece of work. The same `key` again gives the job that is there already."""
    handler_of(kind)
    job, is_new = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "arguments": arguments,
            "created_at": at,
            "due_at": due_at or at,
        },
    )
    if is_new and job.due_at <= at:
        transaction.on_commit(partial(wake, [job.pk], kind))
    return job


@transaction.atomic
def enqueue_many(kind: str, jobs: Iterable[tuple[str, Mapping[str, Any]]], *, at: datetime) -> None:
    """Owe many pieces of one kind, as pairs of key and arguments, in a few statements.

    The first hundred are sent at once, the rest by the minute's sweep.
    """
    handler_of(kind)
    rows = [
        Job(kind=kind, key=key, arguments=dict(arguments), created_at=at, due_at=at)
        for key, arguments in jobs
    ]
    if not rows:
        return
    Job.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    keys = [row.key for row in rows[:SENT_AT_ONCE]]
    found = Job.objects.filter(key__in=keys).values_list("pk", flat=True)
    transaction.on_commit(partial(wake, list(found), kind))


@transaction.atomic
def enqueue_ticks(*, at: datetime) -> None:
    """Owe this minute's periodic work, once however many beats and workers ask for it."""
    wanted = {item.kind: item.key(at) for item in periodic()}
    known = set(Job.objects.filter(key__in=wanted.values()).values_list("key", flat=True))
    busy = set(
        Job.objects.filter(
            kind__in=wanted, state__in=[JobState.WAITING, JobState.RUNNING]
        ).values_list("kind", flat=True)
    )
    for kind, key in wanted.items():
        if key not in known and kind not in busy:
            enqueue(kind, key=key, at=at)


def wake(job_ids: Iterable[int], kind: str) -> None:
    """Send the messages. A broker that is away costs a minute, not the work."""
    from sopman.jobs.tasks import run  # noqa: PLC0415 -- tasks are leaves

    limit = handler_of(kind).lease - timedelta(seconds=10)
    for job_id in job_ids:
        try:
            run.apply_async(args=[job_id], time_limit=limit.total_seconds(), retry=False)
        except Exception as error:  # noqa: BLE001 -- each broker has errors of its own
            logger.warning("The broker is away (%r); the sweep sends job %s", error, job_id)
            return


@transaction.atomic
def retry(job: Job, *, actor: Any, at: datetime) -> Job:
    """Start a stopped job again, with all its attempts before it."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not may_look_after(actor):
        raise PermissionDenied(_("Only administrators start background work again."))
    if job.state not in STOPPED:
        raise Refused([_("This job is not stopped.")])
    job.state, job.due_at, job.sent_at = JobState.WAITING, at, None
    job.attempts = job.deaths = job.progress = 0
    job.finished_at = None
    job.save()
    facts = {"kind": job.kind, "key": job.key}
    record(job, "jobs.job.retried", actor=actor, at=at, facts=facts)
    transaction.on_commit(partial(wake, [job.pk], job.kind))
    return job
