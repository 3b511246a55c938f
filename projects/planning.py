"""The floors and the calendar of this organization, put to the pure schedule."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from projects import schedule
from projects.enums import Stage
from sopman.core.errors import Refused
from sopman.core.wording import day
from sopman.organization.queries import organization
from sopman.workdays.queries import calendar


def floors() -> schedule.Floors:
    settings = organization()
    return schedule.Floors(settings.pilot_min_days, settings.revision_days)


def schedule_faults(plan: Mapping[str, date]) -> list[Any]:
    return schedule.faults(plan, calendar=calendar(), floors=floors())


def terms() -> Hashable:
    """All that the faults of a plan depend on besides the plan."""
    return floors(), calendar().as_value()


def plan_if_possible(
    effective_on: date, *, start: date, usual: Mapping[Stage, int] = schedule.USUAL
) -> dict[str, date] | None:
    """The plan backwards from `effective_on`; `usual`: working days that each stage takes."""
    return schedule.plan_backwards(
        effective_on, start=start, calendar=calendar(), floors=floors(), usual=usual
    )


def suggested_plan(effective_on: date, *, start: date) -> dict[str, date]:
    """The plan backwards from `effective_on`, or Refused with the earliest possible date."""
    plan = plan_if_possible(effective_on, start=start)
    if plan is None:
        first = schedule.earliest(start=start, calendar=calendar(), floors=floors())
        raise Refused(
            [_("The time is too short; the earliest possible effective date is %(day)s.")
             % {"day": day(first, year=True)}]
        )  # fmt: skip
    return plan
