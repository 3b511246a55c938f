"""What is kept between requests is made anew when what it says of a day is over."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone

from sopman.core import kept, wording


def test_a_new_day_of_the_organization_makes_it_anew_wherever_the_reader_sits(monkeypatch):
    monkeypatch.setattr(wording, "_zone_of_deadlines", lambda: ZoneInfo("Asia/Shanghai"))
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
