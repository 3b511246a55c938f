"""Fixtures of every test; those that play pages in Chromium are in `tests.browser`."""

import shutil

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import trans_real
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from sopman.audit import triggers
from sopman.core import catalogues, kept, prepared
from tests import before, emptying, telling
from tests.kept import must_say_the_same
from tests.prepared import must_ask_the_same

pytest_plugins = ["tests.browser"]

hypothesis_settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
hypothesis_settings.load_profile("house")


def pytest_configure():
    if not before.WORKER:
        catalogues.compile_all()  # the same words whether a whole run or one test was started
        trans_real._translations.clear()  # what was read while Django started may be older
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)
    prepared.watchers.append(must_ask_the_same)
    kept.watchers.append(must_say_the_same)
    telling.begin()


def pytest_collection_modifyitems(items):
    """.ci/run has two halves; a test that belongs to one of them is no test of the other.

    What takes long comes first, or one process ends with it while the other has nothing to do.
    """
    other = "embedded" if connection.vendor == "postgresql" else "postgresql"
    items[:] = [item for item in items if not item.get_closest_marker(other)]
    items.sort(key=_haste)


def _haste(item):
    if "journeys" in item.nodeid:
        return 0
    return next((place for place, name in enumerate(("slow", "browser"), 1)
                 if item.get_closest_marker(name)), 3)  # fmt: skip


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL refuses to drop a database that somebody is still connected to."""
    if connection.vendor == "postgresql":
        emptying.quicken(connection)
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
def _tables_can_be_emptied(request):
    """Append-only triggers come down before a transactional test is flushed; flush puts them back."""
    marker = request.node.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction")
    if not (by_marker or {"transactional_db", "live_server"} & set(request.fixturenames)):
        yield
        return
    request.getfixturevalue("transactional_db")  # set up first, so torn down last
    yield
    connection.close()
    triggers.remove()


@pytest.fixture(autouse=True)
def _same_start():
    """English msgids outside a request, whatever the last test left; nothing counted by throttles."""
    translation.activate("en")
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
