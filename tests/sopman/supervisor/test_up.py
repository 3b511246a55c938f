"""`manage.py up` as a person has it: started, stopped, killed in the middle of work."""

import os
import signal
import subprocess
import sys

import pytest

from tests.before import ROOT
from tests.live.processes import (
    answer,
    environment,
    free_port,
    is_up,
    kill_group,
    manage,
    migrated,
    running,
    start,
    tell,
    until,
)

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
JOBS = 24


class Up:
    """One installation in a folder of its own."""

    def __init__(self, folder):
        self.folder, self.port, self.started = folder, free_port(), []
        self.env = environment(folder / "var")
        self.command = [sys.executable, "manage.py", "up", "--no-demo", "--port", str(self.port)]

    def start(self):
        self.process = start(self.command, self.env, self.folder / "up.log")
        self.started.append(self.process.pid)
        until(lambda: is_up(self.port), 90, self.words())

    def words(self):
        return f"see {self.folder}/up.log and {self.folder}/var/log"

    def family(self):
        """Everything that descends from any start: the leash is in each command line."""
        leashes = tuple(f"--leash {pid}" for pid in self.started)
        return [
            one for one in running() if one[0] in self.started or one[2].strip().endswith(leashes)
        ]

    def role(self, role):
        """The main process of one role, which the supervisor itself began."""
        for pid, parent, words in self.family():
            if parent == self.process.pid and f"sopman.supervisor {role}" in words:
                return pid
        return None

    def everything_is_done(self):
        told = tell(self.env)
        return told if told["jobs"] == {"done": JOBS} else None


@pytest.fixture
def up(tmp_path):
    installation = Up(tmp_path)
    migrated(installation.env)
    yield installation
    for pid, _parent, _words in installation.family():
        kill_group(pid)


def test_ctrl_c_leaves_no_process_and_a_second_start_is_quick(up):
    up.start()
    log = (up.folder / "up.log").read_text
    until(lambda: f"sopman runs at http://127.0.0.1:{up.port}" in log(), 10, "the address")
    assert (up.folder / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert '"ready": true' in answer(f"http://127.0.0.1:{up.port}/readyz")[1]

    second = subprocess.run(up.command, cwd=ROOT, env=up.env, capture_output=True, text=True)
    assert second.returncode == 1
    assert f"already runs on the data folder {up.folder}/var" in second.stderr

    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(10) == 0
    assert up.family() == []

    up.start()
    assert "Database" not in log().rpartition("Stopped.")[2]
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(10) == 0


def test_killing_the_parent_in_the_middle_of_work_loses_nothing(up):
    up.start()
    manage(up.env, "live", str(JOBS))
    until(lambda: tell(up.env)["notices"], 30, "the first notice")

    up.process.kill()
    up.process.wait()
    until(lambda: not up.family(), 10, "every process gone")
    assert tell(up.env)["jobs"] != {"done": JOBS}

    up.start()
    told = until(up.everything_is_done, 90, up.words())
    assert told == {"jobs": {"done": JOBS}, "notices": 2 * JOBS, "twice": []}


def test_killing_worker_and_web_in_the_middle_of_work_loses_nothing(up):
    up.start()
    manage(up.env, "live", str(JOBS))
    until(lambda: tell(up.env)["notices"], 30, "the first notice")
    worker, web = up.role("worker"), up.role("web")

    os.kill(worker, signal.SIGKILL)
    os.kill(web, signal.SIGKILL)
    until(lambda: up.role("worker") not in (worker, None), 10, "a new worker")
    until(lambda: up.role("web") not in (web, None) and is_up(up.port), 30, "a new web process")
    until(lambda: not {p for _, p, _ in up.family()} & {worker, web, 1}, 5, "no orphan")

    told = until(up.everything_is_done, 90, up.words())
    assert told == {"jobs": {"done": JOBS}, "notices": 2 * JOBS, "twice": []}
