"""Working days: the library's public holidays and make-up workdays, corrected by ours. Pure."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_SATURDAY = 5
_CLOSE_OF_DAY = time(23, 59, 59)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Loaded once, then asked as often as one likes."""

    country: str
    time_zone: str
    overrides: Mapping[date, bool] = field(default_factory=dict)
    confirmed_years: frozenset[int] = frozenset()

    def as_value(self) -> Hashable:
        """Equal for calendars that say the same."""
        overrides = frozenset(self.overrides.items())
        return self.country, self.time_zone, overrides, self.confirmed_years

    def is_workday(self, day: date) -> bool:
        ours = self.overrides.get(day)
        return day in library_workdays(self.country, day.year) if ours is None else ours

    def add(self, day: date, days: int) -> date:
        """The `days`-th working day after `day`; 0 is `day` itself or the next working day."""
        if days < 0:
            return self.subtract(day, -days)
        if days == 0:
            return day if self.is_workday(day) else self.add(day, 1)
        return self._walk(day, days, _DAY)

    def subtract(self, day: date, days: int) -> date:
        """The `days`-th working day before `day`; 0 is `day` itself or the one before."""
        if days <= 0:
            return day if self.is_workday(day) else self._walk(day, 1, -_DAY)
        return self._walk(day, days, -_DAY)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(day) for day in _days(start + _DAY, end))

    def end_of(self, day: date) -> datetime:
        """The close of the day, as a moment."""
        return datetime.combine(day, _CLOSE_OF_DAY, tzinfo=ZoneInfo(self.time_zone))

    def is_confirmed(self, year: int) -> bool:
        """False while a due date in that year is provisional."""
        return year in self.confirmed_years

    def _walk(self, day: date, days: int, step: timedelta) -> date:
        while days:
            day += step
            days -= self.is_workday(day)
        return day


@lru_cache(maxsize=256)
def library_workdays(country: str, year: int) -> frozenset[date]:
    """The working days of a year as the library knows them; Monday to Friday where it doesn't."""
    known = _known(country, year)
    every = _days(date(year, 1, 1), date(year, 12, 31))
    if known is None:
        return frozenset(day for day in every if day.weekday() < _SATURDAY)
    return frozenset(day for day in every if known.is_working_day(day))


@lru_cache(maxsize=256)
def library_names(country: str, year: int, language: str) -> Mapping[date, str]:
    """What the public holidays of a year are called."""
    known = _known(country, year, language)
    return dict(known) if known is not None else {}


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """The countries the library has a calendar for."""
    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


def _known(country: str, year: int, language: str = "") -> holidays.HolidayBase | None:
    wanted = {"zh-hans": "zh_CN", "en": "en_US"}.get(language)
    try:
        return holidays.country_holidays(country, years=year, expand=False, language=wanted)
    except NotImplementedError:
        return None


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
