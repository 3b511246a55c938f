"""Set-up for real, in a folder of its own, with a lock that needs no network."""

import fcntl
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.before import ROOT
from tests.live.processes import environment as plain_environment
from tests.live.processes import start, until

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
MANAGE = """
import json, os, sys
from sopman import bootstrap
before = dict(os.environ)
bootstrap.enter(sys.argv)
print("ENTERED", json.dumps({"prefix": sys.prefix, "argv": sys.argv[1:], "new": sorted(set(os.environ) - set(before))}))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "manage.py").write_text(MANAGE)
    (root / "sopman").mkdir()
    (root / "sopman" / "__init__.py").touch()
    shutil.copytree(ROOT / "sopman" / "bootstrap", root / "sopman" / "bootstrap")
    (root / "requirements.lock").write_text("# nothing\n")
    return root


def base_python():
    """Not the one of an environment: whoever types `python3`."""
    return getattr(sys, "_base_executable", sys.executable)


def run(root, *arguments, **more):
    env = plain_environment(root / "var", **more)
    env.pop("SOPMAN_NO_BOOTSTRAP")
    done = subprocess.run(
        [base_python(), "manage.py", *arguments], cwd=root, env=env, capture_output=True, text=True
    )
    if done.returncode:
        return done.stdout + done.stderr, None
    said, _, told = done.stdout.partition("ENTERED ")
    return said, json.loads(told)


def test_set_up_is_done_once_and_repaired_when_it_must_be(project):
    said, told = run(project, "migrate", "-k", "one two", "-v")
    assert "• Python environment …" in said
    assert "• Python packages from requirements.lock (0) …" in said
    assert told["prefix"] == str(project / ".venv")
    assert told["argv"] == ["migrate", "-k", "one two", "-v"]
    assert told["new"] == [], "the environment is entered without a mark in os.environ"

    assert run(project, "migrate")[0] == "", "nothing to do, nothing to say"

    (project / "requirements.lock").write_text("# another nothing\n")
    said, _ = run(project, "migrate")
    assert "Python packages" in said
    assert "Python environment" not in said

    stamp = project / ".venv" / "sopman-stamp.json"
    stamp.unlink()
    (project / ".venv" / "sopman-half-made").touch()
    shutil.rmtree(project / ".venv" / "lib")  # as a run that was broken off leaves it
    said, told = run(project, "migrate")
    assert "Python environment" in said
    assert told

    stamp.write_text(stamp.read_text().replace(str(project), "/elsewhere"))  # the folder was moved
    assert "Python environment" in run(project, "migrate")[0]
    assert not (project / ".venv" / "sopman-half-made").exists()


def test_an_environment_of_ones_own_making_is_filled_and_kept(project):
    subprocess.run([base_python(), "-m", "venv", "--clear", str(project / ".venv")], check=True)
    (project / ".venv" / "mine").touch()
    said, _ = run(project, "migrate")
    assert "Python environment" not in said
    assert (project / ".venv" / "mine").exists()


def test_a_blocked_package_source_is_one_sentence(project):
    pin = f"django==5.2.19 --hash=sha256:{'0' * 64}\n"
    (project / "requirements.lock").write_text(pin)
    blocked = {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_FIND_LINKS": "",
    }
    said, told = run(project, "migrate", **blocked)
    assert told is None
    assert "The Python packages could not be fetched: the package source cannot be reached" in said
    assert "export HTTPS_PROXY=" in said
    assert "Traceback" not in said
    (project / "requirements.lock").write_text("# nothing\n")
    assert run(project, "migrate")[1], "and once the source is there again, it goes on"


def test_two_set_ups_at_once_take_turns(project, tmp_path):
    env = plain_environment(project / "var")
    env.pop("SOPMAN_NO_BOOTSTRAP")
    held = os.open(project, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    log = tmp_path / "log"
    second = start([base_python(), str(project / "manage.py"), "migrate"], env, log)
    until(lambda: "Another set-up is at work in this folder" in log.read_text(), 10, "its word")
    os.close(held)
    assert second.wait(20) == 0
    assert "ENTERED" in log.read_text()
