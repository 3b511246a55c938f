"""Real files and the habits of other tools: all come in, come back equal, also after an edit."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from processes import analysis, bpmn, importing, layout, svg
from processes.bpmn import END, Branch, Document, Facts
from processes.bpmn.xml import BPMN, bare, q
from processes.importing.comparing import differences, read
from processes.importing.inspection import edit_roundtrip, inspect, roundtrip
from tests.before import ROOT
from tests.factories.foreign_maps import DRAWN, LINE, MAPS, RICH, plane, shape, whole
from tests.processes.test_mapping_bpmn import made, tables

DATA = ROOT.parent / "shared" / "data" / "bpmn"
FILES = sorted(DATA.rglob("*.bpmn"))


def test_the_real_files_are_there():
    """On a developer's machine they may be missing; where it counts they may not."""
    if not os.environ.get("CI") and not DATA.is_dir():
        pytest.skip("no real files beside this project")
    assert len(FILES) >= 14


def shown(document):
    """Everything that a page does with a map."""
    rows, graph = document.rows(), document.graph()
    analysis.figures(rows)
    analysis.faults(rows, graph)
    analysis.story(rows)
    svg.sheets(document, title="图")
    return svg.render(document, title="图")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_comes_back_equal_and_is_shown(path):
    told = inspect(path)

    assert (told["ok"], told["roundtrip"], told["edit_roundtrip"]) == (True, True, True)
    document = Document.parse(path.read_bytes())
    assert "<svg" in shown(document)
    bpmn.add(document, Facts("新的"))
    layout.draw(document)
    assert "新的" in shown(document)


@pytest.mark.parametrize("text", MAPS.values(), ids=MAPS)
def test_a_habit_of_another_tool_survives(text):
    assert roundtrip(text) == []
    assert edit_roundtrip(text) == []
    document = Document.parse(text)
    assert "<svg" in shown(document)
    layout.draw(document)
    assert "<svg" in shown(document)


def test_what_stands_at_every_depth_is_counted(tmp_path):
    path = tmp_path / "a.bpmn"
    path.write_text(MAPS["inside a sub-process"])

    told = inspect(path)

    assert {key: told[key] for key in ("flow_nodes", "sequence_flows", "boundary_events", "sub_processes")} == {
        "flow_nodes": 6, "sequence_flows": 4, "boundary_events": 1, "sub_processes": 1,
    }  # fmt: skip
    assert (
        "Activities inside sub-processes are kept; the table shows the sub-process: 1."
        in told["simplified"]
    )


def test_the_pool_with_activities_is_the_one_that_is_shown():
    document = Document.parse(MAPS["pools"])

    assert document.title == "公司"
    assert [row.facts.name for row in document.rows()] == ["提交", "审批"]


def test_a_position_given_in_another_tools_map_stays_with_the_activity():
    document = Document.parse(MAPS["lanes in lanes"])

    bpmn.change(document, "a", Facts("提交", position=7, position_name="班长"))

    again = Document.parse(document.to_xml())
    assert (again.rows()[0].facts.position, again.rows()[0].facts.position_name) == (7, "班长")
    assert [lane.name for lane in again.graph().lanes] == ["专员", "主管"]
    assert again.lane_of("a").get("id") == "in1"


def test_an_activity_taken_out_of_another_tools_map_leaves_nothing_dangling():
    document = Document.parse(MAPS["inside a sub-process"])

    bpmn.remove(document, "sub")
    layout.draw(document)

    text = document.to_xml()
    assert [(edge.source, edge.target) for edge in Document.parse(text).graph().edges] == [
        ("s", "e")
    ]
    for gone in ('"sub"', '"be"', '"f3"', ">f3<"):
        assert gone not in text


def test_documentation_with_markup_is_not_lost_by_a_new_name():
    document = Document.parse(whole(RICH))
    facts = document.rows()[0].facts

    bpmn.change(document, "a", Facts("新名", notes=facts.notes.strip()))

    assert "<b>this</b> <i>one</i> page" in document.to_xml()


