"""What a page costs: a pinned number of queries per address, the same however many rows there are.

After a change that costs another number, renew queries.csv and read its diff:

    SOPMAN_RENEW_QUERIES=1 python3 manage.py test tests/permissions/test_queries.py
"""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from sopman.core import kept as kept_texts
from sopman.core import prepared
from tests.permissions import growing, table
from tests.permissions.asking import answer, asked
from tests.permissions.watch import kept
from training.queries import living

FILE = Path(__file__).with_name("queries.csv")
HEAD = ("route", "about", "person", "queries")
READ = [row for row in table.rows() if row.method == "GET"]
# The fullest rights first: over everybody's things, and over those of one project.
OVER_ALL = ("AD", "DC", "AU", "PL", "DH", "RV", "PP", "TR", "FR", "PM", "ST", "LIB", "AN")
OF_ONE = ("PL", "DC", "DH", *OVER_ALL)
# Pages about nobody in particular are asked by each of these: what stands there is their own.
EVERYBODY = ("AD", "DC", "PL", "DH", "RV", "TR")
_QUERY = re.compile(r"\s*\(?\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b(?! set_config)", re.I)
# Tables that the copies leave alone, and why.
AS_BEFORE = {
    "organization.Organization": "the settings: one row",
    "processes.AbsentProcess": "none there: one in a project, and without a map",
    "processes.MapPresence": "none there: nobody has a map open",
    "reviews.EarlierVerdict": "none there: nobody was asked again",
    "training.LateAddition": "none there: the list stood before the release",
}


def person(row):
    order = OF_ONE if row.about.partition("?")[0] else OVER_ALL
    return next((code for code in order if row.of(code) == "ok"), None)


def asking(row):
    """Who asks for a page about nobody in particular: what stands there is their own."""
    if row.about.partition("?")[0]:
        return filter(None, [person(row)])
    return [code for code in EVERYBODY if row.of(code) == "ok"]


def queries(world, row, code):
    kept_texts.forget()
    response, seen = asked(world, row, code)
    assert answer(row, response) == "ok", f"{row} as {code}: {response.status_code}"
    return [sql for sql in seen.queries if _QUERY.match(sql)]


def shapes(found):
    """Queries by what they ask, whatever the number of values."""
    return Counter(re.sub(r"(%s, )+", "", sql) for sql in found)


@pytest.fixture(scope="module", autouse=True)
def _any_day():
    """On the first two days of a month nobody is asked for the accuracy of the month before."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(living, "FROM_DAY", 1)
        yield


@pytest.fixture(scope="module")
def base(_world):
    """Every page, by every one who is asked, before the world grows."""
    ContentType.objects.get_for_models(*apps.get_models())
    with translation.override("zh-hans"), pytest.MonkeyPatch.context() as patched:
        patched.setattr(prepared, "watchers", [])
        patched.setattr(kept_texts, "watchers", [])
        return {(row, code): queries(_world, row, code) for row in READ for code in asking(row)}


def pinned():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def renew(found):
    with FILE.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEAD, lineterminator="\n")
        out.writeheader()
        out.writerows(found)


def test_every_page_costs_what_is_pinned(base, world):
    found = [
        {"route": row.route, "about": row.about, "person": code, "queries": str(len(base[row, code]))}
        for row in READ
        if (code := person(row))
    ]  # fmt: skip
    if os.environ.get("SOPMAN_RENEW_QUERIES"):
        renew(found)
    known = {tuple(line.values()) for line in pinned()}
    costs = {tuple(line.values()) for line in found}
    assert costs - known == set(), "these cost another number than is pinned"
    assert known - costs == set(), "these pages are gone, or somebody else is asked"


def test_no_page_costs_more_when_there_is_more(base, world, unwatched):
    wrong = []
    with kept():
        before = growing.counted()
        growing.grow(world)
        after = growing.counted()
        few = {name for name, n in before.items() if after[name] < 3 * n or not n}
        for (row, code), asked_before in base.items():
            more = shapes(queries(world, row, code))
            if sum(more.values()) != len(asked_before):
                wrong.append(f"{row} as {code}: {len(asked_before)} → {sum(more.values())}")
                wrong += [f"    {n:+} {sql[:300]}" for sql, n in _difference(asked_before, more)]
    for user in world.people.values():
        user.forget_standing()
    assert few == set(AS_BEFORE)
    assert not wrong, "\n".join(wrong)


def _difference(before, more):
    less = shapes(before)
    return [(sql, more[sql] - less[sql]) for sql in more | less if more[sql] != less[sql]]
