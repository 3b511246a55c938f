"""The world, built once for all walks of one process, and taken back at the end."""

import logging
import time

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client

from sopman import urls
from sopman.core import kept, middleware, prepared
from sopman.people.middleware import SEEN
from sopman.workdays.queries import forget_calendars
from tests.permissions.team import library_open
from tests.permissions.world import build


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(prepared, "watchers", [])  # the factories' own tests compare
            world = build()
        clients = {code: _client(user) for code, user in world.people.items()}
        clients["AN"] = Client(raise_request_exception=False)
        clients["LIB"] = clients["ST"]
        world.clients = clients
        world.stranger_client = _client(world.stranger)
        library_open(False)
        yield world
        transaction.set_rollback(True)
    forget_calendars()


def _client(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session[SEEN] = int(time.time()) + 24 * 3600  # noted already: no page of the walk writes it
    session.save()
    return client


@pytest.fixture
def world(_world, db):
    """What a test does to it is taken back with the test."""
    return _world


@pytest.fixture
def unwatched(monkeypatch):
    """Nothing is built or made a second time to compare; every other test does that."""
    monkeypatch.setattr(prepared, "watchers", [])
    monkeypatch.setattr(kept, "watchers", [])


@pytest.fixture
def plain_pages(monkeypatch, unwatched):
    """Answers without their pages: who gets one is decided before, and four thousand cost."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")
    monkeypatch.setattr(middleware, "refusal_page", _sentences)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    for status in (403, 404):
        monkeypatch.setattr(
            urls, f"handler{status}", lambda request, exception, status=status: _bare(status),
            raising=False,
        )  # fmt: skip


def _sentences(request, reasons):
    return HttpResponse("\n".join(map(str, reasons)), status=409)


def _bare(status):
    return HttpResponse(status=status)
