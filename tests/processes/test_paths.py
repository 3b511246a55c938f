"""Paths and averages of a map, against figures worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.bpmn import END, Branch, Document, Facts, Row
from processes.bpmn.building import build
from processes.paths import paths_of


def a_row(name, touch=10, waiting=0, *branches, position=None, **facts):
    made = Facts(
        name=name, touch=Decimal(touch), waiting=Decimal(waiting), position=position, **facts
    )
    ways = tuple(Branch(c, t, None if s is None else Decimal(s)) for c, t, s in branches)
    return Row(name, made, ways, "?" if len(ways) > 1 else "")


def read(*rows):
    document = Document.parse(build("流程", rows).to_xml())
    return paths_of(document, document.rows())


def test_a_straight_map_has_one_path_and_its_average_is_that_path():
    found = read(a_row("a", 10, 5, value_class="va"), a_row("b", 20, 65, value_class="nva"))
    (path,) = found.paths
    assert (path.touch, path.lead, path.waiting) == (30, 100, 70)
    assert path.share == 100
    assert path.efficiency == Decimal("10.0")
    assert (found.average.touch, found.average.lead, found.average.rework) == (30, 100, 0)
    assert found.guessed == ()


def test_branches_weigh_by_the_share_of_the_cases():
    found = read(
        a_row("a", 10, 0, ("ordinary", "b", 80), ("major", "c", 20)),
        a_row("b", 10, 0, ("", END, None)),
        a_row("c", 10, 480),
    )
    ordinary, major = found.paths
    assert (ordinary.conditions, ordinary.share, ordinary.lead) == (("ordinary",), 80, 20)
    assert (major.conditions, major.share, major.lead) == (("major",), 20, 500)
    assert found.average.lead == Decimal(116)  # 0.8 × 20 + 0.2 × 500
    assert found.guessed == ()


def test_a_decision_without_shares_is_named_as_a_guess():
    found = read(
        a_row("a", 10, 0, ("yes", "b", None), ("no", END, None)),
        a_row("b", 30, 0),
    )
    assert [path.share for path in found.paths] == [50, 50]
    assert found.average.lead == 25
    assert found.guessed == ("?",)


def test_rework_counts_as_often_as_it_happens():
    found = read(
        a_row("write", 10, 0),
        a_row("check", 5, 0, ("good", END, 75), ("again", "write", 25)),
    )
    (path,) = found.paths
    assert (path.lead, path.share) == (15, 100)
    assert found.average.touch == 20  # each is gone through 1 / 0.75 times
    assert found.average.rework == 5


def test_a_loop_that_is_never_left_has_no_average():
    found = read(
        a_row("a", 1, 0, ("again", "a", 100), ("done", END, 0)),
    )
    assert found.paths == ()
    assert found.average is None


def in_parallel(first, second):
    """start → fork → (a, b) → join → end, as another tool draws it."""
    rows = [a_row("a", *first, position=1), a_row("b", *second, position=2)]
    xml = build("流程", rows).to_xml()
    begin = xml[: xml.index("<bpmn:startEvent")]
    end = xml[xml.index("</bpmn:process>") :]
    tasks = xml[xml.index('<bpmn:task id="a"') : xml.index("<bpmn:endEvent")]
    flows = [
        ("s", "fork"),
        ("fork", "a"),
        ("fork", "b"),
        ("a", "join"),
        ("b", "join"),
        ("join", "e"),
    ]
    wires = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{s}" targetRef="{t}"/>'
        for n, (s, t) in enumerate(flows)
    )
    nodes = '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="fork"/>'
    nodes += '<bpmn:parallelGateway id="join"/><bpmn:endEvent id="e"/>'
    document = Document.parse(begin + nodes + tasks + wires + end)
    return paths_of(document, document.rows())


def test_parallel_parts_add_their_work_and_wait_for_the_slowest():
    found = in_parallel((10, 50), (20, 0))
    (path,) = found.paths
    assert (path.touch, path.lead) == (30, 60)
    assert (found.average.touch, found.average.lead) == (30, 60)


def test_handovers_are_counted_where_the_owner_changes():
    found = read(
        a_row("a", position=1),
        a_row("b", position=1),
        a_row("c", position=2),
        a_row("d", position=1),
    )
    assert found.paths[0].handovers == 2


@given(st.lists(st.integers(min_value=0, max_value=100), min_size=2, max_size=5), st.data())
def test_shares_of_the_paths_add_up_and_the_average_lies_between_them(shares, data):
    names = [f"t{n}" for n in range(len(shares))]
    minutes = [data.draw(st.integers(min_value=0, max_value=500)) for _ in names]
    decision = a_row("d", 1, 0, *((n, n, s) for n, s in zip(names, shares, strict=True)))
    ends = [a_row(n, m, 0, ("", END, None)) for n, m in zip(names, minutes, strict=True)]
    found = read(decision, *[replace(row, branches=row.branches) for row in ends])
    assert abs(sum(path.share for path in found.paths) - 100) <= Decimal("0.3")
    leads = [path.lead for path in found.paths]
    assert min(leads) - 1 <= found.average.lead <= max(leads) + 1
    assert all(a.share >= b.share for a, b in pairwise(found.paths))


@pytest.mark.parametrize("count", [40, 200])
def test_many_decisions_are_cut_and_said_so(count):
    rows = [
        a_row(f"t{n}", 1, 0, ("on", f"t{n + 1}", 90), ("skip", f"t{min(n + 2, count)}", 10))
        for n in range(count)
    ]
    found = read(*rows, a_row(f"t{count}", 1, 0))
    assert found.cut
    assert found.average.touch > 0
