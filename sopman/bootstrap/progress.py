"""Prints each set-up step, how far it is, and how long it took."""

import contextlib
import subprocess
import sys
import time


@contextlib.contextmanager
def step(title):
    """Print the title now and the time it took when it is done."""
    print(f"• {title} …", flush=True)
    started = time.monotonic()
    yield
    print(f"  done ({time.monotonic() - started:.0f} s)", flush=True)


class Counter:
    """A count that overwrites itself on a terminal and prints now and then elsewhere."""

    def __init__(self, total, noun):
        self.total, self.noun, self.count = total, noun, 0
        self.on_terminal = sys.stdout.isatty()

    def tick(self):
        self.count = min(self.count + 1, self.total)
        text = f"  {self.count} of {self.total} {self.noun}"
        if self.on_terminal:
            print(f"\r{text}", end="\n" if self.count == self.total else "", flush=True)
        elif self.count == self.total or self.count % 20 == 0:
            print(text, flush=True)


def run(command, *, on_line=None, **options):
    """Run a command; return its exit code and all it printed. `on_line` sees each line."""
    lines = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    ) as process:
        for line in process.stdout:
            lines.append(line)
            if on_line:
                on_line(line)
    return process.returncode, "".join(lines)


def tail(output, count=6):
    """The last lines of a failed command, indented, to show before the sentence."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    return "\n".join(f"  | {line}" for line in lines[-count:])
