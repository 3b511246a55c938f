"""The Celery application of a worker that tests start and kill: ours, with one more handler."""

import os
import time
from datetime import timedelta
from pathlib import Path

import django

from sopman.celery import app as app

django.setup()

from sopman.jobs.registry import handles  # noqa: E402

KIND = "test.deadly"
LEDGER = Path(os.environ["SOPMAN_DATA"]) / "ledger"


@handles(KIND, lease=timedelta(seconds=13), atomic=False)
def deadly(*, at, deaths):
    """Hangs the first `deaths` times; whoever waits for that kills the worker."""
    before = LEDGER.read_text().count("begun") if LEDGER.exists() else 0
    with LEDGER.open("a") as ledger:
        ledger.write("begun\n")
    if before < deaths:
        time.sleep(60)
    with LEDGER.open("a") as ledger:
        ledger.write("ended\n")
