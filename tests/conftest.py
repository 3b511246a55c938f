"""Fixtures of every test; those that play pages in Chromium are in `tests.browser`."""

import gc
import shutil

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from django.utils.translation import trans_real
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from sopman.core import catalogues, kept, prepared
from tests import before, emptying, telling
from tests.kept import must_say_the_same
from tests.prepared import Watch
from tests.shelf import SHELF

pytest_plugins = ["tests.browser"]
prepared_watch = Watch()
DATABASE = {"db", "transactional_db", "live_server"}

hypothesis_settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
hypothesis_settings.load_profile("house")


def pytest_configure():
    if not before.WORKER:
        catalogues.compile_all()  # the same words whether a whole run or one test was started
        trans_real._translations.clear()  # what was read while Django started may be older
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)
    prepared.watchers.append(prepared_watch)
    kept.watchers.append(must_say_the_same)
    telling.begin()


def pytest_collection_modifyitems(items):
    """.ci/run has two halves; a test that belongs to one of them is no test of the other.

    What takes long comes first, or one process ends with it while the other has nothing to do.
    """
    of_other = _of_first_half if connection.vendor == "postgresql" else _of_second_half
    items[:] = [item for item in items if not of_other(item)]
    items.sort(key=_haste)


def _of_first_half(item):
    """pytest-django shuts the database off from whoever doesn't ask for it: such a test would do
    the very same a second time. Processes that are started have a database of their own."""
    asks = item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)
    starts = item.get_closest_marker("slow") or item.get_closest_marker("postgresql")
    return item.get_closest_marker("embedded") or not (asks or starts)


def _of_second_half(item):
    return item.get_closest_marker("postgresql")


def pytest_collection_finish():
    """What was imported stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _haste(item):
    if "journeys" in item.nodeid:
        return 0
    return next((place for place, name in enumerate(("slow", "browser"), 1)
                 if item.get_closest_marker(name)), 3)  # fmt: skip


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL refuses to drop a database that somebody is still connected to."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        bring_back = emptying.remember(connection)
        SHELF.stand()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: bring_back())
        yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        connections.close_all()


@pytest.fixture(autouse=True)
def _same_start(request):
    """English msgids outside a request, whatever the last test left; nothing counted by throttles."""
    translation.activate("en")
    prepared_watch.begin()
    SHELF.begin(request)
    kept.forget()
    if before.os.environ.get("SOPMAN_TEST_REDIS_URL"):
        cache.clear()
    yield
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _nothing_changes_untold():
    """What is kept by the head of a chain changes with an event only; see `tests.telling`."""
    yield
    assert not telling.judged()


@pytest.fixture
def client_for():
    """`client_for(user)`: a client logged in as this person."""

    def make(user, **defaults):
        client = Client(**defaults)
        client.force_login(user)
        return client

    return make


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today():
    return timezone.localdate()
