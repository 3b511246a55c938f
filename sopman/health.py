"""`/healthz` (this process is alive) and `/readyz` (it can do its work), for probes.

Answered by a middleware before everything else: probes come by address, not by the host name that
is allowed, over plain http, and without a session.
"""

import functools
import logging
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from sopman.audit import triggers
from sopman.celery import app

logger = logging.getLogger(__name__)
BROKER_PATIENCE = 2  # seconds


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            answer = HttpResponse("alive\n", content_type="text/plain")
        elif request.path == "/readyz":
            told = dict(states())
            ready = all(state == "ok" for state in told.values())
            answer = JsonResponse({"ready": ready, **told}, status=200 if ready else 503)
        else:
            return self.get_response(request)
        answer["Cache-Control"] = "no-store"
        return answer


def states() -> Iterator[tuple[str, str]]:
    """Each part with “ok” or what is the matter; the details go to the log only."""
    for name, ask in (
        ("database", database),
        ("broker", broker),
        ("migrations", migrations),
        ("audit_triggers", audit_triggers),
    ):
        try:
            yield name, ask() or "ok"
        except (DatabaseError, OSError) as error:
            logger.warning("readyz: %s: %s", name, error)
            yield name, "unreachable"


def database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return None


def broker() -> str | None:
    """Ask the broker itself, once: its drivers would try again for longer than a probe waits."""
    address = app.conf.broker_url
    if address.startswith("redis"):
        once = Retry(NoBackoff(), 0)
        link = Redis.from_url(address, socket_timeout=BROKER_PATIENCE, retry=once)
        try:
            link.ping()
        except RedisError as error:
            raise OSError(str(error)) from error
        finally:
            link.close()
        return None
    with app.connection_for_write() as embedded:
        embedded.default_channel.queue_declare(app.conf.task_default_queue)
    return None


def migrations() -> str | None:
    waiting = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    return f"{len(waiting)} waiting" if waiting else None


@functools.cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those of this code; read once, for a probe asks every few seconds."""
    return frozenset(MigrationLoader(None).disk_migrations)


def audit_triggers() -> str | None:
    missing = triggers.missing()
    return f"{len(missing)} missing" if missing else None
