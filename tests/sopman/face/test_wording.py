"""Dates, times and durations in the reader's words."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from sopman.core import wording

NOW = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai


@pytest.fixture(autouse=True)
def _an_organization_in_shanghai(monkeypatch):
    monkeypatch.setattr(wording, "_zone_of_deadlines", lambda: ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (date(2026, 7, 22), "7月22日", "22 Jul"),
        (date(2027, 1, 3), "2027年1月3日", "3 Jan 2027"),
        (datetime(2026, 7, 21, 23, 30, tzinfo=UTC), "7月22日", "22 Jul"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_day_is_local_and_names_the_year_when_it_is_another(value, zh, en):
    with translation.override("zh-hans"):
        assert wording.day(value) == zh
    with translation.override("en"):
        assert wording.day(value) == en


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 分", "0 min"),
        (10, "10 分", "10 min"),
        (Decimal("31.50"), "31.5 分", "31.5 min"),
        (120, "2 小时", "2 h"),
        (130, "2 小时 10 分", "2 h 10 min"),
        (1500, "1 天 1 小时", "1 d 1 h"),
        (None, "", ""),
    ],
)
def test_duration_in_words(minutes, zh, en):
    with translation.override("zh-hans"):
        assert wording.duration(minutes) == zh
    with translation.override("en"):
        assert wording.duration(minutes) == en


@pytest.mark.parametrize(
    ("due", "zh", "en", "tone"),
    [
        (date(2026, 7, 30), "剩 10 天", "10 days left", "plain"),
        (date(2026, 7, 22), "剩 2 天", "2 days left", "warn"),
        (date(2026, 7, 21), "剩 1 天", "1 day left", "warn"),
        (date(2026, 7, 20), "今天截止", "due today", "warn"),
        (date(2026, 7, 19), "逾期 1 天", "1 day overdue", "bad"),
        (NOW + timedelta(hours=3, minutes=20), "剩 3 小时 20 分", "3 h 20 min left", "warn"),
        (NOW - timedelta(minutes=5), "逾期 5 分", "5 min overdue", "bad"),
        (NOW + timedelta(days=3), "剩 3 天", "3 days left", "plain"),
    ],
)
def test_time_left(due, zh, en, tone):
    with translation.override("zh-hans"):
        assert wording.time_left(due, now=NOW) == (zh, tone)
    with translation.override("en"):
        assert wording.time_left(due, now=NOW) == (en, tone)


def test_the_days_of_a_deadline_are_the_organization_s_whoever_reads():
    late = datetime(2026, 7, 20, 17, 0, tzinfo=UTC)  # the 21st in Shanghai, the 20th in New York
    with timezone.override("America/New_York"), translation.override("en"):
        assert wording.time_left(date(2026, 7, 22), now=late).words == "1 day left"
        assert wording.time_left(late + timedelta(days=2), now=late).words == "2 days left"
        assert wording.time_left(date(2026, 7, 20), now=late).words == "1 day overdue"


def test_nothing_due_says_nothing():
    assert wording.time_left(None) is None


@time_machine.travel(NOW, tick=False)
def test_ago():
    with translation.override("zh-hans"):
        assert wording.ago(NOW - timedelta(seconds=20)) == "刚刚"
        assert wording.ago(NOW - timedelta(minutes=10)) == "10 分钟前"
        assert wording.ago(NOW - timedelta(hours=3)) == "今天 13:00"
        assert wording.ago(NOW - timedelta(hours=20)) == "昨天 20:00"
        assert wording.ago(NOW - timedelta(days=5)) == "7月15日 16:00"
