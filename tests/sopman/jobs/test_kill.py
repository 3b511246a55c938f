"""A real worker is killed in the middle of a job; the job is done all the same, once."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import before

ROOT = Path(__file__).resolve().parents[3]
APP = "tests.sopman.jobs.worker"
ENQUEUE = (
    f"from {APP} import KIND; from sopman.jobs.actions import enqueue; "
    "from django.utils import timezone; "
    "enqueue(KIND, key='k', at=timezone.now(), deaths=1)"
)
SWEEP = (
    f"from {APP} import KIND; from sopman.jobs import running; "
    "from django.utils import timezone; running.sweep(at=timezone.now())"
)


@pytest.fixture
def house(tmp_path):
    """A data folder with a jobs table, and the environment of processes that use it."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("SOPMAN_")}
    environment = kept | {
        "SOPMAN_DATA": str(tmp_path),
        "SOPMAN_SECRET_KEY": "a-key-of-no-value-for-a-worker-that-is-killed-soon",
        "SOPMAN_NO_BOOTSTRAP": "1",
        "SOPMAN_REDIS_URL": before.os.environ.get("SOPMAN_TEST_REDIS_URL", ""),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    run(environment, "manage.py", "migrate", "jobs", "--verbosity", "0", "--skip-checks")
    return tmp_path, environment


def run(environment, *command):
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, timeout=120)


def a_worker(environment):
    command = [sys.executable, "-m", "celery", "-A", APP, "worker", "-c", "1", "-l", "WARNING"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def kill(worker):
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=20)


def wait_until(fact, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if fact():
            return
        time.sleep(0.1)
    raise AssertionError("It didn't happen in time.")


def job_row(folder):
    with sqlite3.connect(folder / "sopman.sqlite3", timeout=20) as database:
        database.row_factory = sqlite3.Row
        return database.execute("SELECT * FROM jobs_job").fetchone()


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(house):
    folder, environment = house
    ledger = folder / "ledger"
    worker = a_worker(environment)
    try:
        run(environment, "-c", ENQUEUE)
        wait_until(ledger.exists, 60)
        kill(worker)
        assert job_row(folder)["state"] == "running"

        worker = a_worker(environment)
        until = time.time() + 60
        while job_row(folder)["state"] != "done" and time.time() < until:
            run(environment, "-c", SWEEP)
            time.sleep(1)
    finally:
        kill(worker)

    row = job_row(folder)
    assert (row["state"], row["deaths"], row["attempts"]) == ("done", 1, 2)
    assert ledger.read_text().split() == ["begun", "begun", "ended"]
