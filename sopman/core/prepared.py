"""Querysets whose SQL is built once and then asked with other values.

Django takes longer to build a queryset with `visible_to` than the database takes to answer it.

    @prepared
    def _waiting(user, day, *, closed):
        return Seat.objects.of(user).filter(due_on__lte=day, is_closed=closed)

    _waiting(request.user, today(), closed=False)  # a list of rows

What is given by position is a value and may differ each time: a number, text, day, moment, a set of
keys, or a person with a standing. What is given by name, and which of the sets are empty, decides the
shape: SQL is kept by it. The function sees placeholders, so it can't decide by a value unnoticed; that
nothing else was decided while it was built is checked by the tests (`watchers`).
"""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from enum import Enum
from functools import update_wrapper
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, QuerySet
from django.utils.functional import SimpleLazyObject

from sopman.core.rows import reading

MOST = 512  # shapes of one queryset; nobody comes near it
MOST_SIZES = 64  # of the sets of one shape
# At each call: its shape, how to build the queryset for its values alone, and what is asked instead.
Check = Callable[
    [Hashable, Callable[[], QuerySet], Callable[[], tuple[str, tuple[Any, ...]]]], None
]
watchers: list[Check] = []  # see tests.prepared
_PLACE = re.compile(r"(?<!%)%s")
_WORD = re.compile(r"[a-z_]+")
_SETS = (frozenset, set, list, tuple)


class Given(Expression):
    """A place in the SQL; `read` finds its value among those of a call."""

    def __init__(self, read: Callable[[Any], Any], several: bool = False) -> None:
        super().__init__()
        self.read, self.several = read, several

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return ("(%s)" if self.several else "%s"), [self]


