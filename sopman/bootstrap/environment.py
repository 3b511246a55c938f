"""The project's own Python environment: `.venv`, filled from a hash-pinned lock."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from sopman.bootstrap import progress
from sopman.bootstrap.trouble import Trouble, disk_full, full, unreachable

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / "sopman-stamp.json"
HALF_MADE = VENV / "sopman-half-made"
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
NODE_LOCK = "requirements-node.lock"
SPACE_NEEDED = 700 * 1024 * 1024

# What a lock brings along: the test lock is made on top of the running one (CONTRIBUTING.md).
COVERS = {TEST_LOCK: [TEST_LOCK, RUN_LOCK]}

# Variables of the caller that would send packages somewhere else than into `.venv`.
MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_REQUIRE_VIRTUALENV",
)


def python():
    return VENV / "bin" / "python"


def digest(*paths):
    """One hash over the content of these files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(Path(path).read_bytes() + b"\0")
    return total.hexdigest()


def _here():
    """What an environment is bound to besides its locks: this folder and this Python."""
    return {"path": str(ROOT), "python": platform.python_version()}


def _stamp():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def inside():
    """Whether this very process runs in the project's environment."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_current(lock):
    """Whether `.venv` belongs to this folder and Python and holds exactly this lock."""
    stamp = _stamp()
    return (
        {key: stamp.get(key) for key in ("path", "python")} == _here()
        and stamp.get("locks", {}).get(lock) == digest(ROOT / lock)
        and python().exists()
    )


def ensure(lock):
    """Make `.venv` hold this lock. An environment that was broken off is made anew."""
    if is_current(lock):
        return
    stamp = _stamp()
    if not _is_usable(stamp):
        with progress.step("Python environment"):
            _create()
    total = sum("==" in line and not line[0].isspace() for line in (ROOT / lock).open())
    with progress.step(f"Python packages from {lock} ({total})"):
        HALF_MADE.touch()
        STAMP.unlink(missing_ok=True)
        _install(lock, total)
        locks = stamp.get("locks", {}) | {
            name: digest(ROOT / name) for name in COVERS.get(lock, [lock])
        }
        _write_stamp(_here() | {"locks": locks})


def _is_usable(stamp):
    """Ours and for this folder and Python; or made by hand, which is filled but never thrown away."""
    if stamp:
        return {key: stamp.get(key) for key in ("path", "python")} == _here() and python().exists()
    if HALF_MADE.exists() or not python().exists():
        return False
    code = "import pip, platform; print(platform.python_version())"
    answer = subprocess.run([str(python()), "-c", code], capture_output=True, text=True)
    return answer.stdout.strip() == platform.python_version()


def _write_stamp(stamp):
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1))
    fresh.replace(STAMP)
    HALF_MADE.unlink(missing_ok=True)


def _create():
    if inside():  # nobody saws off the branch: the base Python does it
        os.execv(sys._base_executable, [sys._base_executable, *sys.orig_argv[1:]])
    if shutil.disk_usage(ROOT).free < SPACE_NEEDED:
        raise full(ROOT)
    probe = ROOT / ".venv.probe"
    probe.mkdir(exist_ok=True)  # raises the OSError that becomes the sentence
    probe.rmdir()
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    HALF_MADE.touch()
    code, output = progress.run([sys.executable, "-m", "venv", str(VENV)], env=clean_environment())
    if code:
        if disk_full(output):
            raise full(ROOT)
        print(progress.tail(output))
        raise Trouble(
            "Python could not make a virtual environment.",
            f"sudo apt-get install -y python3.{sys.version_info.minor}-venv",
        )


def clean_environment():
    environment = {key: value for key, value in os.environ.items() if key not in MISLEADING}
    return environment | {"PIP_USER": "0"}


def _install(lock, total):
    counter = progress.Counter(total, "packages looked at")

    def on_line(line):
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            counter.tick()

    code, output = progress.run(
        [
            str(python()), "-m", "pip", "install", "--require-hashes", "--no-input", "--retries", "2",
            "--progress-bar", "off", "--disable-pip-version-check", "--no-warn-script-location",
            "-r", str(ROOT / lock),
        ],
        on_line=on_line,
        env=clean_environment(),
    )  # fmt: skip
    if not code:
        return
    print(progress.tail(output))
    if disk_full(output):
        raise full(ROOT)
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        raise Trouble(
            "A Python package from your package source is not the one this project was tested with "
            "(its hash differs), so nothing was installed.",
            "Use another package source: pip config set global.index-url ADDRESS",
        )
    if unreachable(output):
        raise Trouble(
            "The Python packages could not be fetched: the package source cannot be reached from here.",
            "Behind a proxy, type:   export HTTPS_PROXY=http://HOST:PORT",
            "With a mirror, type:    pip config set global.index-url ADDRESS",
            "Then run the same command again; what is already there is not fetched twice.",
        )
    raise Trouble(
        "The Python packages could not be installed; pip's last words stand above.",
        f"{python()} -m pip install --require-hashes -r {lock}",
    )
