"""What is kept between requests is made anew when what it says of a day is over."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from sopman.core import kept, wording


def test_a_new_day_of_the_organization_makes_it_anew_wherever_the_reader_sits(monkeypatch):
    monkeypatch.setattr(wording, "_zone_of_deadlines", lambda: ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(kept, "watchers", [])
    said = []

    def ask():
        with timezone.override("America/New_York"):
            kept.once(("a row with time left", id(said)), lambda: said.append(len(said)) or "row")

    # 23:59 and 00:01 in Shanghai; noon of the same day in New York
    for moment in (
        datetime(2026, 3, 4, 15, 59, tzinfo=UTC),
        datetime(2026, 3, 4, 16, 1, tzinfo=UTC),
    ):
        with time_machine.travel(moment, tick=False):
            ask()
            ask()

    assert said == [0, 1]


@pytest.mark.django_db
def test_values_of_many_rows_are_made_where_they_are_not_kept(monkeypatch):
    monkeypatch.setattr(kept, "watchers", [])
    asked = []

    def make(rows):
        asked.append(sorted(rows))
        return {row: f"{row} once" for row in rows if row != "c"}

    about = ("values", id(asked))
    assert kept.each(about, {"a": 1, "c": 1}, make) == {"a": "a once", "c": None}
    assert kept.each(about, {"a": 1, "b": 1, "c": 1}, make)["b"] == "b once"
    kept.each(about, {"a": 2, "b": 1, "c": 1}, make)  # a's chain went on
    kept.each(about, {"a": 2, "b": 1, "c": 1}, make)
    kept.each(about, {"d": None}, make)  # depends on nothing that could be named
    kept.each(about, {"d": None}, make)
    assert asked == [["a", "c"], ["b"], ["a"], ["d"], ["d"]]


@pytest.mark.django_db
@pytest.mark.parametrize("ask", ["once", "each"])
def test_the_watcher_can_fail(ask):
    told = []

    def make(*_rows):
        told.append("another")
        return {"row": len(told)} if ask == "each" else len(told)

    def page():
        if ask == "once":
            return kept.once(("changes unseen", id(told)), make)
        return kept.each(("changes unseen", id(told)), {"row": 1}, make)

    page()
    with pytest.raises(AssertionError, match="out of date"):
        page()
