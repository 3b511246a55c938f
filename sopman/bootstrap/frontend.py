"""Node, the npm packages of the lock, and `static/build/` made from them."""

import os
import shutil
import subprocess
from pathlib import Path

from sopman.bootstrap import environment, progress
from sopman.bootstrap.environment import NODE_LOCK, ROOT, VENV, digest
from sopman.bootstrap.trouble import Trouble, disk_full, full, unreachable

MODULES = ROOT / "node_modules"
MODULES_STAMP = MODULES / ".sopman-stamp"
BUILD = ROOT / "static" / "build"
BUILD_STAMP = BUILD / ".stamp"
SCRIPT = ROOT / "sopman" / "frontend" / "build.mjs"
OLDEST_NODE = 20


def ensure():
    """Bring `static/build/` up to date; needs Node only when something changed."""
    packages = digest(ROOT / "package.json", ROOT / "package-lock.json")
    sources = digest(ROOT / "package-lock.json", SCRIPT, ROOT / "static" / "icons.txt")
    has_packages, has_build = _says(MODULES_STAMP, packages), _says(BUILD_STAMP, sources)
    if has_packages and has_build:
        return
    tools = system_node() or _node_from_wheel()
    if not has_packages:
        with progress.step("Front-end packages"):
            _npm_ci(tools)
            MODULES_STAMP.write_text(packages)
    with progress.step("Front end"):
        code, output = progress.run([tools["node"], str(SCRIPT)], cwd=ROOT)
        print(progress.tail(output))
        if code:
            raise (
                full(ROOT)
                if disk_full(output)
                else Trouble(
                    "The front end could not be built; Node's last words stand above.",
                    f"node {SCRIPT.relative_to(ROOT)}",
                )
            )
        BUILD_STAMP.write_text(sources)


def _says(stamp, value):
    return stamp.exists() and stamp.read_text() == value


def system_node():
    """Node and npm of this machine when they are new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = told.strip().removeprefix("v").split(".")[0]
    return {"node": node, "npm": npm} if major.isdigit() and int(major) >= OLDEST_NODE else None


def _node_from_wheel():
    environment.ensure(NODE_LOCK)
    return {"node": str(VENV / "bin" / "node"), "npm": str(VENV / "bin" / "npm")}


def _npm_ci(tools):
    MODULES_STAMP.unlink(missing_ok=True)
    path = f"{Path(tools['node']).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    code, output = progress.run(
        [
            tools["npm"], "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund",
            "--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000",
        ],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
    )  # fmt: skip
    if not code:
        return
    print(progress.tail(output))
    if disk_full(output):
        raise full(ROOT)
    if unreachable(output):
        raise Trouble(
            "The front-end packages could not be fetched: the npm package source cannot be reached from here.",
            "Behind a proxy, type:   export HTTPS_PROXY=http://HOST:PORT",
            "With a mirror, type:    npm config set registry ADDRESS",
            "Then run the same command again.",
        )
    raise Trouble(
        "The front-end packages could not be installed; npm's last words stand above.", "npm ci"
    )
