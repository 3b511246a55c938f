"""In every test, what a prepared queryset asks is compared with what it would ask unprepared.

A function that decided by something besides its arguments' shape (the day, the language, a setting)
would keep an answer to another question; here it fails at the call. Building the queryset again costs
more than all else of a page, so each test compares a shape a few times, not at each of its calls.
"""

import re
from collections import Counter

from django.core.exceptions import EmptyResultSet
from django.utils import timezone
from django.utils.translation import get_language

FEW = 2  # before something was changed, and after

_WORD = re.compile(r"'([a-z_]+)'")


class Watch:
    """One for all tests; `begin` with each."""

    def __init__(self):
        self._compared = Counter()

    def begin(self):
        self._compared.clear()

    def __call__(self, shape, build, filled):
        case = (shape, get_language(), timezone.localdate())
        self._compared[case] += 1
        if self._compared[case] <= FEW:
            _must_ask_the_same(build(), *filled())


def _must_ask_the_same(queryset, sql, params):
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
