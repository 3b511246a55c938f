"""Worlds of tests are made once: a later test that begins with the same one gets its rows back.

    @shelved
    def a_signed_project(*, at=NOON, **fields): …

The first call in a database without rows walks the real actions; what they left is put on the shelf.
The next test that begins so finds the same rows in a hundredth of the time, and objects of its own.
It is made anew where something was there before, where an argument is no plain value, and where parts
of the product are replaced (`monkeypatch`, `settings`). SOPMAN_TEST_SHELF=0 makes all of them anew.
"""

import functools
import io
import os
import pickle
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from tests import emptying

IS_USED = os.environ.get("SOPMAN_TEST_SHELF") != "0"
PLAIN = (str, int, float, bool, Decimal, date, datetime, time, type(None))


@dataclass
class _World:
    rows: dict[str, Any]  # of each table that was filled
    made: bytes  # what the function returned
    after_commit: list[Any]
    made_at: datetime


class Shelf:
    def __init__(self):
        self._worlds: dict[Any, _World] = {}
        self._at_first: tuple[str, ...] = ()
        self._is_open, self._patch = False, None

    def stand(self):
        """Called once, with the tables as every test finds them."""
        self._at_first = tuple(_filled())

    def begin(self, request):
        self._patch = request.getfixturevalue("monkeypatch")
        self._is_open = IS_USED and "settings" not in request.fixturenames

    def give(self, make, given, named):
        plain = all(map(_is_plain, (*given, *named.values())))
        if not (self._is_open and plain and self._is_as_at_first()) or _replaces(self._patch):
            return make(*given, **named)
        key = (make, given, tuple(sorted(named.items())), timezone.localdate(), get_language(),
               connection.in_atomic_block)  # fmt: skip
        world = self._worlds.get(key)
        if world is None or world.made_at > timezone.now():
            return self._make(key, functools.partial(make, *given, **named))
        _put(world.rows)
        for function in world.after_commit:
            transaction.on_commit(function)
        return pickle.loads(world.made)  # noqa: S301 -- our own

    def _is_as_at_first(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_user LIMIT 1")  # asked first: it is quicker
            return cursor.fetchone() is None and tuple(_filled()) == self._at_first

    def _make(self, key, make):
        before = len(connection.run_on_commit)
        made_at, found = timezone.now(), make()
        after = [function for _points, function, _robust in connection.run_on_commit[before:]]
        rows = {name: _rows(name) for name in _filled() if name not in self._at_first}
        self._worlds[key] = _World(rows, pickle.dumps(found), after, made_at)
        return found


SHELF = Shelf()


def shelved(make):
    """The decorator of a factory; see above."""

    @functools.wraps(make)
    def given_or_made(*given, **named):
        return SHELF.give(make, given, named)

    return given_or_made


def _replaces(patch):
    """pytest-django itself gives the machine's mail another name."""
    return patch._setitem or any(target is not mail.message for target, *_ in patch._setattr)


def _is_plain(value):
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, PLAIN)


# --- Rows as the database has them --------------------------------------------------------------


@functools.cache
def _tables():
    return sorted(
        connection.introspection.django_table_names(only_existing=True, include_views=False)
    )


def _filled():
    return emptying.filled(connection, _tables())


@functools.cache
def _columns(table):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'PRAGMA table_info("{table}")')
            return [row[1] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _rows(table):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # a sign before it, and the column is no date any more
            names = ", ".join(f'+"{name}"' for name in _columns(table))
            return cursor.cursor.execute(f'SELECT {names} FROM "{table}"').fetchall()
        names, out = ", ".join(f'"{name}"' for name in _columns(table)), io.BytesIO()
        with cursor.cursor.copy(f'COPY "{table}" ({names}) TO STDOUT') as copying:
            for piece in copying:
                out.write(piece)
        return out.getvalue()


def _put(rows):
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _put_into_sqlite(cursor, rows)
        else:
            _put_into_postgresql(cursor, rows)


def _put_into_sqlite(cursor, rows):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _sql in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    for table, found in rows.items():
        names = ", ".join(f'"{name}"' for name in _columns(table))
        places = ", ".join("?" * len(_columns(table)))
        cursor.cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', found)
    for _name, sql in triggers:
        cursor.execute(sql)


def _put_into_postgresql(cursor, rows):
    cursor.execute("SET LOCAL session_replication_role = replica")
    for table, found in rows.items():
        names = ", ".join(f'"{name}"' for name in _columns(table))
        with cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copying:
            copying.write(found)
    cursor.execute("SET LOCAL session_replication_role = DEFAULT")
