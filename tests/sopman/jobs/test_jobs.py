from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import kombu.exceptions
import pytest
from django.db import connection, transaction
from django.urls import reverse

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.jobs import actions, registry, running, tasks
from sopman.jobs.enums import JobState
from sopman.jobs.models import Job
from sopman.notifications.models import Notice
from tests.factories.ground import run_due_jobs
from tests.factories.people import a_user, an_administrator

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LEASE = registry.LEASE + timedelta(seconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch):
    """A registry of our own, with one kind that counts its calls."""
    calls = []
    known = {kind: registry._handlers[kind] for kind in [running.REPORT]}
    monkeypatch.setattr(registry, "_handlers", known)
    monkeypatch.setattr(registry, "_periodic", {})

    @registry.handles("test.count")
    def count(*, at, **given):
        calls.append(given)

    return calls


def a_job(key="k", **given):
    return actions.enqueue("test.count", key=key, at=NOON, **given)


def test_a_job_is_owed_once_per_key(kinds):
    first, second = a_job(n=1), a_job(n=2)

    assert first == second
    assert Job.objects.get().arguments == {"n": 1}


def test_a_job_of_an_unknown_kind_is_refused_at_once(kinds):
    with pytest.raises(LookupError, match=r"test\.nobody"):
        actions.enqueue("test.nobody", key="k", at=NOON)

    assert not Job.objects.exists()


