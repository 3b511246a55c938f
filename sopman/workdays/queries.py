"""The calendar of a site, as a value."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from sopman.core.prepared import prepared
from sopman.organization import per_request
from sopman.organization.queries import organization
from sopman.people.models import Site
from sopman.workdays.models import CalendarDay, CalendarYear
from sopman.workdays.reckoning import WorkCalendar, library_names, library_workdays

DEFAULT_COUNTRY = "CN"
_KIND = "calendar"


@dataclass(frozen=True)
class Cell:
    """One day on the year's page."""

    day: date
    is_workday: bool
    is_special: bool  # a weekday off, or a weekend at work
    note: str
    row: CalendarDay | None  # what we wrote ourselves
    by_library: bool


def calendar(site: Site | None = None) -> WorkCalendar:
    """The calendar of a site, or the one that holds where no site is named."""
    return per_request.once((_KIND, site.pk if site else None), lambda: _load(site))


def forget_calendars() -> None:
    """Called by the actions that change a day or a year."""
    per_request.forget(_KIND)


def months_of(
    year: int, language: str, site: Site | None = None
) -> list[tuple[date, list[list["Cell | None"]]]]:
    """A year as twelve months of weeks, Monday first, each day with what it is and why."""
    reckoned, ours = calendar(site), days_of(site, year)
    names = library_names(reckoned.country, year, language)
    known = library_workdays(reckoned.country, year)

    def cell(day: date) -> Cell | None:
        if day.year != year:
            return None
        own = ours.get(day)
        return Cell(
            day=day,
            is_workday=reckoned.is_workday(day),
            is_special=reckoned.is_workday(day) != (day.weekday() < 5),
            note=own.note if own and own.note else str(names.get(day, "")),
            row=own,
            by_library=day in known,
        )

    months = []
    for month in range(1, 13):
        weeks = Calendar().monthdatescalendar(year, month)
        months.append(
            (
                date(year, month, 1),
                [[cell(day) if day.month == month else None for day in week] for week in weeks],
            )
        )
    return months


def days_of(site: Site | None, year: int) -> dict[date, CalendarDay]:
    """The overrides written for exactly this site (or for all) in a year."""
    rows = CalendarDay.objects.filter(site=site, date__year=year)
    return {row.date: row for row in rows}


def confirmation(site: Site | None, year: int) -> CalendarYear | None:
    return CalendarYear.objects.filter(site=site, year=year).select_related("confirmed_by").first()


def _load(site: Site | None) -> WorkCalendar:
    pk = site.pk if site else None
    overrides: dict[date, bool] = {}
    for site_id, day, is_workday in _days(pk):
        if site_id is not None or day not in overrides:  # the site's own row wins
            overrides[day] = is_workday
    return WorkCalendar(
        country=site.country if site else DEFAULT_COUNTRY,
        time_zone=site.time_zone if site else organization().time_zone,
        overrides=overrides,
        confirmed_years=frozenset(_years(pk)),
    )


@prepared
def _days(site: Any) -> Any:
    return _here(CalendarDay, site).values_list("site_id", "date", "is_workday")


@prepared
def _years(site: Any) -> Any:
    return _here(CalendarYear, site).values_list("year", flat=True)


def _here(model: Any, site: Any) -> Any:
    """The rows of every site, and its own."""
    everywhere = Q(site=None)
    return model.objects.filter(everywhere if site is None else everywhere | Q(site=site))
