"""In every test, what a prepared queryset asks is compared with what it would ask unprepared.

A function that decided by something besides its arguments' shape (the day, the language, a setting)
would keep an answer to another question; here it fails at the call.
"""

import re
from collections import Counter

from django.core.exceptions import EmptyResultSet

_WORD = re.compile(r"'([a-z_]+)'")


def must_ask_the_same(queryset, sql, params):
    try:
        plain, values = queryset.query.get_compiler(using=queryset.db).as_sql()
    except EmptyResultSet:
        if None in params:
            return  # because of such a number: nothing is found either way
        plain, values = "", ()
    asked, words = _bare(sql)
    wanted, own_words = _bare(plain)
    assert asked == wanted
    given = Counter(map(str, params)) + words
    assert given == Counter(str(_that_a_row_can_have(one)) for one in values) + own_words


def _that_a_row_can_have(value):
    return None if isinstance(value, int) and abs(value) >> 63 else value


def _bare(sql):
    """Without the words that stand in the SQL itself; a place stands in brackets of its own where a
    value does not."""
    return _WORD.sub("%s", sql).replace("(%s)", "%s"), Counter(_WORD.findall(sql))
