"""Brings a bare machine to the point where Django can start. Standard library only.

`manage.py` calls `enter()` first. It does nothing in an environment whose stamp matches the
locks, nor with SOPMAN_NO_BOOTSTRAP=1 (containers); else it sets up and enters `.venv`.
"""

import contextlib
import fcntl
import os
import sys

from sopman.bootstrap import environment, folder, frontend, machine, options, ports
from sopman.bootstrap.environment import ROOT, RUN_LOCK, TEST_LOCK
from sopman.bootstrap.trouble import Trouble, from_os_error

COMMANDS_WITH_SET_UP = ("up", "test", "benchmark")
PRINTS_DATA = ("benchmark",)  # its output is read by programs


def enter(argv):
    """Set up what this command needs and go on in the project's environment."""
    command = argv[1] if len(argv) > 1 else ""
    if {"-h", "--help"} & set(argv[2:]):
        command = ""
    try:
        choose_settings(command, argv[2:])
        folder.ensure()
        if os.environ.get("SOPMAN_NO_BOOTSTRAP") == "1":
            return
        with _words_elsewhere(command):
            set_up(command)
    except Trouble as trouble:
        _end(trouble)
    except OSError as error:
        trouble = from_os_error(error, ROOT)
        if trouble is None:
            raise
        _end(trouble)
    except KeyboardInterrupt:
        print(
            "\nStopped. Run the same command again; it goes on where it stopped.", file=sys.stderr
        )
        sys.exit(130)
    if not environment.inside():
        python = str(environment.python())
        os.execv(python, [python, *sys.argv])


def _words_elsewhere(command):
    if command in PRINTS_DATA:
        return contextlib.redirect_stdout(sys.stderr)
    return contextlib.nullcontext()


def _end(trouble):
    trouble.tell()
    sys.exit(1)


def choose_settings(command, arguments):
    """Both must be known before Django reads its settings."""
    if command == "up":
        chosen = options.of_up(arguments)
        options.into_environment(chosen)
        folder.refuse_if_running()
        ports.ensure_free(chosen.host, chosen.port)
    elif command == "test":
        os.environ["SOPMAN_TESTING"] = "1"


def set_up(command):
    for_tests = command == "test"
    lock = TEST_LOCK if for_tests else RUN_LOCK
    with only_one():
        machine.library_path()
        need_venv = not environment.is_current(lock)
        if command in COMMANDS_WITH_SET_UP or need_venv:
            machine.ensure(for_tests=for_tests, need_venv=need_venv)
        environment.ensure(lock)
        if command in COMMANDS_WITH_SET_UP:
            frontend.ensure()
        if for_tests:
            machine.ensure_browser(environment.python())


@contextlib.contextmanager
def only_one():
    """One set-up at a time in this folder; the lock is on the folder itself and leaves no file."""
    place = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder; waiting for it …", flush=True)
            fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)