class _Plan:
    """The SQL of one shape, and how its rows become what the queryset gives."""

    def __init__(self, queryset: QuerySet) -> None:
        if queryset._prefetch_related_lookups:
            raise TypeError("What is prefetched has to be prepared by itself.")
        self.db = queryset.db
        compiler = queryset.query.get_compiler(using=self.db)
        try:
            self.sql, params = _with_words(*compiler.as_sql())
        except EmptyResultSet:
            self.sql, params = "", []
        self.places = [
            (one.read, one.several) if isinstance(one, Given) else (_always(one), None)
            for one in params
        ]
        self.has_sets = any(several for _read, several in self.places)
        self._texts: dict[tuple[int, ...], str] = {}
        self.width = compiler.col_count if self.sql and compiler.has_extra_select else None
        self.read = reading(queryset, compiler) if self.sql else None

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        said = self.bare(values)
        return self.read(said) if said and self.read else []

    def bare(self, values: tuple[Any, ...]) -> list[tuple]:
        """As the database gives them."""
        if not self.sql:
            return []
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(*self._filled(values, connection.ops))
            found = cursor.fetchall()
        return [row[: self.width] for row in found] if self.width else found

    def count(self, values: tuple[Any, ...]) -> int:
        if not self.sql:
            return 0
        connection = connections[self.db]
        sql, params = self._filled(values, connection.ops)
        with connection.cursor() as cursor:
            counted = "SELECT COUNT(*) FROM (" + sql + ") AS counted"  # noqa: S608 -- our own SQL
            cursor.execute(counted, params)
            return cursor.fetchone()[0]

    def filled(self, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        return self._filled(values, connections[self.db].ops)

    def _filled(self, values: tuple[Any, ...], ops: Any) -> tuple[str, tuple[Any, ...]]:
        """A set takes as many places as it has members, as in any queryset."""
        params: list[Any] = []
        sizes: list[int] = []
        for read, several in self.places:
            found = read(values)
            if several:
                params += [_adapted(member, ops) for member in found]
                sizes.append(len(found))
            else:
                params.append(found if several is None else _adapted(found, ops))
        return (self._text(tuple(sizes)) if self.has_sets else self.sql), tuple(params)

    def _text(self, sizes: tuple[int, ...]) -> str:
        text = self._texts.get(sizes)
        if text is None:
            if len(self._texts) >= MOST_SIZES:
                self._texts.clear()
            left, pieces = iter(sizes), _PLACE.split(self.sql)
            places = [
                ", ".join(["%s"] * next(left)) if several else "%s"
                for _read, several in self.places
            ]
            between = [part for pair in zip(pieces, places, strict=False) for part in pair]
            text = self._texts[sizes] = "".join([*between, pieces[-1]])
        return text


def _with_words(sql: str, params: Iterable[Any]) -> tuple[str, list[Any]]:
    """States and kinds stand in the SQL itself: SQLite plans a statement anew at each call when an
    index that holds for one state alone depends on a place."""
    first, *pieces = _PLACE.split(sql)
    text, left = [first], []
    for param, piece in zip(params, pieces, strict=True):
        is_word = isinstance(param, str) and _WORD.fullmatch(param)
        if not is_word:
            left.append(param)
        text += [f"'{param!s}'" if is_word else "%s", piece]
    return "".join(text), left


def _always(value: Any) -> Callable[[Any], Any]:
    return lambda _values: value


class prepared:  # noqa: N801 -- a decorator
    """See above. `.queryset(…)` is the queryset itself, built for these values alone."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.queryset = build
        self._plans: dict[Hashable, _Plan] = {}
        update_wrapper(self, build)

    def __call__(self, *given: Any, **shape: Any) -> list[Any]:
        plan, values = self._plan(given, shape)
        return plan.rows(values)

    def first(self, *given: Any, **shape: Any) -> Any:
        return next(iter(self(*given, **shape)), None)

    def bare(self, *given: Any, **shape: Any) -> list[tuple]:
        """Tuples of keys and texts, where thousands of rows are worth saving each a step."""
        plan, values = self._plan(given, shape)
        return plan.bare(values)

    def part(self, start: int, stop: int | None, *given: Any, **shape: Any) -> list[Any]:
        """Some of the rows, for a page of a list."""
        plan, values = self._plan(given, shape, (start, stop), lambda rows: rows[start:stop])
        return plan.rows(values)

    def count(self, *given: Any, **shape: Any) -> int:
        plan, values = self._plan(
            given, shape, "count", lambda rows: rows.order_by().values_list("pk")
        )
        return plan.count(values)

    def _plan(
        self, given: Any, shape: dict, kind: Hashable = None, of: Callable[[Any], Any] = lambda q: q
    ) -> tuple[_Plan, tuple[Any, ...]]:
        values = tuple(map(_bare, given))
        key = (kind, *map(_shape, values), *shape.items())
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= MOST:
                self._plans.clear()
            places = [_given(value, n) for n, value in enumerate(values)]
            plan = self._plans[key] = _Plan(of(self.queryset(*places, **shape)))
        for check in watchers:
            check(
                (self.queryset, key),
                lambda: of(self.queryset(*values, **shape)),
                lambda: plan.filled(values),
            )
        return plan, values


def _bare(value: Any) -> Any:
    """`request.user` wraps the person and is slow to ask."""
    return value._wrapped if type(value) is SimpleLazyObject and value else value


def _shape(value: Any) -> Hashable:
    """What of a value decides the SQL."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, _SETS):
        return (len(value) > 0,)
    decides = getattr(value, "shape_in_sql", None)
    return decides() if decides else ""


def _given(value: Any, n: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, _SETS):
        return Given(itemgetter(n), several=True) if value else frozenset()
    stand_in = getattr(value, "stand_in", None)
    return stand_in(itemgetter(n)) if stand_in else Given(itemgetter(n))


def _adapted(value: Any, ops: Any) -> Any:
    """As a field hands it to the database."""
    if type(value) is int:
        return None if abs(value) >> 63 else value  # a number that no row can have
    if isinstance(value, datetime):
        return ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return value if ops.connection.features.has_native_uuid_field else value.hex
    return value.value if isinstance(value, Enum) else value
