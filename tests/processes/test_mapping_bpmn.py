"""BPMN in and out: what the table says comes back, what others wrote stays, what is hostile stays out."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from processes import bpmn, layout
from processes.bpmn import END, Branch, Document, Facts, Row
from processes.bpmn.xml import BPMN, q

LABEL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=30
).map(lambda text: " ".join(text.split()) or "x")
MINUTES = st.none() | st.decimals(0, 9999, places=2, allow_nan=False, allow_infinity=False)

SHARE = st.none() | st.decimals(0, 100, places=1, allow_nan=False, allow_infinity=False)


@st.composite
def tables(draw, most=8):
    """Rows as the step table can hold them: facts, straight jumps, decisions with loops and ends."""
    count = draw(st.integers(1, most))
    ids = [f"Activity_{n:08x}" for n in range(count)]
    rows = []
    for n, name in enumerate(ids):
        position = draw(st.none() | st.integers(1, 4))
        facts = Facts(
            name=draw(LABEL),
            step=f"{n:08x}-0000-4000-8000-000000000000",
            position=position,
            position_name=f"岗位{position}" if position else "",
            system=draw(st.just("") | LABEL),
            touch=draw(MINUTES),
            waiting=draw(MINUTES),
            value_class=draw(st.sampled_from(["", "va", "nva", "nnva"])),
            notes=draw(st.just("") | LABEL),
        )
        rows.append(Row(name, facts, *draw(_branches(name, [*ids, END]))))
    return rows


@st.composite
def _branches(draw, here, targets):
    kind = draw(st.sampled_from(["next", "jump", "decision"]))
    others = [target for target in targets if target != here]
    if kind == "next":
        return (), ""
    if kind == "jump":
        return (Branch("", draw(st.sampled_from(others))),), ""
    conditions = draw(st.lists(LABEL, min_size=2, max_size=4, unique=True))
    return (
        tuple(Branch(c, draw(st.sampled_from(targets)), draw(SHARE)) for c in conditions),
        draw(st.just("") | LABEL),
    )


def made(rows):
    """The table typed in row by row, then its branches, as a person does it."""
    document = bpmn.blank("流程")
    for row in rows:
        bpmn.add(document, row.facts)
    for row in rows:
        bpmn.set_branches(document, row.element_id, row.branches, row.question)
    return document


def plain(rows):
    """Equal minutes are equal however they are written."""

    def same(value):
        return None if value is None else value.normalize() + 0

    return [
        replace(
            r,
            facts=replace(r.facts, touch=same(r.facts.touch), waiting=same(r.facts.waiting)),
            branches=tuple(replace(b, share=same(b.share)) for b in r.branches),
        )
        for r in rows
    ]


@settings(max_examples=50)
@given(tables())
def test_a_table_comes_back_from_its_xml(rows):
    document = made(rows)
    layout.draw(document)

    again = Document.parse(document.to_xml())

    assert plain(again.rows()) == plain(rows)


@settings(max_examples=50)
@given(tables())
def test_every_map_is_whole(rows):
    """Ids are unique, flows and references meet, every node has a lane and a shape."""
    document = made(rows)
    layout.draw(document)
    root = etree.fromstring(document.to_xml().encode())

    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    nodes = {e.get("id") for e in Document(root).elements()}
    flows = Document(root).flows()
    assert {f.get("sourceRef") for f in flows} | {f.get("targetRef") for f in flows} <= nodes
    for flow in flows:
        for side, name in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            node = Document(root).element(flow.get(side))
            assert flow.get("id") in [ref.text for ref in node.findall(q("bpmn", name))]
    homes = [ref.text for ref in root.iter(q("bpmn", "flowNodeRef"))]
    assert sorted(homes) == sorted(nodes)
    drawn = [e.get("bpmnElement") for e in root.iter() if e.get("bpmnElement")]
    assert nodes | {f.get("id") for f in flows} <= set(drawn)
    assert len(drawn) == len(set(drawn))


@settings(max_examples=50)
@given(tables(), st.data())
def test_removing_an_activity_leaves_a_whole_map(rows, data):
    document = made(rows)
    gone = data.draw(st.sampled_from(rows)).element_id

    bpmn.remove(document, gone)

    left = document.rows()
    assert [r.element_id for r in left] == [r.element_id for r in rows if r.element_id != gone]
    assert all(b.target != gone for row in left for b in row.branches)
    assert len(document.graph().nodes) == 2 + len(left) + sum(r.is_decision for r in left)
    assert gone not in document.to_xml()


@settings(max_examples=50)
@given(tables(), st.data())
def test_moving_keeps_facts_and_named_targets(rows, data):
    document = made(rows)
    name = data.draw(st.sampled_from(rows)).element_id
    to = data.draw(st.integers(0, len(rows) - 1))

    bpmn.move(document, name, to=to)

    moved = document.rows()
    assert [r.element_id for r in moved].index(name) == to
    facts = {r.element_id: (r.facts, r.branches, r.question) for r in plain(moved)}
    assert facts == {r.element_id: (r.facts, r.branches, r.question) for r in plain(rows)}


def test_a_new_row_stands_where_it_is_put_and_the_flow_leads_through_it():
    document = bpmn.blank("流程")
    first = bpmn.add(document, Facts("甲", "1" * 36))
    last = bpmn.add(document, Facts("丙", "3" * 36))

    middle = bpmn.add(document, Facts("乙", "2" * 36), after=first)

    assert [row.element_id for row in document.rows()] == [first, middle, last]
    ways = {(edge.source, edge.target) for edge in document.graph().edges}
    assert {(first, middle), (middle, last)} <= ways
    assert (first, last) not in ways


def test_an_edit_leaves_what_another_tool_wrote():
    document = bpmn.blank("流程")
    name = bpmn.add(document, Facts("甲", "1" * 36))
    foreign = "http://other.example/bpmn"
    task = document.element(name)
    task.set(f"{{{foreign}}}colour", "#123456")
    holder = task.find(q("bpmn", "extensionElements"))
    etree.SubElement(holder, f"{{{foreign}}}form", key="leave").text = "x"
    document = Document.parse(document.to_xml())

    bpmn.change(document, name, Facts("乙", "1" * 36, touch=Decimal("2.5")))
    bpmn.add(document, Facts("丙", "2" * 36))

    task = Document.parse(document.to_xml()).element(name)
    assert task.get(f"{{{foreign}}}colour") == "#123456"
    assert task.find(f".//{{{foreign}}}form").text == "x"
    assert task.get("name") == "乙"


FOREIGN = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{BPMN}" targetNamespace="urn:x">
 <process id="p"><startEvent id="s"/><userTask id="a" name="部门领导审批"/>
 <exclusiveGateway id="g"/><userTask id="b" name="人事审批"/><endEvent id="e"/>
 <sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
 <sequenceFlow id="f3" sourceRef="g" targetRef="b" name="同意"/>
 <sequenceFlow id="f4" sourceRef="g" targetRef="a" name="拒绝"/>
 <sequenceFlow id="f5" sourceRef="b" targetRef="e"/></process></definitions>"""


