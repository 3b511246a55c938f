"""Starts the programs, restarts what dies, and leaves no process behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sopman.bootstrap.environment import ROOT
from sopman.bootstrap.trouble import Trouble

PATIENCE = 7.0  # seconds that programs get to finish what they are at
STEADY = 60.0  # seconds after which a program's earlier deaths are forgotten
FIRST_TRIES = 3
LARGE = 10 * 1024 * 1024


class Program:
    """One child in its own session, so that a signal reaches it once and its whole group at the end."""

    def __init__(self, role: str, arguments: list[str], log: Path, keep: list[int]):
        self.role, self.log, self.keep = role, log, keep
        self.command = [sys.executable, "-m", "sopman.supervisor", role, *arguments]
        self.process: subprocess.Popen | None = None
        self.deaths, self.started, self.next_start = 0, 0.0, 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--leash", str(os.getpid())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.keep,
            )
        self.started = time.monotonic()

    def watch(self) -> None:
        """Clear up after a death and start again, later each time it happens soon."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.start()
        elif self.process.poll() is not None:
            self.kill()
            self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
            self.process, self.next_start = None, now + min(2**self.deaths / 2, 30)

    def ask_to_end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def is_over(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """The whole group, so that no grandchild stays either."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-12:]
        return "\n".join(f"  | {line}" for line in lines)


class Group:
    """All programs of one run."""

    def __init__(self, programs: dict[str, list[str]], *, logs: Path, keep: list[int]):
        logs.mkdir(exist_ok=True)
        self.programs = [
            Program(role, arguments, _log(logs, role), keep) for role, arguments in programs.items()
        ]
        self.stopping = 0

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> None:
        """Until a signal asks to end. `on_ready` is called once, when the first answer comes."""
        handlers = {
            number: signal.signal(number, self._asked)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            told = False
            while not self.stopping:
                for program in self.programs:
                    program.watch()
                if not told:
                    told = is_ready()
                    if told:
                        on_ready()
                    else:
                        self._give_up_if_hopeless()
                time.sleep(0.1 if not told else 0.5)
        finally:
            self.stop()
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        """Politely, then not. A second Ctrl-C does not wait."""
        for program in self.programs:
            program.ask_to_end()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.stopping < 2:
            if all(program.is_over() for program in self.programs):
                break
            time.sleep(0.1)
        for program in self.programs:
            program.kill()

    def _asked(self, _number, _frame):
        self.stopping += 1

    def _give_up_if_hopeless(self) -> None:
        for program in self.programs:
            if program.deaths >= FIRST_TRIES:
                print(program.last_words())
                raise Trouble(
                    f"The {program.role} process does not start; its last words stand above.",
                    f"All of them: {program.log}",
                )


def _log(folder: Path, role: str) -> Path:
    log = folder / f"{role}.log"
    if log.exists() and log.stat().st_size > LARGE:
        log.replace(folder / f"{role}.log.1")
    return log
