"""Starting, asking and killing real processes from a test."""

import contextlib
import fcntl
import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from tests.before import DATA, ROOT, WORKER

TEMPLATES = (DATA.parent if WORKER else DATA) / "live"
NOT_OURS = ("SOPMAN_", "DJANGO_", "PYTEST_")


def environment(data, **more):
    """What a person's shell has: nothing of the test run."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(NOT_OURS)}
    return (
        plain
        | {
            "SOPMAN_NO_BOOTSTRAP": "1",
            "SOPMAN_DATA": str(data),
            "SOPMAN_STATIC_ROOT": str(
                TEMPLATES / "static" / WORKER
            ),  # collected once for all of them
            "DJANGO_SETTINGS_MODULE": "tests.live.settings",
        }
        | more
    )


def migrated(env):
    """Put a migrated, empty SQLite database into the data folder; made once per state of the code."""
    total = hashlib.sha256()
    for path in sorted(ROOT.glob("**/migrations/0*.py")):
        if ".venv" not in path.parts:
            total.update(path.read_bytes())
    kept = TEMPLATES / total.hexdigest()[:16]
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "ready").exists():
            mine = env | {"SOPMAN_DATA": str(kept)}
            manage(mine, "migrate", "--no-input", "-v0")
            manage(mine, "createcachetable", "-v0")
            (kept / "ready").touch()
    data = Path(env["SOPMAN_DATA"])
    data.mkdir(parents=True)
    with (
        contextlib.closing(sqlite3.connect(kept / "sopman.sqlite3")) as full,
        contextlib.closing(sqlite3.connect(data / "sopman.sqlite3")) as copy,
    ):
        full.backup(copy)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, seconds, what):
    """Wait for something that other processes bring about."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := true():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


def answer(url):
    """Status and body, or None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 -- always http
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return None


def is_up(port):
    return (answer(f"http://127.0.0.1:{port}/healthz") or [0])[0] == 200


def manage(env, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert not done.returncode, done.stdout + done.stderr
    return done.stdout


def tell(env):
    """How the slow jobs and their notices stand; asked of the database itself, which is quick."""
    jobs = "SELECT state, count(*) FROM jobs_job WHERE kind = 'live.slow' GROUP BY state"
    notices = "SELECT key, count(*) FROM notifications_notice WHERE code LIKE 'live.%' GROUP BY key"
    with contextlib.closing(_database(env)) as link:
        states = dict(link.execute(jobs).fetchall())
        told = link.execute(notices).fetchall()
    return {
        "jobs": states,
        "notices": len(told),
        "twice": [key for key, times in told if times > 1],
    }


def _database(env):
    if address := env.get("SOPMAN_DATABASE_URL"):
        return psycopg.connect(address)
    return sqlite3.connect(
        f"file:{env['SOPMAN_DATA']}/sopman.sqlite3?mode=ro", uri=True, timeout=20
    )


def running():
    """(number, parent, command line) of every living process; Linux without `ps`, macOS with it."""
    proc = Path("/proc")
    if not (proc / "self" / "stat").exists():
        listed = subprocess.run(
            ["ps", "-axo", "pid=,ppid=,command="], capture_output=True, text=True
        )
        return [
            (int(p), int(q), c)
            for p, q, c in (r.split(None, 2) for r in listed.stdout.splitlines())
        ]
    found = []
    for folder in proc.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if state != "Z":
                found.append((int(folder.name), int(parent), words))
    return found


def start(command, env, log):
    with Path(log).open("ab") as file:
        return subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
            stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def kill_group(pid):
    """A process that `start` began, and whatever it began."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
