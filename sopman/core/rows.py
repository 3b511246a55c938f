"""What the database said becomes what a queryset gives: found out once, then done for any rows.

Django finds it out for each queryset anew, which takes longer than doing it.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.utils import create_namedtuple_class

Rows = list[Any]
Reader = Callable[[Rows], Rows]


def reading(queryset: QuerySet, compiler: Any) -> Reader:
    """A function from the database's rows to the members of `queryset`; `compiler` has made its SQL."""
    given = _GIVES.get(queryset._iterable_class)
    if given is None:
        raise TypeError("Rows are models, or come from values_list().")
    converted, shaped = _converting(queryset.db, compiler), given(queryset, compiler)
    return lambda rows: shaped(converted(rows))


def _converting(db: str, compiler: Any) -> Reader:
    columns = [one for one, *_rest in compiler.select[: compiler.col_count]]
    found = [(place, *how) for place, how in compiler.get_converters(columns).items()]
    if not found:
        return lambda rows: rows

    def converted(rows: Rows) -> Rows:
        connection, done = connections[db], []
        for row in map(list, rows):
            for place, converters, expression in found:
                value = row[place]
                for convert in converters:
                    value = convert(value, expression, connection)
                row[place] = value
            done.append(row)
        return done

    return converted


def _tuples(_queryset: QuerySet, _compiler: Any) -> Reader:
    return lambda rows: list(map(tuple, rows))


def _flat(_queryset: QuerySet, _compiler: Any) -> Reader:
    first = itemgetter(0)
    return lambda rows: list(map(first, rows))


def _named(queryset: QuerySet, _compiler: Any) -> Reader:
    query = queryset.query
    names = queryset._fields or (
        *query.extra_select,
        *query.values_select,
        *query.annotation_select,
    )
    named = create_namedtuple_class(*names)
    return lambda rows: [named._make(row) for row in rows]


def _models(queryset: QuerySet, compiler: Any) -> Reader:
    """Instances with what was selected along and annotated, as ModelIterable makes them."""
    db, info, select = queryset.db, compiler.klass_info, compiler.select
    model, fields = info["model"], info["select_fields"]
    start, stop = fields[0], fields[-1] + 1
    names = [column.target.attname for column, *_rest in select[start:stop]]
    # The stubs are those of a newer Django.
    along = get_related_populators(info, select, db)  # type: ignore[call-arg]
    annotated = list((compiler.annotation_col_map or {}).items())

    def made(rows: Rows) -> Rows:
        found = []
        for row in rows:
            one = model.from_db(db, names, row[start:stop])
            for each in along:
                each.populate(row, one)
            for name, place in annotated:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return made


_GIVES: dict[type, Callable[[QuerySet, Any], Reader]] = {
    FlatValuesListIterable: _flat,
    ModelIterable: _models,
    NamedValuesListIterable: _named,
    ValuesListIterable: _tuples,
}
