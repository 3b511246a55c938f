"""Days in files that people fill in."""

from datetime import date

import pytest

from sopman.core.dates import written_day


@pytest.mark.parametrize(
    "text",
    ["2026-03-01", "2026/3/1", "2026/03/01", "2026.3.1", "2026年3月1日", " 2026年 3 月 1 日 "],
)
def test_a_day_is_read_however_it_is_written(text):
    assert written_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["", "1.3.2026", "2026-13-01", "2026/2/30", "46082", "tomorrow"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        written_day(text)
