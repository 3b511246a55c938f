"""Forecast against plan, and the bars of the schedule."""

import itertools
import re
from datetime import date, timedelta

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from projects import gantt
from projects.enums import STAGES, Stage, number_of
from projects.forecast import forecast
from projects.schedule import Floors, faults, plan_backwards
from sopman.workdays.reckoning import WorkCalendar

CALENDAR = WorkCalendar("CN", "Asia/Shanghai")
FLOORS = Floors(pilot_days=14, revision_days=3)
START, WISHED = date(2026, 3, 2), date(2026, 7, 1)
PLAN = plan_backwards(WISHED, start=START, calendar=CALENDAR, floors=FLOORS)


def expected(on, present=Stage.MAPPING, done=None):
    done = {Stage.CHARTER: PLAN[Stage.CHARTER]} if done is None else done
    return forecast(PLAN, done=done, present=present, on=on, calendar=CALENDAR, floors=FLOORS)


def test_in_time_the_forecast_is_the_plan():
    assert expected(PLAN[Stage.MAPPING]) == PLAN


def test_a_late_stage_pushes_the_later_ones_by_working_days():
    late = CALENDAR.add(PLAN[Stage.MAPPING], 5)
    found = expected(late)

    assert found[Stage.CHARTER] == PLAN[Stage.CHARTER]
    assert found[Stage.MAPPING] == late
    assert found[Stage.OPTIMIZATION] == CALENDAR.add(PLAN[Stage.OPTIMIZATION], 5)
    assert found[Stage.RELEASE] > WISHED


def test_without_a_whole_plan_there_is_no_forecast():
    part = {Stage.CHARTER: START}
    assert forecast(part, done={}, present=Stage.CHARTER, on=START, calendar=CALENDAR, floors=FLOORS) == {}  # fmt: skip


@given(st.sampled_from(STAGES), st.integers(-200, 400))
def test_a_forecast_keeps_order_and_floors_and_never_undercuts_the_plan(present, days):
    on = PLAN[present] + timedelta(days=days)
    done = {one: PLAN[one] for one in STAGES if number_of(one) < number_of(present)}
    found = expected(on, present, done)

    assert all(found[one] >= PLAN[one] for one in STAGES)
    assert all(found[later] > found[before] for before, later in itertools.pairwise(STAGES))
    if number_of(present) <= number_of(Stage.REVIEW):
        assert not [
            one for one in faults(found, calendar=CALENDAR, floors=FLOORS) if "pilot" in str(one)
        ]


@given(st.integers(-500, 900), st.lists(st.integers(0, 1500), min_size=7, max_size=7))
def test_every_bar_lies_within_the_drawing(shift, offsets):
    rows = [
        gantt.Row(f"s{n}", START + timedelta(days=one), begun=START, forecast_on=START + timedelta(days=one + 30))
        for n, one in enumerate(sorted(offsets))
    ]  # fmt: skip
    drawing = gantt.drawn(rows, start=START, today=START + timedelta(days=shift))

    for line in drawing.lines:
        for bar in line.bars:
            assert drawing.left <= bar.x
            assert bar.x + bar.width <= drawing.width
            assert bar.y + bar.height <= drawing.height
    assert len(drawing.marks) <= gantt.LONGEST_AXIS


def test_nothing_planned_draws_nothing():
    assert gantt.drawn([], start=START, today=START) is None


def test_the_drawing_has_words_for_those_who_do_not_see_it_and_no_inline_style():
    drawing = gantt.drawn(
        [gantt.Row("Charter", START + timedelta(days=9))], start=START, today=START
    )
    markup = render_to_string("projects/_gantt.html", {"drawing": drawing, "name": "Bars & table"})

    assert 'aria-label="Bars &amp; table"' in markup
    assert "style=" not in markup
    assert re.search(r'<rect class="gantt__plan" x="132.0"', markup)
