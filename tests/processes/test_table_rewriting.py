"""The whole table written at once: whatever is done to its rows, the map stays whole and says them."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from processes import bpmn, generation, layout
from processes.bpmn import END, Branch, Document, Facts, Row
from processes.bpmn.xml import q
from tests.processes.test_mapping_bpmn import FOREIGN, LABEL, made, plain, tables


def whole(document):
    """Ids are unique, flows and references meet, every node and flow stands in the diagram."""
    layout.draw(document)
    root = etree.fromstring(document.to_xml().encode())
    again = Document(root)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    nodes = {e.get("id") for e in again.elements()}
    for flow in again.flows():
        for side, name in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            assert flow.get(side) in nodes
            refs = [ref.text for ref in again.element(flow.get(side)).findall(q("bpmn", name))]
            assert not again.tells_flows or flow.get("id") in refs
    drawn = [e.get("bpmnElement") for e in root.iter() if e.get("bpmnElement")]
    assert len(drawn) == len(set(drawn))
    if again.is_ours:
        assert nodes | {f.get("id") for f in again.flows()} <= set(drawn)
        homes = [ref.text for ref in root.iter(q("bpmn", "flowNodeRef"))]
        assert not again.tasks() or sorted(homes) == sorted(nodes)
        parallel = [e for e in again.elements() if e.tag == q("bpmn", "parallelGateway")]
        assert all(again.into(e.get("id")) and again.out(e.get("id")) for e in parallel)
    return again


@st.composite
def edits(draw, rows, most=6):
    """What somebody does to the rows of the table, one thing after the other."""
    rows = list(rows)
    for number in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from(["insert", "remove", "move", "change", "ways", "fork", "copy"]))
        here = draw(st.integers(0, max(len(rows) - 1, 0)))
        if kind == "insert" or not rows:
            facts = Facts(
                draw(LABEL), step=str(uuid4()), position=draw(st.none() | st.integers(1, 4))
            )
            facts = replace(facts, position_name=f"岗位{facts.position}" if facts.position else "")
            rows.insert(draw(st.integers(0, len(rows))), Row(f"new-{number}", facts))
        elif kind == "copy":
            twin = replace(rows[here].facts, step=str(uuid4()))
            rows.insert(here + 1, Row(f"new-{number}", twin))
        elif kind == "remove":
            gone = rows.pop(here).element_id
            rows = [_freed(row, gone) for row in rows]
        elif kind == "move":
            rows.insert(draw(st.integers(0, len(rows) - 1)), rows.pop(here))
        elif kind == "change":
            rows[here] = replace(rows[here], facts=replace(rows[here].facts, name=draw(LABEL)))
        else:
            rows = _wired(draw, rows, here, kind)
    return rows


def _freed(row, gone):
    if any(branch.target == gone for branch in row.branches):
        return row.with_branches(())
    return row


def _wired(draw, rows, here, kind):
    targets = [row.element_id for row in rows] + [END]
    others = [t for t in targets if t != rows[here].element_id]
    if kind == "ways" or len(others) < 2:
        conditions = draw(st.lists(LABEL, min_size=2, max_size=3, unique=True))
        ways = tuple(Branch(c, draw(st.sampled_from(targets))) for c in conditions)
        rows[here] = rows[here].with_branches(ways, draw(st.just("") | LABEL))
        return rows
    parts = draw(st.lists(st.sampled_from(others), min_size=2, max_size=3, unique=True))
    rows[here] = rows[here].with_branches(tuple(Branch("", t) for t in parts), is_fork=True)
    meet = draw(st.integers(0, len(rows) - 1))
    rows[meet] = replace(rows[meet], waits=draw(st.booleans()))
    return rows


def said(rows, ids=None):
    """Rows as values, new ones by the ids they were given; a join nothing leads to is none."""
    order = [row.element_id for row in rows]
    ids = ids or dict(zip(order, order, strict=True))
    led = set()
    for number, row in enumerate(rows):
        onward = [b.target for b in row.branches] or order[number + 1 : number + 2]
        led |= {t for t in onward if t != END and order.index(t) > number}
    if order:
        led.add(order[0])
    return [
        replace(
            row,
            element_id=ids[row.element_id],
            branches=tuple(replace(b, target=ids.get(b.target, b.target)) for b in row.branches),
            waits=row.waits and row.element_id in led,
        )
        for row in plain(rows)
    ]


def ids_of(rows, document):
    by_step = {row.facts.step: row.element_id for row in document.rows()}
    return {row.element_id: by_step[row.facts.step] for row in rows}


@settings(max_examples=80)
@given(tables(6), st.data())
def test_whatever_is_done_to_the_rows_the_map_says_it_and_is_whole(rows, data):
    document = made(rows)
    before = {row.element_id: row.facts.step for row in document.rows()}
    wanted = data.draw(edits(rows))

    bpmn.rewrite(document, wanted)
    again = whole(document)

    ids = ids_of(wanted, again)
    assert plain(again.rows()) == said(wanted, ids)
    for row in wanted:
        if row.element_id in before:  # a row that was there keeps its element and its step
            assert ids[row.element_id] == row.element_id
            assert row.facts.step == before[row.element_id]
    steps = [row.facts.step for row in again.rows()]
    assert len(steps) == len(set(steps))


def test_a_decision_goes_with_its_activity_also_when_its_targets_go():
    first, last = Row("a", Facts("a", step=str(uuid4()))), Row("c", Facts("c", step=str(uuid4())))
    asks = Row("b", Facts("b", step=str(uuid4())), (Branch("1", "a"), Branch("2", "a")))
    document = made([first, asks, last])
    bpmn.rewrite(document, document.rows()[2:])
    assert [node.kind for node in document.graph().nodes] == ["start", "activity", "end"]


@settings(max_examples=25)
@given(tables(6), st.data())
def test_a_table_that_is_undone_is_the_map_it_was(rows, data):
    document = made(rows)
    layout.draw(document)
    xml = document.to_xml()
    start = Document.parse(xml)
    there = start.rows()

    assert not bpmn.rewrite(start, there)
    assert start.to_xml() == xml
    bpmn.rewrite(start, data.draw(edits(there)))
    gone = [
        row.element_id
        for row in there
        if row.element_id not in {r.element_id for r in start.rows()}
    ]
    bpmn.rewrite(start, there)

    again = whole(start)
    ids = ids_of(there, again)
    assert plain(again.rows()) == said(there, ids)
    assert all(ids[name] == name for name in ids if name not in gone)
    assert len(again.graph().nodes) == len(document.graph().nodes)
    assert len(again.graph().edges) == len(document.graph().edges)


@settings(max_examples=40)
@given(tables(6))
def test_into_an_empty_map_as_row_by_row(rows):
    document = bpmn.blank("流程")

    done = bpmn.rewrite(document, rows)

    assert len(done.added) == len(rows)
    assert plain(whole(document).rows()) == said(rows, ids_of(rows, document))


def test_a_map_of_another_tool_takes_the_table_and_keeps_the_rest():
    document = Document.parse(FOREIGN)
    first, second = document.rows()
    new = Row("new", Facts("归档", step=str(uuid4())))

    bpmn.rewrite(document, [first, replace(second, facts=replace(second.facts, name="人事")), new])

    again = whole(document)
    assert [row.facts.name for row in again.rows()] == ["部门领导审批", "人事", "归档"]
    assert again.rows()[0].branches == first.branches
    assert again.element("g") is not None
    assert {f.get("id") for f in again.flows()} >= {"f1", "f2", "f3", "f4", "f5"}


def parallel():
    rows = [Row(f"a{n}", Facts(f"环节{n}", step=str(uuid4()))) for n in range(5)]
    rows[0] = rows[0].with_branches((Branch("", "a1"), Branch("", "a2")), is_fork=True)
    rows[1] = rows[1].with_branches((Branch("", "a3"),))
    rows[3] = replace(rows[3], waits=True)
    document = bpmn.blank("流程")
    bpmn.rewrite(document, rows)
    return document


def test_parallel_parts_split_and_wait_for_each_other():
    document = whole(parallel())

    fork, join = (e.get("id") for e in document.elements() if e.tag == q("bpmn", "parallelGateway"))
    assert (len(document.out(fork)), len(document.into(join))) == (2, 2)
    assert [row.waits for row in document.rows()] == [False, False, False, True, False]


def test_what_comes_back_goes_past_the_join_or_it_would_wait_for_ever():
    document = parallel()
    rows = document.rows()
    back = (Branch("通过", END), Branch("返工", rows[3].element_id))

    bpmn.rewrite(document, [*rows[:4], rows[4].with_branches(back)])

    again = whole(document)
    join = next(e.get("id") for e in again.elements()
                if e.tag == q("bpmn", "parallelGateway") and len(again.out(e.get("id"))) == 1)  # fmt: skip
    assert len(again.into(join)) == 2
    assert again.rows()[4].branches[1].target == rows[3].element_id


@pytest.mark.parametrize("gone", range(5))
def test_removing_any_row_of_a_parallel_part_leaves_a_whole_map(gone):
    document = parallel()

    bpmn.remove(document, document.rows()[gone].element_id)

    whole(document)


def test_the_to_be_map_keeps_parallel_parts_and_shares():
    rows = parallel().rows()
    ways = (Branch("通过", END, Decimal(80)), Branch("返工", rows[3].element_id, Decimal(20)))
    rows[4] = rows[4].with_branches(ways)

    made = whole(generation.made("未来", rows, {}, {})).rows()

    assert (made[0].is_fork, made[3].waits) == (True, True)
    assert [branch.share for branch in made[4].branches] == [80, 20]
