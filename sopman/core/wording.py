"""Dates, times and durations as a reader says them, in the language that is active.

A moment is shown in the reader's time zone; a deadline's days are those of the organization.
"""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
SOON_DAYS = 2


_zone_of_deadlines: Callable[[], tzinfo] = timezone.get_current_timezone


def count_deadlines_in(zone: Callable[[], tzinfo]) -> None:
    """Whose midnight ends a day of a deadline; the floor that knows the organization says so."""
    global _zone_of_deadlines  # noqa: PLW0603 -- one joint, set when Django starts
    _zone_of_deadlines = zone


def deadline_day(moment: datetime | None = None) -> date:
    """The day (today's) on which deadlines are counted: not the reader's."""
    return timezone.localdate(moment, timezone=_zone_of_deadlines())


class Left(NamedTuple):
    """What is left until something is due: the words, and the tone of the chip that carries them."""

    words: str
    tone: str


def is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def local(value: date | datetime) -> date | datetime:
    """An aware moment in the reader's time zone; a plain date as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day_of(value: date | datetime) -> date:
    value = local(value)
    return value.date() if isinstance(value, datetime) else value


def day(value: date | datetime | None, *, year: bool | None = None) -> str:
    """7月22日 / 22 Jul; with the year when it is not this one, or when asked for."""
    if not value:
        return ""
    value = day_of(value)
    if year is None:
        year = value.year != timezone.localdate().year
    if is_chinese():
        return dateformat(value, "Y年n月j日" if year else "n月j日")
    return dateformat(value, "j M Y" if year else "j M")


def clock(value: datetime | None, *, seconds: bool = False) -> str:
    return dateformat(local(value), "H:i:s" if seconds else "H:i") if value else ""


def moment(value: datetime | None, *, year: bool | None = None) -> str:
    """7月22日 15:53 / 22 Jul, 15:53"""
    if not value:
        return ""
    between = " " if is_chinese() else ", "
    return day(value, year=year) + between + clock(value)


def number(value: Decimal | float) -> str:
    """A figure without trailing zeros: 31.50 is 31.5, 42.0 is 42."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(minutes: Decimal | float | None) -> str:
    """Minutes in words: 130 is 2 小时 10 分 / 2 h 10 min."""
    if minutes is None or minutes == "":
        return ""
    left = Decimal(str(minutes))
    days, left = divmod(left, MINUTES_PER_DAY)
    hours, left = divmod(left, MINUTES_PER_HOUR)
    parts = []
    if days:
        parts.append(_("%(n)s d") % {"n": number(days)})
    if hours:
        parts.append(_("%(n)s h") % {"n": number(hours)})
    if left or not parts:
        parts.append(_("%(n)s min") % {"n": number(left)})
    return " ".join(parts)


def time_left(due: date | datetime | None, *, now: datetime | None = None) -> Left | None:
    """剩 2 天 / 2 days left, 逾期 1 天 / 1 day overdue, and how urgently to show it."""
    if not due:
        return None
    now = now or timezone.now()
    if isinstance(due, datetime):
        minutes = int((due - now).total_seconds() // 60)
        if 0 <= minutes < MINUTES_PER_DAY:
            return Left(_("%(time)s left") % {"time": duration(minutes)}, "warn")
        if -MINUTES_PER_DAY < minutes < 0:
            return Left(_("%(time)s overdue") % {"time": duration(-minutes)}, "bad")
    due = deadline_day(due) if isinstance(due, datetime) else due
    days = (due - deadline_day(now)).days
    if days < 0:
        return Left(
            ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}, "bad"
        )
    if days == 0:
        return Left(_("due today"), "warn")
    words = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return Left(words, "warn" if days <= SOON_DAYS else "plain")


def ago(value: datetime | None, *, now: datetime | None = None) -> str:
    """刚刚, 10 分钟前, 昨天 17:20, 7月2日 09:14"""
    if not value:
        return ""
    now = now or timezone.now()
    minutes = int((now - value).total_seconds() // 60)
    if 0 <= minutes < 1:
        return _("just now")
    if 0 <= minutes < MINUTES_PER_HOUR:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    days = (timezone.localdate(now) - day_of(value)).days
    if days == 0:
        return _("today %(time)s") % {"time": clock(value)}
    if days == 1:
        return _("yesterday %(time)s") % {"time": clock(value)}
    return moment(value)
