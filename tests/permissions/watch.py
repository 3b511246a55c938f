"""What a request asked of the database, and what it left there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

# Who is logged in, and what may be forgotten: no business of the house.
ASIDE = ("django_session", "usersessions_usersession", "cache_entries")
_WRITE = re.compile(r"^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+\W?(\w+)", re.I)  # fmt: skip
_POINT = re.compile(r'^\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"?(\w+)', re.I)


@dataclass
class Seen:
    """The queries and the tables written to; what a savepoint took back is forgotten."""

    queries: list[str] = field(default_factory=list)
    _events: list[tuple[str, str]] = field(default_factory=list)

    @property
    def written(self) -> list[str]:
        return [name for kind, name in self._events if kind == "write"]

    def forget(self) -> None:
        self.queries.clear()
        self._events.clear()

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if point := _POINT.match(sql):
            self._at_point(point[1].upper(), point[2])
        elif not any(name in sql for name in ASIDE):
            self.queries.append(sql)
            if write := _WRITE.match(sql):
                self._events.append(("write", write[1]))
        return result

    def _at_point(self, kind: str, name: str) -> None:
        if kind == "SAVEPOINT":
            self._events.append(("point", name))
        elif kind.startswith("ROLLBACK") and ("point", name) in self._events:
            del self._events[self._events.index(("point", name)) :]


@contextmanager
def kept() -> Iterator[Seen]:
    """Watch what happens inside, then take all of it back."""
    with transaction.atomic():
        seen = Seen()
        with connection.execute_wrapper(seen):
            yield seen
        transaction.set_rollback(True)