def test_a_file_of_ours_that_a_hand_has_moved_is_not_laid_out_again():
    document = bpmn.blank("流程")
    name = bpmn.add(document, Facts("甲"))
    layout.draw(document)
    assert not layout.is_placed_by_others(document)
    item = next(
        e for e in document.root.iter(q("bpmndi", "BPMNShape")) if e.get("bpmnElement") == name
    )
    item.find(q("dc", "Bounds")).set("x", "777")

    document = Document.parse(document.to_xml())
    bpmn.add(document, Facts("乙", position=3, position_name="新岗"))
    layout.draw(document)

    assert 'x="777"' in document.to_xml()
    shapes = {e.get("bpmnElement") for e in document.root.iter(q("bpmndi", "BPMNShape"))}
    assert {e.get("id") for e in (*document.elements(), *document.lane_elements())} <= shapes


# Whatever is edited, in whatever map


@st.composite
def edits(draw):
    return draw(st.lists(st.tuples(st.sampled_from(["add", "change", "move", "remove", "branch"]),
                                   st.integers(0, 30), st.integers(0, 30)), max_size=6))  # fmt: skip


def play(document, steps):
    for number, (verb, one, other) in enumerate(steps):
        names = [row.element_id for row in document.rows()]
        here = names[one % len(names)] if names else None
        there = names[other % len(names)] if names else None
        if verb == "add":
            bpmn.add(
                document,
                Facts(f"新{number}", position=one % 3 or None, position_name="岗"),
                after=here,
            )
        elif here is None:
            continue
        elif verb == "change":
            bpmn.change(
                document, here, Facts(f"改{number}", position=other % 3 or None, position_name="岗")
            )
        elif verb == "move":
            bpmn.move(document, here, to=other % len(names))
        elif verb == "remove":
            bpmn.remove(document, here)
        else:
            bpmn.set_branches(document, here, [Branch("是", there), Branch("否", END)], "？")
        layout.draw(document)


def foreign(root):
    """What other tools wrote into the file, as it stands there."""
    return sorted(
        etree.tostring(e, method="c14n", with_tail=False)
        for e in root.iter(etree.Element)
        if not e.tag.startswith(("{http://www.omg.org/spec/", "{urn:sopman"))
        and e.getparent().tag == f"{{{BPMN}}}extensionElements"
    )


@settings(max_examples=60)
@given(st.sampled_from(sorted(MAPS)), edits())
def test_edits_leave_a_whole_map(name, steps):
    document = Document.parse(MAPS[name])
    keeps = all(verb in ("add", "change", "move") for verb, _one, _other in steps)
    before = foreign(document.root)
    ends = {f.get("id"): (f.get("sourceRef"), f.get("targetRef")) for f in document.flows()}
    known = {e.get("id") for e in document.elements()}
    loose = {name for name, both in ends.items() if not set(both) <= known}

    play(document, steps)

    again = Document.parse(document.to_xml())  # refuses an id that stands twice
    nodes = {e.get("id") for e in again.elements()}
    for flow in again.flows():
        if flow.get("id") not in loose:
            assert {flow.get("sourceRef"), flow.get("targetRef")} <= nodes
    if keeps:
        assert foreign(again.root) == before
    shown(again)


@settings(max_examples=25)
@given(tables(), edits())
def test_edits_leave_a_map_of_ours_whole_and_wholly_drawn(rows, steps):
    document = made(rows)
    layout.draw(document)

    play(document, steps)

    text = document.to_xml()
    again = Document.parse(text)
    assert differences(read(text), read(again.to_xml())) == []
    drawn = {bare(e.get("bpmnElement")) for e in again.root.iter() if e.get("bpmnElement")}
    nodes = {e.get("id") for e in again.elements()}
    flows = {f.get("id") for f in again.flows()}
    assert nodes | flows <= drawn
    assert drawn <= nodes | flows | {lane.id for lane in again.graph().lanes} | {
        "Participant_1",
        "Collaboration_1",
    }


@settings(max_examples=25)
@given(tables())
def test_a_map_of_ours_comes_back_equal_through_the_door(rows):
    document = made(rows)
    layout.draw(document)

    told = importing.read("a.bpmn", document.to_xml().encode())

    assert told.warnings == []
    assert roundtrip(told.source) == []
    assert edit_roundtrip(told.source) == []


def test_a_second_diagram_stays_as_it_is():
    text = whole(LINE, plane("p", *DRAWN), plane("p", shape("a", 5, 5), number=2))
    document = Document.parse(text)

    bpmn.remove(document, "b")
    layout.draw(document)

    second = document.to_xml().partition('id="P2"')[2]
    assert 'x="5"' in second


def test_what_stands_left_of_zero_is_in_the_picture():
    drawn = shown(Document.parse(MAPS["left of zero"]))

    assert 'viewBox="-912 -512' in drawn
