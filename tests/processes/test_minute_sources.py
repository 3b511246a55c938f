"""Minutes say where they come from: in the map's XML, in its rows, in words; and only while they hold."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from statistics import median

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from processes import actions, bpmn, source_words
from processes.bpmn import Document, Facts, Source
from processes.bpmn.document import extension
from processes.importing.inspection import inspect
from processes.models import Activity
from processes.timing import timing
from tests.factories.people import a_position
from tests.factories.processes import a_map, an_activity, fresh
from tests.factories.projects import NOON

LATER = NOON + timedelta(hours=1)
NUMBERS = st.decimals(0, 9999, places=2, allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60)
SOURCES = st.builds(
    Source,
    kind=st.sampled_from(["measured", "stated", "estimated"]),
    value=NUMBERS,
    n=st.none() | st.integers(1, 9999),
    low=st.none() | NUMBERS,
    high=st.none() | NUMBERS,
    by=WORDS,
    record=WORDS,
)
MEASURED = Source("measured", Decimal("2.5"), 3, Decimal(2), Decimal(4), "李敏", "SP-1 E04")


def with_source(facts=None, source=MEASURED):
    document = bpmn.blank("流程")
    facts = facts or Facts("接收投诉", "1" * 36, touch=source.value, touch_source=source)
    return document, bpmn.add(document, facts)


@given(SOURCES, SOURCES)
def test_a_source_comes_back_from_the_file_and_from_the_row(touch, waiting):
    document, _name = with_source(
        Facts(
            "甲", "1" * 36, touch=touch.value, waiting=waiting.value,
            touch_source=touch, waiting_source=waiting,
        )
    )  # fmt: skip

    facts = Document.parse(document.to_xml()).rows()[0].facts

    assert (facts.touch_source, facts.waiting_source) == (touch, waiting)
    assert Source.of_row(touch.as_row()) == touch


def test_a_source_stays_while_its_minutes_stay():
    document, name = with_source()

    bpmn.change(document, name, Facts("受理投诉", "1" * 36, touch=Decimal("2.50")))

    assert document.rows()[0].facts.touch_source == MEASURED


def test_other_minutes_have_lost_the_source_and_leave_no_trace_of_it():
    document, name = with_source()

    bpmn.change(document, name, Facts("受理投诉", "1" * 36, touch=Decimal(9)))

    assert document.rows()[0].facts.touch_source is None
    assert not [key for key in extension(document.element(name)).attrib if key != "touch"
                and key.startswith("touch")]  # fmt: skip


def test_minutes_that_another_tool_changed_have_no_source():
    document, _name = with_source()
    text = document.to_xml().replace('touch="2.5"', 'touch="7"')

    facts = Document.parse(text).rows()[0].facts

    assert facts.touch == 7
    assert facts.touch_source is None


@pytest.mark.parametrize(
    "wrong", ['touchSource="guessed"', 'touchSource="measured" touchOf="x"', 'touchN="-1"']
)
def test_what_is_no_source_is_none(wrong):
    document, _name = with_source(Facts("甲", "1" * 36, touch=Decimal(2)))
    text = document.to_xml().replace('touch="2"', f'touch="2" {wrong}')
    assert Document.parse(text).rows()[0].facts.touch_source is None


def test_a_map_with_sources_goes_out_and_comes_back_equal_also_after_an_edit(tmp_path):
    document, name = with_source()
    bpmn.change(document, name, replace(document.rows()[0].facts, waiting=Decimal(60)))

    file = tmp_path / "map.bpmn"
    file.write_text(document.to_xml())

    told = inspect(file)

    assert told["ok"]
    assert told["roundtrip"] is True
    assert told["edit_roundtrip"] is True


@pytest.mark.django_db
def test_the_row_holds_the_source_and_an_edit_of_other_facts_leaves_it():
    process_map = a_map()
    row = an_activity(process_map, "接收投诉", touch_minutes=Decimal("2.5"))
    locked = fresh(process_map)
    document = Document.parse(locked.xml)
    facts = replace(document.rows()[0].facts, touch_source=MEASURED)
    bpmn.change(document, row.element_id, facts)
    actions.replace_map(locked, document, actor=process_map.project.lead, at=LATER)
    told = {"system": "CRM", "touch_minutes": Decimal("2.5"), "waiting_minutes": None}

    actions.save_activity(
        fresh(process_map), step=row.step, name="接收投诉", position=a_position("客服专员"),
        value_class="va", actor=process_map.project.lead, at=LATER, **told,
    )  # fmt: skip

    after = Activity.objects.get(map=process_map)
    assert after.system == "CRM"
    assert Source.of_row(after.touch_source) == MEASURED
    assert after.waiting_source == {}


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=30))
def test_the_median_lies_within_the_spread_and_the_spread_within_the_laps(laps):
    told = timing(laps)
    assert told.n == len(laps)
    assert abs(told.median * 60 - Decimal(median(laps))) <= Decimal("0.31")
    assert told.low <= told.median <= told.high
    assert told.low >= timing([min(laps)]).median
    assert told.high <= timing([max(laps)]).median


def test_with_three_laps_the_spread_is_shortest_and_longest_with_four_the_middle_half():
    three, four = timing([60, 120, 600]), timing([60, 120, 180, 600])
    assert (three.low, three.median, three.high) == (1, 2, 10)
    assert (four.low, four.median, four.high) == (Decimal("1.75"), Decimal("2.5"), Decimal("4.75"))
    assert timing([]) is None


def test_a_reader_is_told_which_statistic_it_is():
    many = replace(MEASURED, n=5)
    with translation.override("en"):
        assert source_words.short(MEASURED) == "measured, n = 3"
        assert "shortest 2, longest 4 min" in source_words.full(MEASURED)
        assert "middle half 2–4 min" in source_words.full(many)
        assert source_words.short(replace(MEASURED, kind="stated")) == "stated by 李敏"
        assert source_words.short(None) == "estimated"
