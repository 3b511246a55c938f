"""Figures that are possible but look like a mix-up of units: the form asks before it believes. Pure."""

from decimal import Decimal

from django.utils.translation import gettext as _

from processes.plan import TimeLimit
from sopman.core.wording import duration

TOUCH_MOST = Decimal(8 * 60)  # more than a working day at one activity
WAITING_MOST = Decimal(60 * 24 * 60)  # two months
FACTOR = 10
LIMIT_MOST_DAYS = Decimal(90)


def about_minutes(
    new: Decimal | None, present: Decimal | None, most: Decimal = TOUCH_MOST
) -> str | None:
    """A sentence when the minutes are absurd on their own or beside what they are today."""
    if new is None:
        return None
    if new > most:
        return _("That is %(time)s. Is the figure really in minutes?") % {"time": duration(new)}
    if present and new >= present * FACTOR:
        return _("Today it takes %(present)s, then %(new)s. Is the figure really in minutes?") % {
            "present": duration(present),
            "new": duration(new),
        }
    return None


def about_limit(value: Decimal | None, unit: str) -> str | None:
    """A sentence when a time limit looks as if its unit were mixed up."""
    if value is None or not unit:
        return None
    limit = TimeLimit(value, unit)
    if limit.days > LIMIT_MOST_DAYS:
        return _("A time limit of %(limit)s? Check the unit.") % {"limit": limit}
    if unit == "minutes" and value >= 1440:
        return _("%(limit)s are %(time)s. Check the unit.") % {
            "limit": limit,
            "time": duration(value),
        }
    return None
