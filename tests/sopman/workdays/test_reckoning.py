"""Working days around real holidays of 2025 and 2026."""

from datetime import date

import pytest

from sopman.workdays.reckoning import WorkCalendar

CHINA = WorkCalendar(country="CN", time_zone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("country", "start", "days", "expected"),
    [
        ("CN", date(2026, 2, 12), 3, date(2026, 2, 24)),  # over the Spring Festival
        ("CN", date(2025, 9, 26), 3, date(2025, 9, 30)),  # with a make-up Sunday
        ("US", date(2025, 7, 2), 3, date(2025, 7, 8)),
        ("XX", date(2025, 7, 4), 1, date(2025, 7, 7)),  # unknown country: Monday to Friday
    ],
)
def test_add_counts_working_days_only(country, start, days, expected):
    assert WorkCalendar(country, "UTC").add(start, days) == expected


def test_add_and_subtract_are_each_others_opposite():
    end = CHINA.add(date(2026, 2, 12), 3)
    assert CHINA.subtract(end, 3) == date(2026, 2, 12)
    assert CHINA.add(end, -3) == date(2026, 2, 12)


def test_zero_days_is_the_day_itself_or_the_next_working_day():
    assert CHINA.add(date(2026, 3, 2), 0) == date(2026, 3, 2)
    assert CHINA.add(date(2026, 10, 1), 0) == date(2026, 10, 8)
    assert CHINA.subtract(date(2026, 10, 1), 0) == date(2026, 9, 30)


def test_between_counts_after_the_start_up_to_the_end():
    assert CHINA.between(date(2026, 2, 12), date(2026, 2, 24)) == 3
    assert CHINA.between(date(2026, 2, 24), date(2026, 2, 12)) == -3
    assert CHINA.between(date(2026, 3, 2), date(2026, 3, 2)) == 0


def test_overrides_win_over_the_library():
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    ours = WorkCalendar("CN", "Asia/Shanghai", {monday: False, saturday: True})
    assert not ours.is_workday(monday)
    assert ours.is_workday(saturday)
    assert ours.add(date(2026, 3, 6), 1) == saturday


def test_end_of_a_day_is_late_in_the_calendars_own_time_zone():
    end = CHINA.end_of(date(2026, 3, 2))
    assert end.isoformat() == "2026-03-02T23:59:59+08:00"
