"""Two edits of one map put together: nothing of either is lost, and what contradicts is asked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from processes import bpmn, layout
from processes.bpmn import Branch, Document, Facts
from processes.bpmn.xml import q
from processes.merging import MINE, THEIRS, merge

LANES = {1: "客服专员", 2: "客服主管", 3: "仓管员"}
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def a_base(number=4):
    document = bpmn.blank("投诉处理")
    for n in range(number):
        bpmn.add(document, facts(f"环节{n}", step=f"0000000{n}-0000-4000-8000-000000000000"))
    layout.draw(document)
    return document


def facts(name, position=1, **more):
    return Facts(name, position=position, position_name=LANES[position], touch=Decimal(5), **more)


def again(document):
    return Document.parse(document.to_xml())


def element(document, n):
    rows = document.rows()
    return rows[n % len(rows)].element_id if rows else None


def change(document, n, **wanted):
    row = next(row for row in document.rows() if row.element_id == element(document, n))
    if "position" in wanted:
        wanted["position_name"] = LANES[wanted["position"]]
    bpmn.change(document, row.element_id, replace(row.facts, **wanted))


def told(document):
    """What the map says, whatever its flows are called."""
    rows = [(r.element_id, r.facts, r.branches, r.question) for r in document.rows()]
    graph = document.graph()
    flows = sorted((e.source, e.target, e.name) for e in graph.edges)
    lanes = sorted((lane.name, lane.position or 0, sorted(lane.nodes)) for lane in graph.lanes)
    return rows, flows, lanes


# One edit of either side

EDITS = st.one_of(
    st.tuples(st.just("name"), st.integers(0, 5), st.sampled_from(["核对", "登记", "寄出"])),
    st.tuples(st.just("touch"), st.integers(0, 5), st.integers(0, 90)),
    st.tuples(st.just("position"), st.integers(0, 5), st.sampled_from([1, 2, 3])),
    st.tuples(st.just("notes"), st.integers(0, 5), st.sampled_from(["", "看单据"])),
    st.tuples(st.just("add"), st.integers(0, 5), st.integers(0, 99)),
    st.tuples(st.just("remove"), st.integers(0, 5), st.none()),
    st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("decide"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("put"), st.integers(0, 5), st.integers(0, 500)),
)


def edited(base, edits, side):
    document = again(base)
    for number, (what, n, value) in enumerate(edits):
        name = element(document, n)
        if what == "add":
            step = f"{side}{number:02}{value:05}-0000-4000-8000-000000000000"
            bpmn.add(document, facts(f"新{side}{number}", step=step), after=name)
        elif name is None:
            continue
        elif what == "remove":
            bpmn.remove(document, name)
        elif what == "move":
            bpmn.move(document, name, to=value % len(document.rows()))
        elif what == "decide":
            ways = [Branch("是", bpmn.END), Branch("否", element(document, value))]
            bpmn.set_branches(document, name, ways, "行吗？")
        elif what == "put":
            layout.draw(document)
            for shape in document.root.iter(q("bpmndi", "BPMNShape")):
                if shape.get("bpmnElement") == name:
                    shape.find(q("dc", "Bounds")).set("x", str(value))
        else:
            given_value = Decimal(value) if what == "touch" else value
            change(document, n, **{what: given_value})
    layout.draw(document)
    return again(document)


SIDE = st.lists(EDITS, max_size=4)


@FEW
@given(SIDE)
@example([("add", 0, 0), ("move", 2, 0)])
def test_what_only_one_side_did_is_the_result(edits):
    base = a_base()
    other = edited(base, edits, "a")

    for merged in (merge(base, other, base), merge(base, base, other), merge(base, other, other)):
        assert merged.conflicts == []
        assert told(again(merged.document)) == told(other)


@FEW
@given(SIDE, SIDE, st.sampled_from([MINE, THEIRS, None]))
def test_no_edit_is_lost_and_the_result_is_a_map(mine, theirs, choice):
    base = a_base()
    ours, others = edited(base, mine, "a"), edited(base, theirs, "b")
    asked = merge(base, ours, others).conflicts

    merged = merge(base, ours, others, {one.key: choice for one in asked if choice})
    layout.draw(merged.document)
    result = again(merged.document)

    sound(result)
    assert bool(merged.open) == bool(asked and choice is None)
    disputed = {one.element for one in asked}
    old, now = by_element(base), by_element(result)
    for side in (by_element(ours), by_element(others)):
        for name, row in side.items():
            if name in disputed:
                continue
            if name not in old:
                assert any(kept.step == row.step for kept in now.values())
                continue
            for what in ("name", "touch", "notes", "position"):
                if getattr(row, what) != getattr(old[name], what):
                    assert getattr(now[name], what) == getattr(row, what)


def by_element(document):
    return {row.element_id: row.facts for row in document.rows()}


def sound(document):
    nodes = {node.id for node in document.graph().nodes}
    for flow in document.flows():
        assert {flow.get("sourceRef"), flow.get("targetRef")} <= nodes
    references = [ref.text for ref in document.root.iter(q("bpmn", "flowNodeRef"))]
    assert len(references) == len(set(references))
    assert set(references) <= nodes
    drawn = [i.get("bpmnElement") for i in document.root.iter(q("bpmndi", "BPMNShape"))]
    assert len(drawn) == len(set(drawn))
    assert nodes <= set(drawn)


# In words


def test_different_facts_of_one_activity_both_stay():
    base = a_base()
    mine, theirs = again(base), again(base)
    change(mine, 0, name="登记投诉")
    change(theirs, 0, touch=Decimal(9))

    merged = merge(base, mine, theirs)

    row = again(merged.document).rows()[0].facts
    assert (row.name, row.touch) == ("登记投诉", Decimal(9))
    assert [(one.what, one.after) for one in merged.mine] == [("@name", "登记投诉")]
    assert [(one.what, one.after) for one in merged.theirs] == [("sop@touch", "9")]


@pytest.mark.parametrize(("choice", "expected"), [(MINE, "登记"), (THEIRS, "受理"), (None, "受理")])
def test_the_same_fact_changed_twice_is_asked(choice, expected):
    base = a_base()
    mine, theirs = again(base), again(base)
    change(mine, 0, name="登记")
    change(theirs, 0, name="受理")
    conflict = merge(base, mine, theirs).conflicts[0]

    merged = merge(base, mine, theirs, {conflict.key: choice} if choice else {})

    assert (conflict.base, conflict.mine, conflict.theirs) == ("环节0", "登记", "受理")
    assert again(merged.document).rows()[0].facts.name == expected
    assert merged.open == ([] if choice else [conflict])


@pytest.mark.parametrize(("choice", "stays"), [(MINE, True), (THEIRS, False)])
def test_what_they_removed_and_i_changed_is_asked(choice, stays):
    base = a_base()
    mine, theirs = again(base), again(base)
    change(mine, 1, touch=Decimal(50))
    bpmn.remove(theirs, element(theirs, 1))
    conflict = merge(base, mine, theirs).conflicts[0]

    merged = merge(base, mine, theirs, {conflict.key: choice})

    assert conflict.what == "whole"
    assert conflict.theirs is None
    names = [row.facts.name for row in again(merged.document).rows()]
    assert ("环节1" in names) is stays
    sound_flows = {(e.source, e.target) for e in again(merged.document).graph().edges}
    assert (element(base, 1) in {one for pair in sound_flows for one in pair}) is stays


def test_new_things_with_one_id_are_told_apart():
    base = a_base(1)
    mine, theirs = again(base), again(base)
    for document, name in ((mine, "打印"), (theirs, "寄出")):
        bpmn.add(document, facts(name))

    merged = merge(base, mine, theirs)

    names = {row.facts.name for row in again(merged.document).rows()}
    assert names == {"环节0", "打印", "寄出"}


def test_a_save_that_was_sent_twice_is_one():
    """What I send again carries no identity yet; on the server it has one."""
    base = a_base(2)
    mine, theirs = again(base), again(base)
    bpmn.add(mine, facts("打印"))
    bpmn.add(theirs, facts("打印"))
    bpmn.lanes.give_step(
        theirs.element(theirs.rows()[-1].element_id), "11111111-0000-4000-8000-000000000000"
    )

    merged = merge(base, mine, theirs)

    assert merged.conflicts == []
    assert told(again(merged.document)) == told(theirs)


def test_a_shape_that_a_hand_has_placed_stays_beside_what_the_table_added():
    base = a_base()
    mine, theirs = again(base), again(base)
    moved = element(mine, 2)
    box = next(s for s in mine.root.iter(q("bpmndi", "BPMNShape")) if s.get("bpmnElement") == moved)
    box.find(q("dc", "Bounds")).set("y", "41")
    bpmn.add(theirs, facts("打印"))
    layout.draw(theirs)

    merged = merge(base, mine, theirs)
    layout.draw(merged.document)

    places = {
        s.get("bpmnElement"): s.find(q("dc", "Bounds"))
        for s in again(merged.document).root.iter(q("bpmndi", "BPMNShape"))
    }
    assert places[moved].get("y") == "41"
    sound(again(merged.document))