def test_a_map_of_another_tool_is_read():
    rows = Document.parse(FOREIGN).rows()

    assert [row.facts.name for row in rows] == ["部门领导审批", "人事审批"]
    assert rows[0].branches == (Branch("同意", "b"), Branch("拒绝", "a"))


def _bomb(levels=12):
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE d [<!ENTITY e0 "ha">{inner}]><definitions xmlns="{BPMN}">&e{levels - 1};</definitions>'


HOSTILE = {
    "not xml": "hello",
    "empty": "",
    "entity bomb": _bomb(),
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<definitions xmlns="{BPMN}">&x;</definitions>',
    "doctype alone": f'<!DOCTYPE definitions><definitions xmlns="{BPMN}"/>',
    "another root": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "no namespace": "<definitions/>",
    "an id twice": f'<definitions xmlns="{BPMN}"><process id="p"/><process id="p"/></definitions>',
    "too deep": f'<definitions xmlns="{BPMN}">' + "<process>" * 400 + "</process>" * 400
    + "</definitions>",
    "too many": f'<definitions xmlns="{BPMN}">' + "<process/>" * 50_001 + "</definitions>",
    "too big": f'<definitions xmlns="{BPMN}"><!--{"x" * 5_300_000}--></definitions>',
    "declares its text as bytes of another kind": '<?xml version="1.0" encoding="x-none"?><a/>',
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_in_a_sentence_at_once(text):
    begun = time.process_time()

    with pytest.raises(bpmn.Unreadable) as refused:
        Document.parse(text)

    assert str(refused.value).endswith(".")
    assert time.process_time() - begun < 1


def test_control_characters_never_reach_the_xml():
    document = bpmn.blank("a\x00b")
    bpmn.add(document, Facts("甲\x0b\ufffe乙", "1" * 36))

    assert Document.parse(document.to_xml()).rows()[0].facts.name == "甲乙"


def test_a_figure_that_is_none_is_no_figure():
    text = made([Row("Activity_00000000", Facts("甲", "0" * 36))]).to_xml()
    for bad in ("NaN", "-1", "1e9", "Infinity", "x"):
        broken = text.replace("<sop:activity ", f'<sop:activity touch="{bad}" ')
        assert Document.parse(broken).rows()[0].facts.touch is None
