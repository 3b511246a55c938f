"""The data folder: its secret key, and the lock that says a sopman runs on it."""

import fcntl
import os
import secrets
import time
from pathlib import Path

from sopman.bootstrap.environment import ROOT
from sopman.bootstrap.trouble import Trouble

NOT_EMBEDDED = ("SOPMAN_SECRET_KEY", "SOPMAN_DATABASE_URL")
PATIENCE = 15  # seconds for what was left of a killed run to end


def path():
    return Path(os.environ.get("SOPMAN_DATA") or ROOT / "var").resolve()


def ensure():
    """The folder, and in it the secret key of an installation on one machine, made once."""
    folder = path()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in NOT_EMBEDDED):
        return  # beyond one machine every process must be given the same key
    key = folder / "secret_key"
    if key.exists():
        return
    fresh = folder / f".secret_key.{os.getpid()}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(60))
    try:
        os.link(fresh, key)  # whoever comes first; the other one reads it
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def hold(address):
    """Take the folder for this run; the descriptor returned keeps it until every heir is gone."""
    lock = os.open(path() / ".running", os.O_RDWR | os.O_CREAT, 0o600)
    waited = False
    deadline = time.monotonic() + PATIENCE
    while not _locked(lock):
        pid, told = _owner(lock)
        if _is_alive(pid):
            raise Trouble(
                f"sopman already runs on the data folder {path()}: {told}",
                f"Open {told}, or stop it with Ctrl-C where it was started (process {pid}).",
            )
        if time.monotonic() > deadline:
            raise Trouble(f"The last run on {path()} does not end.", f"lsof {path() / '.running'}")
        if not waited:
            print("• Waiting for the last run to end …", flush=True)
            waited = True
        time.sleep(0.2)
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()} {address}\n".encode(), 0)
    return lock


def refuse_if_running():
    """The same answer before set-up begins; leaves the folder free."""
    if (path() / ".running").exists():
        os.close(hold(""))


def _locked(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(lock):
    pid, _, told = os.pread(lock, 500, 0).decode(errors="replace").strip().partition(" ")
    return (int(pid) if pid.isdigit() else 0), told


def _is_alive(pid):
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
