"""Two threads at one closing step: exactly one wins (PostgreSQL; SQLite has one writer)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from sopman.audit.models import Event
from tests.factories import training as make
from training import actions
from training.models import Attempt

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def both(work):
    """Run `work(0)` and `work(1)` at the same moment; what each gave or raised."""
    gate, found = threading.Barrier(2), [None, None]

    def run(n):
        gate.wait()
        try:
            found[n] = work(n)
        except Exception as failed:
            found[n] = failed
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_two_starts_give_one_attempt():
    release = make.a_released_version()
    make.teach(release)
    reader = release.readers[0]
    found = both(lambda n: actions.start_attempt(release.exam, actor=reader, at=make.TAUGHT_AT))
    assert found[0].pk == found[1].pk
    assert Attempt.objects.count() == 1


def test_two_sweeps_make_it_effective_once():
    release = make.a_released_version()
    found = both(lambda n: actions.take_effect(release, at=make.ON_THE_DAY))
    assert sorted(found) == [False, True]
    assert Event.objects.filter(code="training.release.in_force").count() == 1


def test_handing_in_and_the_sweep_at_the_deadline_mark_once():
    attempt = make.an_open_attempt()
    at = attempt.deadline + timedelta(seconds=1)
    both(
        lambda n: (
            actions.close_overdue(at=at)
            if n
            else actions.hand_in(attempt, actor=attempt.user, at=at)
        )
    )
    ended = Event.objects.filter(
        code__in=["training.attempt.expired", "training.attempt.handed_in"]
    )
    assert ended.count() == 1


def test_two_releases_of_one_version_give_one():
    release = make.a_prepared_release()
    both(lambda n: make.publish(release))
    assert Event.objects.filter(code="training.release.released").count() == 1
