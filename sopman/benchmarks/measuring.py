"""CPU per request through the WSGI handler with its full middleware, and queries per request.

Floor and pages are called in turns, slice by slice; the verdict is a ratio of medians. Absolute
times say little on a machine that others use too.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

CORES_OF_OTHERS = 0.6  # what others may use while a slice runs


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Reader:
    """A logged-in person's browser, in this process: environ in, bytes out."""

    def __init__(self, application: Callable[..., Any], user: Any) -> None:
        client = Client()
        client.force_login(user)
        self.application = application
        self.cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())

    def get(self, path: str, **headers: str) -> Answer:
        said: dict[str, Any] = {}

        def start(status: str, sent: list[tuple[str, str]], *_more: Any) -> None:
            said.update(status=int(status.split(maxsplit=1)[0]), headers=dict(sent))

        result = self.application(self._environ(path, headers), start)
        try:
            body = b"".join(result)
        finally:
            result.close()
        return Answer(said["status"], said["headers"], body)

    def _environ(self, path: str, headers: dict[str, str]) -> dict[str, Any]:
        address, _mark, query = path.partition("?")
        return {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookie,
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.input": BytesIO(),
            "wsgi.errors": None,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **headers,
        }


@dataclass
class Series:
    """One page as one person asks for it, again and again."""

    name: str
    ask: Callable[[], Answer]
    costs: list[float] = field(default_factory=list)  # CPU seconds per request, by slice
    batch: int = 1

    @property
    def cost(self) -> float:
        return median(self.costs)


def queries_of(ask: Callable[[], Answer]) -> list[str]:
    """The statements of one request, after it has been asked for before."""
    ask()
    return queries_at_once(ask)


def queries_at_once(ask: Callable[[], Answer]) -> list[str]:
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [one["sql"] for one in captured.captured_queries]


def interleave(group: list[Series], *, slices: int, seconds: float) -> float:
    """Fill the costs of each, in turns; gives how many cores others used meanwhile (median)."""
    for one in group:
        one.batch = _batch(one.ask, seconds)
    noise: list[float] = []
    for _turn in range(slices):
        began, busy = time.monotonic(), _busy_seconds()
        own = time.process_time()
        for one in group:
            one.costs.append(_cpu(one.ask, one.batch) / one.batch)
        wall, own = time.monotonic() - began, time.process_time() - own
        if busy is not None:
            noise.append(max(0.0, (_busy_seconds() - busy - own) / wall))
    return median(noise) if noise else 0.0


def first_views(ask: Callable[[], Answer], change: Callable[[], None], times: int = 15) -> float:
    """CPU seconds of a request that follows a change (median); the change itself isn't counted."""
    costs = []
    for _n in range(times):
        change()
        costs.append(_cpu(ask, 1))
    return median(costs)


def _batch(ask: Callable[[], Answer], seconds: float) -> int:
    """How many requests make a slice; asking warms everything up on the way."""
    ask()
    one = max(_cpu(ask, 3) / 3, 1e-4)
    return max(3, round(seconds / one))


def _cpu(ask: Callable[[], Answer], times: int) -> float:
    began = time.process_time()
    for _n in range(times):
        ask()
    return time.process_time() - began


def _busy_seconds() -> float | None:
    """What all processes of this machine have used so far (Linux)."""
    source = Path("/proc/stat")
    if not source.exists():
        return None
    user, nice, system, _idle, _wait, irq, soft, *_rest = map(
        int, source.read_text().split("\n", 1)[0].split()[1:]
    )
    return (user + nice + system + irq + soft) / 100  # USER_HZ


def with_benchmark_urls() -> None:
    settings.ROOT_URLCONF = "sopman.benchmarks.urls"
