"""Layout and SVG: the same every time, nothing on top of anything, nothing active inside."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from processes import bpmn, layout, scene, svg
from processes.bpmn import Branch, Document, Facts
from processes.layout.room import around
from processes.lettering import NOT_FIRST, width, wrap
from processes.svg.sheets import crossings, cuts
from tests.processes.test_mapping_bpmn import made, tables

SVG = "{http://www.w3.org/2000/svg}"


@settings(max_examples=40)
@given(tables(most=12))
def test_the_layout_is_the_same_every_time(rows):
    first, second = made(rows), made(rows)
    layout.draw(first)
    layout.draw(second)
    once = first.to_xml()
    layout.draw(first)

    assert once == second.to_xml()
    assert once == first.to_xml()


@settings(max_examples=40)
@given(tables(most=12))
def test_no_shape_lies_on_another_and_each_in_its_lane(rows):
    graph = made(rows).graph()

    drawing = layout.lay_out(graph)

    for (one, box), (other, its) in combinations(drawing.boxes.items(), 2):
        assert not box.meets(its), (one, other)
    for one, other in combinations(drawing.lanes.values(), 2):
        assert not one.meets(other)
    for node in graph.nodes:
        box, lane = drawing.boxes[node.id], drawing.lanes[node.lane]
        assert lane.x <= box.x
        assert box.right <= lane.right
        assert lane.y <= box.y
        assert box.bottom <= lane.bottom


@settings(max_examples=40)
@given(tables(most=12))
def test_no_line_runs_through_a_shape(rows):
    graph = made(rows).graph()
    drawing = layout.lay_out(graph)

    for edge in graph.edges:
        points = drawing.lines[edge.id]
        ends = {edge.source, edge.target}
        assert drawing.boxes[edge.target].x == points[-1][0]
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == pytest.approx(x2) or y1 == pytest.approx(y2)
            piece = layout.Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))
            hit = [n for n, box in drawing.boxes.items() if n not in ends and box.meets(piece)]
            assert not hit, (edge, hit)


@settings(max_examples=40)
@given(tables(most=12))
def test_words_of_branches_lie_on_no_activity(rows):
    drawing = layout.lay_out(made(rows).graph())

    for label in drawing.labels.values():
        assert not [n for n, box in drawing.boxes.items() if box.meets(label)]


@given(st.text(max_size=60), st.integers(40, 200), st.integers(1, 5))
def test_lines_keep_to_their_width_and_begin_with_no_punctuation(text, limit, lines):
    done = wrap(text, size=13, limit=limit, lines=lines)

    assert len(done) <= lines
    if done and not done[-1].endswith("…"):
        assert "".join(done).replace(" ", "") == "".join(text.split())
    for line in done[1:]:
        assert line[0] not in NOT_FIRST or width(line, 13) <= limit


def test_a_full_stop_never_begins_a_line():
    assert wrap("核实情况，提出方案。", size=13, limit=13 * 4, lines=4) == [
        "核实情",
        "况，提出",
        "方案。",
    ]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><image href=x onerror=alert(1)>',
    "]]><foreignObject>",
    "&lt;b&gt;",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_map_stays_text(text):
    document = bpmn.blank(text)
    step = bpmn.add(document, Facts(text, "1" * 36, 1, text, system=text, value_class=text[:4]))
    end = bpmn.add(document, Facts("乙", "2" * 36, 1, text))
    bpmn.set_branches(document, step, [Branch(text, end), Branch("x", bpmn.END)], text)
    layout.draw(document)

    drawn = ET.fromstring(svg.render(document, title=text))  # noqa: S314 -- our own

    tags = {element.tag.removeprefix(SVG) for element in drawn.iter()}
    allowed = {"svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text", "tspan"}
    assert tags <= allowed | {"circle", "polygon"}
    for element in drawn.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("href", "style")
            assert "alert" not in value


def test_a_name_for_ids_is_made_harmless():
    assert svg.clean_id('"><x>地图 1') == "---x----1"


def test_the_drawing_says_what_colour_says():
    document = bpmn.blank("流程")
    for n, value in enumerate(["va", "nnva", "nva"]):
        bpmn.add(document, Facts(f"环节{n}", f"{n}" * 36, 1, "客服", value_class=value))
    layout.draw(document)

    with translation.override("zh-hans"):
        drawn = svg.render(document, title="现状流程图")

    for sign in "+○−":
        assert f">{sign}</tspan>" in drawn
    for word in ("增值", "必要非增值", "非增值"):
        assert word in drawn


def test_a_map_without_a_diagram_is_drawn_as_far_as_it_goes():
    document = bpmn.blank("流程")
    bpmn.add(document, Facts("甲", "1" * 36))

    assert svg.render(Document.parse(document.to_xml()), title="x").startswith("<svg")


def test_marks_stand_at_their_activity():
    document = bpmn.blank("流程")
    name = bpmn.add(document, Facts("甲", "1" * 36))
    layout.draw(document)

    marks = svg.Marks(findings={name: 7}, controls=frozenset([name]))
    drawn = svg.render(document, title="x", marks=marks)

    assert ">7</tspan>" in drawn
    assert "bpmn__control" in drawn


def long_map(count=24):
    document = bpmn.blank("流程")
    names = [bpmn.add(document, Facts(f"环节{n:02}甲", f"{n:036}", n % 3 + 1, f"岗位{n % 3}"))
             for n in range(count)]  # fmt: skip
    ways = [Branch("是", names[-1]), Branch("否", bpmn.END)]
    bpmn.set_branches(document, names[3], ways, "是否有效？")
    layout.draw(document)
    return document


def test_a_long_map_is_cut_into_sheets_that_hold_each_word_once():
    document = long_map()

    drawn = svg.sheets(document, title="现状流程图")

    assert len(drawn) > 2
    words = [
        "".join(text.itertext())
        for sheet in drawn
        for text in ET.fromstring(sheet).iter(f"{SVG}text")  # noqa: S314 -- our own
    ]
    for n in range(24):
        assert words.count(f"环节{n:02}甲") == 1
    assert words.count("岗位1") == len(drawn)
    assert words.count("增值") + words.count("Value-adding") == 1


def test_no_sheet_is_cut_through_a_shape_or_words():
    drawn = scene.read(long_map())
    frame = around([item.box for item in drawn.items])
    solid = [item.box for item in drawn.items if item.kind not in ("pool", "lane")]
    labels = [one.label for one in (*drawn.items, *drawn.lines) if one.label]

    for place in cuts(drawn, frame, 134)[1:-1]:
        assert not [box for box in [*solid, *labels] if box.x < place < box.right]


def test_a_line_that_leaves_a_sheet_enters_the_next_at_the_same_letter():
    document = long_map()
    drawn = svg.sheets(document, title="现状流程图")

    letters = [
        [
            "".join(group.find(f"{SVG}text").itertext())
            for group in ET.fromstring(sheet).iter(f"{SVG}g")  # noqa: S314 -- our own
            if group.get("class") == "bpmn__connector"
        ]
        for sheet in drawn
    ]

    every = [letter for sheet in letters for letter in sheet]
    assert every
    assert all(every.count(letter) == 2 for letter in every)
    for here, there in pairwise(letters):
        assert set(here) & set(there)
    seen = scene.read(document)
    places = cuts(seen, around([item.box for item in seen.items]), 134)[1:-1]
    assert sum(map(len, crossings(seen, places).values())) == len(set(every))


def test_a_short_map_needs_one_sheet():
    assert len(svg.sheets(long_map(5), title="x")) == 1
