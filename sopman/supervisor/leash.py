"""A process that follows its parent: when the parent is gone, however it went, so is the child.

Asking for the parent's number twice a second works on Linux and macOS alike, needs no call that is
unsafe between fork and exec, and also holds for grandchildren, which no signal reaches.
"""

import contextlib
import os
import signal
import threading
import time

EVERY = 0.5  # seconds
GRACE = 6.0  # seconds between the polite and the impolite end


def follow_parent(parent, *, gracefully):
    """Watch `parent` from a thread; end this process (and its group, when it leads one) after it."""

    def watch():
        while os.getppid() == parent:
            time.sleep(EVERY)
        end(gracefully=gracefully)

    threading.Thread(target=watch, name="leash", daemon=True).start()


def end(*, gracefully):
    if gracefully:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
    if os.getpgrp() == os.getpid():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
