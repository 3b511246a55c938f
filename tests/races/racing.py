"""Two at once, each on a connection of its own, held together at the critical line."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from threading import Barrier, BrokenBarrierError

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from sopman.audit import trail
from sopman.core.errors import Refused

LOCK = "UPDATE OF"  # … FOR (NO KEY) UPDATE OF …
REFUSALS = (Refused, ConcurrentTransition, TransitionNotAllowed)  # what the middleware answers 409
WON, REFUSED = "won", "refused"
PATIENCE = 5  # seconds at the line; the other may have been refused before it came there


class _Line:
    """Lets nobody pass the first statement that contains `mark` before both have come to it."""

    def __init__(self, barrier, mark):
        self.barrier, self.mark, self.passed = barrier, mark, False

    def __call__(self, execute, sql, params, many, context):
        if not self.passed and self.mark in sql:
            self.passed = True
            with suppress(BrokenBarrierError):
                self.barrier.wait(PATIENCE)
        return execute(sql, params, many, context)


def race(*runs, line=LOCK):
    """Run all at once; how often each outcome came: {"won": 1, "refused": 1}.

    A run wins by what it returns (a string names the outcome). Anything but a refusal is raised:
    an IntegrityError would be a page of error 500.
    """
    start, critical = Barrier(len(runs)), Barrier(len(runs))

    def run(action):
        start.wait(PATIENCE)
        with ExitStack() as stack:
            stack.callback(connection.close)
            connection.ensure_connection()
            stack.enter_context(connection.execute_wrapper(_Line(critical, line)))
            try:
                said = action()
            except REFUSALS:
                return REFUSED
            except PermissionDenied:
                return "forbidden"
            return said if isinstance(said, str) else WON

    with ThreadPoolExecutor(len(runs)) as pool:
        return Counter(pool.map(run, runs))


ONE_WINS = {WON: 1, REFUSED: 1}


def twice(action, fetch, line=LOCK):
    """The same step twice, each on rows fetched before either began."""
    first, second = fetch(), fetch()
    return race(lambda: action(first), lambda: action(second), line=line)


@contextmanager
def without_locks(monkeypatch):
    """The defect that these tests are for: nobody waits for anybody."""
    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())
        patch.setattr(trail, "_queue_for", lambda chain: None)
        yield
