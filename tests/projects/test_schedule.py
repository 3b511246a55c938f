"""Planning backwards: whatever the dates, no plan goes below the floors."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.enums import STAGES, Stage
from projects.schedule import Floors, earliest, faults, plan_backwards
from sopman.workdays.reckoning import WorkCalendar

CALENDAR = WorkCalendar("CN", "Asia/Shanghai")
days = st.dates(date(2024, 1, 1), date(2027, 6, 30))
floors = st.builds(Floors, st.integers(1, 60), st.integers(1, 10))


@given(start=days, ahead=st.integers(0, 300), floors=floors)
def test_a_plan_keeps_order_floors_and_working_days(start, ahead, floors):
    effective = start + timedelta(days=ahead)
    plan = plan_backwards(effective, start=start, calendar=CALENDAR, floors=floors)
    if plan is None:
        assert effective < earliest(start=start, calendar=CALENDAR, floors=floors) or ahead < 90
        return
    assert faults(plan, calendar=CALENDAR, floors=floors) == []
    assert plan[Stage.RELEASE] == effective
    assert plan[Stage.CHARTER] >= start
    assert all(CALENDAR.is_workday(plan[stage]) for stage in STAGES[:-1])
    assert (plan[Stage.PILOT] - plan[Stage.REVIEW]).days >= floors.pilot_days
    between = CALENDAR.between(plan[Stage.DRAFTING], plan[Stage.REVIEW])
    assert between > floors.revision_days


@given(start=days, floors=floors)
def test_the_earliest_date_can_be_planned_and_the_day_before_cannot(start, floors):
    first = earliest(start=start, calendar=CALENDAR, floors=floors)
    assert plan_backwards(first, start=start, calendar=CALENDAR, floors=floors)
    before = first - timedelta(days=1)
    assert plan_backwards(before, start=start, calendar=CALENDAR, floors=floors) is None


@given(start=days, short=st.integers(-20, 13))
def test_a_short_pilot_is_a_fault(start, short):
    plan = plan_backwards(
        start + timedelta(days=200), start=start, calendar=CALENDAR, floors=Floors(14, 3)
    )
    plan = plan | {Stage.PILOT: plan[Stage.REVIEW] + timedelta(days=short)}
    found = faults(plan, calendar=CALENDAR, floors=Floors(14, 3))
    assert "The pilot needs at least 14 days." in found


def test_each_fault_says_its_sentence():
    floors = Floors(14, 3)
    plan = plan_backwards(
        date(2026, 7, 1), start=date(2026, 3, 2), calendar=CALENDAR, floors=floors
    )
    assert faults({}, calendar=CALENDAR, floors=floors)[0].startswith("Plan a date for: Charter")
    tight = plan | {Stage.DRAFTING: CALENDAR.subtract(plan[Stage.REVIEW], 3)}
    assert faults(tight, calendar=CALENDAR, floors=floors) == [
        "The review needs at least 4 working days, 3 of them for the revision."
    ]
    swapped = plan | {Stage.MAPPING: plan[Stage.CHARTER]}
    assert faults(swapped, calendar=CALENDAR, floors=floors) == [
        "“As-is mapping” must be planned after “Charter”."
    ]


@pytest.mark.parametrize("around", [date(2026, 2, 27), date(2026, 10, 9)])
def test_the_long_holidays_are_passed_over(around):
    plan = plan_backwards(around, start=date(2025, 9, 1), calendar=CALENDAR, floors=Floors(14, 3))
    assert all(CALENDAR.is_workday(plan[stage]) for stage in STAGES[:-1])
