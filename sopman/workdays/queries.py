"""The calendar of a site, as a value."""

from datetime import date

from django.db.models import Q

from sopman.organization import per_request
from sopman.organization.queries import organization
from sopman.people.models import Site
from sopman.workdays.models import CalendarDay, CalendarYear
from sopman.workdays.reckoning import WorkCalendar

DEFAULT_COUNTRY = "CN"


def calendar(site: Site | None = None) -> WorkCalendar:
    """The calendar of a site, or the one that holds where no site is named."""
    return per_request.once(key_of(site), lambda: _load(site))


def key_of(site: Site | None) -> tuple[str, int | None]:
    return ("calendar", site.pk if site else None)


def days_of(site: Site | None, year: int) -> dict[date, CalendarDay]:
    """The overrides written for exactly this site (or for all) in a year."""
    rows = CalendarDay.objects.filter(site=site, date__year=year)
    return {row.date: row for row in rows}


def confirmation(site: Site | None, year: int) -> CalendarYear | None:
    return CalendarYear.objects.filter(site=site, year=year).select_related("confirmed_by").first()


def _load(site: Site | None) -> WorkCalendar:
    here = Q(site=None) | Q(site=site) if site else Q(site=None)
    rows = CalendarDay.objects.filter(here).values_list("site_id", "date", "is_workday")
    overrides: dict[date, bool] = {}
    for site_id, day, is_workday in rows:
        if site_id is not None or day not in overrides:  # the site's own row wins
            overrides[day] = is_workday
    years = CalendarYear.objects.filter(here).values_list("year", flat=True)
    return WorkCalendar(
        country=site.country if site else DEFAULT_COUNTRY,
        time_zone=site.time_zone if site else organization().time_zone,
        overrides=overrides,
        confirmed_years=frozenset(years),
    )
