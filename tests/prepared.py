"""In every test, what a prepared queryset asks is compared with what it would ask unprepared.

A function that decided by something besides its arguments' shape (the day, the language, a setting)
would keep an answer to another question; here it fails at the call.
"""

from collections import Counter

from django.core.exceptions import EmptyResultSet


def must_ask_the_same(queryset, sql, params):
    try:
        plain, values = queryset.query.get_compiler(using=queryset.db).as_sql()
    except EmptyResultSet:
        plain, values = "", ()
    assert _bare(sql) == _bare(plain)
    assert Counter(map(str, params)) == Counter(map(str, values))


def _bare(sql):
    """A place stands in brackets of its own where a value does not."""
    return sql.replace("(%s)", "%s")
