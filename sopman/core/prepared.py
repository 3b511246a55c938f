"""Querysets whose SQL is built once and then asked with other values.

Django takes longer to build a queryset with `visible_to` than the database takes to answer it.

    @prepared
    def _waiting(user, day, *, closed):
        return Seat.objects.of(user).filter(due_on__lte=day, is_closed=closed)

    _waiting(request.user, today(), closed=False)  # a list of rows

What is given by position is a value and may differ each time: a number, text, day, moment, a set of
keys, or a person with a standing. What is given by name, and which of the sets are empty, decides the
shape: SQL is kept by it. The function sees placeholders, so it can't decide by a value unnoticed; that
nothing else was decided while it was built is checked by the tests, at each call (`watchers`).
"""

import copy
import re
from collections.abc import Callable, Hashable
from datetime import date, datetime
from enum import Enum
from functools import update_wrapper
from operator import itemgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, QuerySet
from django.utils.functional import SimpleLazyObject

MOST = 512  # shapes of one queryset; nobody comes near it
Check = Callable[[QuerySet, str, tuple[Any, ...]], None]
watchers: list[Check] = []  # see tests.prepared
_PLACE = re.compile(r"(?<!%)%s")
_SETS = (frozenset, set, list, tuple)


class Given(Expression):
    """A place in the SQL; `read` finds its value among those of a call."""

    def __init__(self, read: Callable[[Any], Any], several: bool = False) -> None:
        super().__init__()
        self.read, self.several = read, several

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return ("(%s)" if self.several else "%s"), [self]


class _Plan:
    """The SQL of one shape."""

    def __init__(self, queryset: QuerySet) -> None:
        if queryset._prefetch_related_lookups:
            raise TypeError("What is prefetched has to be prepared by itself.")
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            sql, self.params = "", []
        self.sql = sql
        if sql:
            _settle(self.compiler)
        lists = any(isinstance(one, Given) and one.several for one in self.params)
        self.pieces = _PLACE.split(sql) if lists else []

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        said = self.bare(values)
        if not said:
            return []
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.queryset.db]
        compiler.execute_sql = lambda *_args, **_kwargs: [said]
        asked: Any = SimpleNamespace(
            db=self.queryset.db,
            model=self.queryset.model,
            query=_Query(self.queryset.query, compiler),
            _fields=self.queryset._fields,
            _hints={},
            _known_related_objects={},
        )
        found: Any = self.queryset._iterable_class(asked)
        return list(found)

    def bare(self, values: tuple[Any, ...]) -> list[tuple]:
        """As the database gives them."""
        if not self.sql:
            return []
        sql, params = self.filled(values)
        with connections[self.queryset.db].cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        width = self.compiler.col_count
        return [row[:width] for row in found] if self.compiler.has_extra_select else found

    def count(self, values: tuple[Any, ...]) -> int:
        if not self.sql:
            return 0
        sql, params = self.filled(values)
        with connections[self.queryset.db].cursor() as cursor:
            counted = "SELECT COUNT(*) FROM (" + sql + ") AS counted"  # noqa: S608 -- our own SQL
            cursor.execute(counted, params)
            return cursor.fetchone()[0]

    def filled(self, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """A set takes as many places as it has members, as in any queryset."""
        ops, params, places = connections[self.queryset.db].ops, [], []
        for one in self.params:
            found = one.read(values) if isinstance(one, Given) else one
            if isinstance(one, Given) and one.several:
                params += [_adapted(member, ops) for member in found]
                places.append(", ".join(["%s"] * len(found)))
            else:
                params.append(_adapted(found, ops) if isinstance(one, Given) else found)
                places.append("%s")
        if not self.pieces:
            return self.sql, tuple(params)
        between = [text for pair in zip(self.pieces, places, strict=False) for text in pair]
        return "".join([*between, self.pieces[-1]]), tuple(params)


def _settle(compiler: Any) -> None:
    """How columns become values is found out once too."""
    columns = [one for one, *_rest in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    compiler.get_converters = lambda _columns: converters
    compiler.has_composite_fields = lambda _columns: False


class _Query:
    """Answers Django's iterables in place of the query that was built."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


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
            check(of(self.queryset(*values, **shape)), *plan.filled(values))
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
    if isinstance(value, datetime):
        return ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return value if ops.connection.features.has_native_uuid_field else value.hex
    if isinstance(value, int) and abs(value) >> 63:
        return None  # a number that no row can have
    return value.value if isinstance(value, Enum) else value
