"""When the coming stages will end, from today's state. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from projects.enums import STAGES, Stage, number_of
from projects.schedule import Floors
from sopman.workdays.reckoning import WorkCalendar


def forecast(
    plan: Mapping[str, date],
    *,
    done: Mapping[str, date],
    present: str,
    on: date,
    calendar: WorkCalendar,
    floors: Floors,
) -> dict[str, date]:
    """The day on which each stage is complete: as it was, or as it will be at the earliest.

    A stage that is late ends today at the earliest; each later one keeps its planned number of
    working days (the pilot its days), and nothing ends before its plan. Empty without a whole plan.
    """
    if any(stage not in plan for stage in STAGES):
        return {}
    found: dict[str, date] = {}
    for before, stage in zip((None, *STAGES[:-1]), STAGES, strict=True):
        if number_of(stage) < number_of(present):
            found[stage] = done.get(stage, plan[stage])
        elif stage == present or before is None:
            found[stage] = max(plan[stage], on)
        else:
            found[stage] = max(
                plan[stage], _after(before, stage, found[before], plan, calendar, floors)
            )
    return found


def _after(
    before: Stage, stage: Stage, begun: date, plan: Mapping[str, date], calendar: WorkCalendar,
    floors: Floors,
) -> date:  # fmt: skip
    if stage == Stage.PILOT:
        days = max(floors.pilot_days, (plan[stage] - plan[before]).days)
        return calendar.add(begun + timedelta(days=days), 0)
    return calendar.add(begun, max(1, calendar.between(plan[before], plan[stage])))
