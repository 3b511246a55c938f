"""What docker-compose.yml starts, started by hand: web and worker twice, beat twice, PostgreSQL, Redis."""

import json
import os
import signal
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from tests import before
from tests.live.processes import (
    answer,
    environment,
    free_port,
    is_up,
    kill_group,
    manage,
    start,
    tell,
    until,
)

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]
JOBS = 24
DATABASE = f"sopman_live_{before.WORKER or 'main'}"


@pytest.fixture(scope="module")
def database():
    """An empty database beside the test's own, and its address."""
    url = urlsplit(os.environ["SOPMAN_TEST_DATABASE_URL"])
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE}")
        yield url._replace(path=f"/{DATABASE}").geturl()
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


@pytest.fixture(scope="module")
def broker():
    """A Redis database that no test of this run uses."""
    url = urlsplit(os.environ["SOPMAN_TEST_REDIS_URL"])
    mine = url._replace(path=f"/{int(url.path.strip('/') or 0) + 4}").geturl()
    link = redis.Redis.from_url(mine)
    link.flushdb()
    yield mine
    link.flushdb()
    link.close()


class Deployment:
    def __init__(self, folder, database, broker):
        self.folder, self.started = folder, []
        self.env = environment(
            folder / "var",
            SOPMAN_DATABASE_URL=database,
            SOPMAN_REDIS_URL=broker,
            SOPMAN_SECRET_KEY="one key for every process of this deployment, long enough",
            SOPMAN_BASE_URL="https://sop.example.com",
            SOPMAN_BEHIND_PROXY="1",
        )
        (folder / "var").mkdir()

    def run(self, name, *arguments):
        command = [sys.executable, "-m", "sopman.supervisor", *arguments]
        process = start(command, self.env, self.folder / f"{name}.log")
        self.started.append(process.pid)
        return process

    def web(self, name):
        port = free_port()
        process = self.run(name, "web", "--port", str(port))
        until(lambda: is_up(port), 60, f"see {self.folder}/{name}.log")
        return process, port


@pytest.fixture(scope="module")
def deployment(tmp_path_factory, database, broker):
    one = Deployment(tmp_path_factory.mktemp("deployment"), database, broker)
    manage(one.env, "migrate", "--no-input", "-v0")
    yield one
    for pid in one.started:
        kill_group(pid)


def test_the_processes_of_the_compose_file(deployment):
    webs = [deployment.web(f"web{n}") for n in (1, 2)]
    workers = [deployment.run(f"worker{n}", "worker") for n in (1, 2)]
    for n in (1, 2):
        deployment.run(f"beat{n}", "beat")
    for _process, port in webs:
        status, body = answer(f"http://127.0.0.1:{port}/readyz")
        assert (status, json.loads(body)["ready"]) == (200, True), body

    manage(deployment.env, "live", str(JOBS))
    until(lambda: tell(deployment.env)["notices"], 60, f"see {deployment.folder}/worker1.log")
    workers[0].send_signal(signal.SIGKILL)
    webs[0][0].send_signal(signal.SIGKILL)
    until(lambda: answer(f"http://127.0.0.1:{webs[0][1]}/healthz") is None, 5, "no orphan answers")
    assert is_up(webs[1][1]), "the other web process goes on"

    told = until(
        lambda: (t := tell(deployment.env))["jobs"] == {"done": JOBS} and t,
        90,
        str(deployment.folder),
    )
    assert told == {"jobs": {"done": JOBS}, "notices": 2 * JOBS, "twice": []}


def test_readyz_says_what_is_missing(deployment):
    """Alive but not ready: triggers taken down, then a broker that nobody runs."""
    _process, port = deployment.web("web")
    with psycopg.connect(deployment.env["SOPMAN_DATABASE_URL"], autocommit=True) as link:
        name = link.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%no_truncate'"
        ).fetchone()[0]
        table = name.removesuffix("_no_truncate")
        link.execute(f'DROP TRIGGER "{name}" ON "{table}"')
    status, body = answer(f"http://127.0.0.1:{port}/readyz")
    assert (status, json.loads(body)["audit_triggers"]) == (503, "1 missing")

    deployment.env["SOPMAN_REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    _process, port = deployment.web("web-without-broker")
    status, body = answer(f"http://127.0.0.1:{port}/readyz")
    assert (status, json.loads(body)["broker"]) == (503, "unreachable")
