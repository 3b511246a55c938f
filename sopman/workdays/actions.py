"""Public holidays and make-up workdays: set, taken back, imported; a year confirmed."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import Site, User
from sopman.workdays.models import CalendarDay, CalendarYear
from sopman.workdays.queries import forget_calendars
from sopman.workdays.rules import may_edit_calendar

FIRST_YEAR, LAST_YEAR = 2000, 2100


@transaction.atomic
def set_day(
    *,
    day: date,
    is_workday: bool,
    actor: User,
    at: datetime,
    site: Site | None = None,
    note: str = "",
) -> CalendarDay:
    """Say that a day is a workday, or that it isn't, whatever the library thinks."""
    _must_edit(actor)
    _must_be_near(day.year)
    row = _put(site, day, is_workday, note, actor)
    facts = {"day": day, "is_workday": is_workday, "note": note, "site": _site(site)}
    record(row, "workdays.day.set", actor=actor, at=at, facts=facts)
    forget_calendars()
    return row


@transaction.atomic
def clear_day(row: CalendarDay, *, actor: User, at: datetime) -> None:
    """Back to what the library says."""
    _must_edit(actor)
    facts = {"day": row.date, "site": _site(row.site)}
    record(row, "workdays.day.cleared", actor=actor, at=at, facts=facts)
    stamp(row, actor).delete()
    forget_calendars()


@transaction.atomic
def import_days(
    days: list[tuple[date, bool, str]], *, actor: User, at: datetime, site: Site | None = None
) -> int:
    """Many days from a file: all of them or none."""
    _must_edit(actor)
    for day, is_workday, note in days:
        _must_be_near(day.year)
        row = _put(site, day, is_workday, note, actor)
    facts = {"days": len(days), "site": _site(site)}
    record(row, "workdays.day.imported", actor=actor, at=at, facts=facts)
    forget_calendars()
    return len(days)


@transaction.atomic
def confirm_year(year: int, *, actor: User, at: datetime, site: Site | None = None) -> CalendarYear:
    """The year was compared with the official notice: its due dates are no longer provisional."""
    _must_edit(actor)
    _must_be_near(year)
    if CalendarYear.objects.filter(site=site, year=year).exists():
        raise Refused([_("%(year)s is confirmed already.") % {"year": year}])
    row = CalendarYear(site=site, year=year, confirmed_by=actor, confirmed_at=at)
    stamp(row, actor).save()
    facts = {"year": year, "site": _site(site)}
    record(row, "workdays.year.confirmed", actor=actor, at=at, facts=facts)
    forget_calendars()
    return row


def _put(site: Site | None, day: date, is_workday: bool, note: str, actor: User) -> CalendarDay:
    row = CalendarDay.objects.select_for_update().filter(site=site, date=day).first()
    row = row or CalendarDay(site=site, date=day)
    row.is_workday, row.note = is_workday, note
    stamp(row, actor).save()
    return row


def _must_edit(actor: User) -> None:
    if not may_edit_calendar(actor):
        raise PermissionDenied(_("Only administrators and document controllers edit the calendar."))


def _must_be_near(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused([_("The year must lie between 2000 and 2100.")])


def _site(site: Site | None) -> str:
    return site.name_zh if site else ""
