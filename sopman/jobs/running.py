"""One claim, one run, one end: how a job is worked off, and what happens when it isn't."""

import contextvars
import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.jobs.actions import enqueue, wake
from sopman.jobs.enums import JobState
from sopman.jobs.models import Job
from sopman.jobs.registry import Handler, handler_of

logger = logging.getLogger(__name__)

MAX_DEATHS = 3  # a job that takes its worker down three times is put away
MAX_ATTEMPTS = 8
BACKOFF = (30, 120, 480, 1920, 7200, 21600, 21600)  # seconds before the next attempt
RESEND_NEW = timedelta(seconds=30)
RESEND = timedelta(minutes=5)
SWEEP_SIZE = 1000
KEEP_TICKS = timedelta(days=1)
KEEP_DONE = timedelta(days=90)
REPORT = "notifications.job_stopped"  # handled one floor up, which knows whom to tell

_current: contextvars.ContextVar[Job | None] = contextvars.ContextVar("job", default=None)


class LeaseLost(Exception):
    """Somebody else has the job by now; nothing of this run may count."""


def run_job(job_id: int, *, at: datetime) -> None:
    job = claim(job_id, at=at)
    if job is None:
        logger.info("Job %s is done, not due yet or in other hands", job_id)
        return
    token = _current.set(job)
    try:
        _work(job, at=at)
    except LeaseLost:
        logger.warning("Job %s (%s) took longer than its lease", job.pk, job.kind)
    except Exception as error:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        if isinstance(error, Refused):
            error.settle()
        put_back(job, error, at=timezone.now())
    finally:
        _current.reset(token)


def _work(job: Job, *, at: datetime) -> None:
    handler = handler_of(job.kind)
    if handler.atomic:
        with transaction.atomic():
            handler.call(at=at, **job.arguments)
            _finish(job)
    else:
        handler.call(at=at, **job.arguments)
        _finish(job)


def claim(job_id: int, *, at: datetime) -> Job | None:
    """Take the job by one conditional UPDATE: of two workers exactly one gets it."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    taken = {
        "state": JobState.RUNNING,
        "token": uuid.uuid4(),
        "lease_until": at + _lease(job.kind),
        "started_at": at,
        "progress": 0,
        "attempts": F("attempts") + 1,
    }
    free = Q(state=JobState.WAITING, due_at__lte=at)
    stale = Q(state=JobState.RUNNING, lease_until__lt=at, deaths__lt=MAX_DEATHS - 1)
    mine = Job.objects.filter(pk=job_id)
    got = mine.filter(free).update(**taken)
    got = got or mine.filter(stale).update(**taken, deaths=F("deaths") + 1)
    if got != 1:
        return None
    return Job.objects.filter(pk=job_id, token=taken["token"]).first()


def _lease(kind: str) -> timedelta:
    try:
        return handler_of(kind).lease
    except LookupError:  # an older worker met a newer kind; the run itself reports it
        return timedelta(minutes=1)


def _mine(job: Job):
    return Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)


def _finish(job: Job) -> None:
    ended = {"state": JobState.DONE, "progress": 100, "error": "", "lease_until": None}
    if _mine(job).update(**ended, finished_at=timezone.now()) != 1:
        raise LeaseLost


def put_back(job: Job, error: Exception, *, at: datetime) -> None:
    """Try again later, or give up when it failed too often."""
    text = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= MAX_ATTEMPTS or not _retries(job.kind):
        _stop(job, JobState.FAILED, text, at=at)
        return
    pause = timedelta(seconds=BACKOFF[min(job.attempts, len(BACKOFF)) - 1])
    again = {"state": JobState.WAITING, "due_at": at + pause, "sent_at": None, "error": text}
    _mine(job).update(**again, lease_until=None)


def _retries(kind: str) -> bool:
    try:
        return handler_of(kind).retries
    except LookupError:
        return True


@transaction.atomic
def _stop(job: Job, state: JobState, error: str, *, at: datetime) -> None:
    """End the job for good, say so in the audit trail and to the administrators."""
    stopped = Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)
    if stopped.update(state=state, error=error, finished_at=at, lease_until=None) != 1:
        return
    facts = {"kind": job.kind, "key": job.key, "attempts": job.attempts, "error": error[:300]}
    record(job, f"jobs.job.{state}", actor=None, at=at, facts=facts)
    if job.kind != REPORT:
        key = f"{REPORT}:{job.kind}:{at:%Y-%m-%d}"  # one word a day about each kind
        enqueue(REPORT, key=key, at=at, kind_of_job=job.kind, job_id=job.pk, error=error[:300])


def report_progress(percent: int) -> None:
    """For handlers with `atomic=False`: show how far the current job is."""
    job = _current.get()
    if job is not None:
        _mine(job).update(progress=max(0, min(int(percent), 99)))


def sweep(*, at: datetime) -> None:
    """Send again what is due, stale or was never sent; put away what kills its workers."""
    deadly = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at)
    for job in deadly.filter(deaths__gte=MAX_DEATHS - 1)[:SWEEP_SIZE]:
        _stop(job, JobState.QUARANTINED, "The worker died of it three times.", at=at)
    _send_again(at=at)
    _clean(at=at)


def _send_again(*, at: datetime) -> None:
    unsent = Q(sent_at=None, due_at__lt=at - RESEND_NEW) | Q(sent_at__lt=at - RESEND)
    retried = Q(sent_at=None, attempts__gt=0)
    due = Q(state=JobState.WAITING, due_at__lte=at) & (unsent | retried)
    stale = Q(state=JobState.RUNNING, lease_until__lt=at, deaths__lt=MAX_DEATHS - 1)
    found = list(
        Job.objects.filter(due | stale).order_by("due_at", "pk").values_list("pk", "kind")
    )[:SWEEP_SIZE]
    Job.objects.filter(pk__in=[pk for pk, _kind in found]).update(sent_at=at)
    for kind in dict.fromkeys(kind for _pk, kind in found):
        if _known(kind):
            wake([pk for pk, its in found if its == kind], kind)


def _known(kind: str) -> Handler | None:
    try:
        return handler_of(kind)
    except LookupError:
        logger.error("Nobody here handles jobs of the kind %s", kind)
        return None


def _clean(*, at: datetime) -> None:
    """Forget what is long done. Notices keep their own keys, so nothing is told twice."""
    ticks = Q(kind__startswith="every.", finished_at__lt=at - KEEP_TICKS)
    rest = Q(state=JobState.DONE, finished_at__lt=at - KEEP_DONE)
    old = Job.objects.filter(ticks | rest).values_list("pk", flat=True)[:SWEEP_SIZE]
    Job.objects.filter(pk__in=list(old)).delete()