def test_the_message_leaves_after_the_commit(kinds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_job(n=1)
        assert kinds == []

    assert kinds == [{"n": 1}]
    assert Job.objects.get().state == JobState.DONE


def test_what_is_rolled_back_is_not_owed(kinds):
    with transaction.atomic():
        a_job()
        transaction.set_rollback(True)

    assert not Job.objects.exists()


@pytest.mark.parametrize("error", [ConnectionRefusedError, kombu.exceptions.OperationalError])
def test_a_broker_that_is_away_costs_nothing(
    error, kinds, monkeypatch, django_capture_on_commit_callbacks
):
    def away(**_given):
        raise error

    monkeypatch.setattr(tasks.run, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        a_job()

    assert Job.objects.get().state == JobState.WAITING


def test_many_jobs_are_owed_in_few_statements(kinds, django_assert_max_num_queries):
    a_job("many:1", n=0)
    with django_assert_max_num_queries(12):
        actions.enqueue_many("test.count", [(f"many:{n}", {"n": n}) for n in range(300)], at=NOON)

    assert Job.objects.count() == 300
    assert Job.objects.get(key="many:1").arguments == {"n": 0}


def test_a_running_job_is_not_taken_again(kinds):
    job = a_job()

    assert running.claim(job.pk, at=NOON) is not None
    assert running.claim(job.pk, at=NOON + timedelta(seconds=5)) is None
    running.run_job(job.pk, at=NOON)
    assert kinds == []


def test_a_job_is_not_taken_before_it_is_due(kinds):
    job = actions.enqueue("test.count", key="later", at=NOON, due_at=NOON + timedelta(hours=1))

    assert running.claim(job.pk, at=NOON) is None
    assert running.claim(job.pk, at=NOON + timedelta(hours=1)) is not None


def test_a_lease_that_ran_out_is_taken_over_and_the_old_worker_reports_nothing(kinds):
    job = a_job()
    dead = running.claim(job.pk, at=NOON)

    taken = running.claim(job.pk, at=NOON + LEASE)

    assert (taken.deaths, taken.attempts) == (1, 2)
    with pytest.raises(running.LeaseLost):
        running._finish(dead)
    running._finish(taken)
    assert Job.objects.get().state == JobState.DONE


def test_writes_of_a_run_that_lost_its_lease_are_undone(kinds, monkeypatch):
    admin = an_administrator()

    @registry.handles("test.slow")
    def slow(*, at):
        Notice.objects.create(recipient=admin, code="x", key="x", created_at=at)
        Job.objects.filter(key="slow").update(token="11111111-1111-4111-8111-111111111111")

    job = actions.enqueue("test.slow", key="slow", at=NOON)
    running.run_job(job.pk, at=NOON)

    assert not Notice.objects.exists()


def test_the_sweep_sends_again_what_was_never_picked_up(kinds):
    a_job()

    running.sweep(at=NOON + timedelta(seconds=10))
    assert kinds == []
    running.sweep(at=NOON + timedelta(minutes=1))

    assert kinds == [{}]


def test_the_sweep_runs_a_stale_job_again(kinds):
    job = a_job()
    running.claim(job.pk, at=NOON)

    running.sweep(at=NOON + LEASE)

    assert kinds == [{}]
    assert Job.objects.get().deaths == 1


def test_what_kills_its_worker_three_times_is_put_away_and_told_to_administrators(kinds):
    admin, job, now = an_administrator(), a_job(), NOON
    for _death in range(running.MAX_DEATHS):
        assert running.claim(job.pk, at=now) is not None
        now += LEASE

    assert running.claim(job.pk, at=now) is None
    running.sweep(at=now)
    run_due_jobs(at=now)

    job.refresh_from_db()
    assert job.state == JobState.QUARANTINED
    assert Event.objects.get().code == "jobs.job.quarantined"
    assert Notice.objects.get().recipient == admin


def test_a_failing_job_is_tried_again_later_and_in_the_end_given_up(kinds):
    @registry.handles("test.broken")
    def broken(*, at):
        raise ValueError("no luck")

    job, now = actions.enqueue("test.broken", key="b", at=NOON), NOON
    for attempt in range(1, running.MAX_ATTEMPTS + 1):
        running.run_job(job.pk, at=now)
        job.refresh_from_db()
        assert job.attempts == attempt
        assert "no luck" in job.error
        if attempt < running.MAX_ATTEMPTS:
            assert job.state == JobState.WAITING
            Job.objects.update(due_at=now)

    assert job.state == JobState.FAILED
    assert Event.objects.get().code == "jobs.job.failed"
    assert Job.objects.filter(kind=running.REPORT).count() == 1


def test_a_retry_waits_for_its_backoff_and_is_sent_by_the_sweep(kinds):
    outcomes = [ValueError("first"), None]

    @registry.handles("test.flaky")
    def flaky(*, at):
        if (outcome := outcomes.pop(0)) is not None:
            raise outcome

    job = actions.enqueue("test.flaky", key="f", at=NOON)
    running.run_job(job.pk, at=NOON)
    job.refresh_from_db()
    pause = job.due_at

    assert pause > NOON
    assert running.claim(job.pk, at=pause - timedelta(seconds=1)) is None
    running.sweep(at=pause + timedelta(seconds=1))
    assert Job.objects.get().sent_at == pause + timedelta(seconds=1)
    running.run_job(job.pk, at=pause + timedelta(seconds=1))

    assert Job.objects.get().state == JobState.DONE


def test_a_tick_is_owed_once_whoever_asks(kinds):
    @registry.every(minutes=5, name="test.sweep")
    def swept(*, at):
        kinds.append("tick")

    for seconds in (0, 1, 60, 240):
        actions.enqueue_ticks(at=NOON + timedelta(seconds=seconds))
        run_due_jobs(at=NOON + timedelta(seconds=seconds))
    assert kinds == ["tick"]

    actions.enqueue_ticks(at=NOON + timedelta(minutes=5))
    run_due_jobs(at=NOON + timedelta(minutes=5))
    assert kinds == ["tick", "tick"]


def test_ticks_do_not_pile_up_while_nobody_works(kinds):
    registry.every(minutes=1, name="test.sweep")(lambda *, at: None)

    for minute in range(30):
        actions.enqueue_ticks(at=NOON + timedelta(minutes=minute))

    assert Job.objects.count() == 1


def test_progress_is_shown_of_the_job_that_runs_only(kinds):
    shown = []

    @registry.handles("test.long", atomic=False)
    def long(*, at):
        running.report_progress(140)
        shown.append(Job.objects.get(key="l").progress)

    running.report_progress(50)
    job = actions.enqueue("test.long", key="l", at=NOON)
    running.run_job(job.pk, at=NOON)

    assert shown == [99]
    assert Job.objects.get().progress == 100


def test_old_jobs_are_forgotten_stopped_ones_are_kept(kinds):
    old = {"due_at": NOON, "created_at": NOON, "finished_at": NOON}
    Job.objects.create(kind="test.count", key="done", state=JobState.DONE, **old)
    Job.objects.create(kind="every.x", key="tick", state=JobState.DONE, **old)
    Job.objects.create(kind="test.count", key="bad", state=JobState.QUARANTINED, **old)

    running.sweep(at=NOON + timedelta(days=2))
    assert set(Job.objects.values_list("key", flat=True)) == {"done", "bad"}
    running.sweep(at=NOON + timedelta(days=100))
    assert set(Job.objects.values_list("key", flat=True)) == {"bad"}


def a_stopped_job():
    return Job.objects.create(
        kind="test.count", key="s", state=JobState.FAILED, attempts=8, due_at=NOON,
        created_at=NOON, finished_at=NOON, error="no luck",
    )  # fmt: skip


def test_an_administrator_starts_a_stopped_job_again(kinds, client):
    admin, job = an_administrator(), a_stopped_job()
    client.force_login(admin)

    page = client.get(reverse("jobs:list"))
    assert "no luck" in page.content.decode()
    client.post(reverse("jobs:retry", args=[job.pk]))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert Event.objects.get(code="jobs.job.retried").actor == admin
    with pytest.raises(Refused, match="not stopped"):
        actions.retry(job, actor=admin, at=NOON)


def test_nobody_else_sees_or_starts_jobs(kinds, client):
    job = a_stopped_job()
    client.force_login(a_user())

    assert client.get(reverse("jobs:list")).status_code == 403
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 403


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_the_same_job_exactly_one_gets_it(kinds):
    for n in range(20):
        job = Job.objects.create(kind="test.count", key=f"r{n}", due_at=NOON, created_at=NOON)
        barrier, got = Barrier(2), []

        def work(job=job, barrier=barrier, got=got):
            barrier.wait()
            got.append(running.claim(job.pk, at=NOON))
            connection.close()

        threads = [Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(claimed is not None for claimed in got) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_beats_at_the_same_tick_owe_it_once(kinds):
    registry.every(minutes=1, name="test.sweep")(lambda *, at: None)
    barrier, errors = Barrier(2), []

    def beat():
        barrier.wait()
        try:
            actions.enqueue_ticks(at=NOON)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=beat) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert Job.objects.count() == 1
