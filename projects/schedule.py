"""Planning backwards from the wished effective date, over working days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from projects.enums import STAGES, Stage
from sopman.workdays.reckoning import WorkCalendar

# Working days that a stage usually takes; the pilot has calendar days of its own.
USUAL = {
    Stage.MAPPING: 10,
    Stage.OPTIMIZATION: 7,
    Stage.DRAFTING: 5,
    Stage.REVIEW: 3,  # to read; the revision comes on top
    Stage.RELEASE: 5,
}
CHARTER_DAYS = 3  # left for the charter itself, where there is time
LONGEST = 1000  # per cent of the usual lengths


@dataclass(frozen=True)
class Floors:
    """What no plan goes below: days of the pilot, working days of the revision."""

    pilot_days: int
    revision_days: int


def plan_backwards(
    effective_on: date,
    *,
    start: date,
    calendar: WorkCalendar,
    floors: Floors,
    usual: Mapping[Stage, int] = USUAL,
) -> dict[str, date] | None:
    """The day by which each stage is complete, or None when the time is too short.

    The usual lengths are stretched or shortened evenly, so that the charter falls shortly after
    `start`; each stage keeps one working day, and the floors of pilot and revision hold.
    """
    margin = calendar.add(start, CHARTER_DAYS)
    low, high = 0, LONGEST  # the largest share of the usual lengths that still fits
    while low < high:
        middle = (low + high + 1) // 2
        if _planned(effective_on, middle, calendar, floors, usual)[Stage.CHARTER] >= margin:
            low = middle
        else:
            high = middle - 1
    plan = _planned(effective_on, low, calendar, floors, usual)
    return plan if plan[Stage.CHARTER] >= start else None


def earliest(*, start: date, calendar: WorkCalendar, floors: Floors) -> date:
    """The first effective date for which a plan exists."""
    charter = calendar.add(start, 0)
    drafting = calendar.add(charter, 3)  # mapping, optimization, drafting: a day each
    review = calendar.add(drafting, floors.revision_days + 1)
    pilot = calendar.add(review + timedelta(days=floors.pilot_days), 0)
    return pilot + timedelta(days=1)


def _planned(
    effective_on: date,
    percent: int,
    calendar: WorkCalendar,
    floors: Floors,
    usual: Mapping[Stage, int],
) -> dict[str, date]:
    days = {stage: max(1, usual[stage] * percent // 100) for stage in USUAL}
    plan: dict[str, date] = {Stage.RELEASE: effective_on}
    plan[Stage.PILOT] = calendar.subtract(effective_on, days[Stage.RELEASE])
    reviewed = plan[Stage.PILOT] - timedelta(days=floors.pilot_days)
    plan[Stage.REVIEW] = calendar.subtract(reviewed, 0)
    plan[Stage.DRAFTING] = calendar.subtract(
        plan[Stage.REVIEW], days[Stage.REVIEW] + floors.revision_days
    )
    plan[Stage.OPTIMIZATION] = calendar.subtract(plan[Stage.DRAFTING], days[Stage.DRAFTING])
    plan[Stage.MAPPING] = calendar.subtract(plan[Stage.OPTIMIZATION], days[Stage.OPTIMIZATION])
    plan[Stage.CHARTER] = calendar.subtract(plan[Stage.MAPPING], days[Stage.MAPPING])
    return {stage: plan[stage] for stage in STAGES}


def faults(plan: Mapping[str, date], *, calendar: WorkCalendar, floors: Floors) -> list[Any]:
    """What stands against a plan, each as the sentence that the person reads."""
    missing = [stage for stage in STAGES if stage not in plan]
    if missing:
        names = _(", ").join(str(stage.label) for stage in missing)
        return [_("Plan a date for: %(stages)s.") % {"stages": names}]
    found = []
    for before, later in pairwise(STAGES):
        if plan[later] <= plan[before]:
            found.append(
                _("“%(later)s” must be planned after “%(before)s”.")
                % {"later": later.label, "before": before.label}
            )
    if (plan[Stage.PILOT] - plan[Stage.REVIEW]).days < floors.pilot_days:
        found.append(_("The pilot needs at least %(n)d days.") % {"n": floors.pilot_days})
    if calendar.between(plan[Stage.DRAFTING], plan[Stage.REVIEW]) <= floors.revision_days:
        found.append(
            _("The review needs at least %(total)d working days, %(n)d of them for the revision.")
            % {"total": floors.revision_days + 1, "n": floors.revision_days}
        )
    return found
