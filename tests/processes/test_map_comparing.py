"""The comparison behind `roundtrip` and `edit_roundtrip` sees what is lost."""

import re

import pytest

from processes import bpmn, layout
from processes.bpmn import Document, Facts
from processes.importing.comparing import differences, read
from processes.importing.edits import edit_differences
from processes.importing.inspection import _edited
from tests.factories.foreign_maps import DRAWN, LANES, LINE, RICH, edge, plane, shape, whole

TEXT = whole(
    LANES.replace('<userTask id="a" name="提交"/>', RICH[RICH.index("<userTask") : RICH.index("</userTask>")] + "</userTask>"),
    plane("p", shape("in1", 0, -20, 500, 150), *DRAWN),
)  # fmt: skip
LOSSES = {
    "an attribute": (' activiti:assignee="${user}"', "", "assignee"),
    "an attribute of another value": ("${user}", "${boss}", "has become “${boss}”"),
    "an attribute more": ('id="e"', 'id="e" name="x"', "attribute name is new"),
    "an extension element": ('<activiti:formProperty id="days" name="天数"/>', "", "formProperty[days] is lost"),
    "text": ("See <b>", "Look <b>", "“See” has become “Look”"),
    "text behind an element": ("</i> page", "</i> book", "behind it"),
    "a blank between words": ("</b> <i>", "</b><i>", "behind it"),
    "a shape": (DRAWN[2], "", "BPMNShape[b_s] is lost"),
    "a waypoint": (edge("f3", (330, 40), (380, 40)), edge("f3", (330, 40), (381, 40)), "x=“380” has become “381”"),
    "a bound": ('x="230" y="0"', 'x="230" y="1"', "y=“0”"),
    "a lane's reference": ("<flowNodeRef>b</flowNodeRef>", "", "flowNodeRef[b] is lost"),
    "a lane's other reference": ("<flowNodeRef>b</flowNodeRef>", "<flowNodeRef>s</flowNodeRef>", "flowNodeRef[b] is lost"),
    "an order": (
        "<flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef>",
        "<flowNodeRef>a</flowNodeRef><flowNodeRef>s</flowNodeRef>",
        "is lost",
    ),
    "what a prefix means": ("http://www.w3.org/2001/XMLSchema\" xmlns:tns", "urn:other\" xmlns:tns", "“xsd” means something else"),
    "a flow": ('<sequenceFlow id="f3" sourceRef="b" targetRef="e"/>', "", "sequenceFlow[f3] is lost"),
    "an element of another kind": ('<userTask id="b" name="审批"/>', '<task id="b" name="审批"/>', "userTask[b] is lost"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), LOSSES.values(), ids=LOSSES)
def test_a_loss_is_reported(old, new, told):
    assert old in TEXT
    spoilt = TEXT.replace(old, new, 1)

    assert told in " ".join(differences(read(TEXT), read(spoilt)))


def edited(text):
    document = Document.parse(text)
    edit = _edited(document)
    return document.to_xml(), edit


@pytest.mark.parametrize(("old", "new", "told"), LOSSES.values(), ids=LOSSES)
def test_a_loss_is_reported_beside_an_edit(old, new, told):
    """The edit is done to the spoilt file: what it lost before is seen all the same."""
    after, edit = edited(TEXT.replace(old, new, 1))

    assert edit_differences(read(TEXT), read(after), edit) != []


def test_comments_and_white_space_between_elements_do_not_count():
    spread = re.sub(r">\s*<(?=bpmndi|omgd|sequenceFlow|lane|process)", ">\n<!-- x -->  <", TEXT)

    assert differences(read(TEXT), read(spread)) == []


SPOILT = {
    "no shape": (
        r'<bpmndi:BPMNShape id="Activity_00000000_di".*?</bpmndi:BPMNShape>',
        "",
        "no shape for the new task",
    ),
    "no edge": (
        r'<bpmndi:BPMNEdge id="Flow_1_di".*?</bpmndi:BPMNEdge>',
        "",
        "no edge for the new flow",
    ),
    "an edge astray": (r'(id="Flow_1_di".*?<omgdi:waypoint x=")\d+', r"\g<1>9999", "doesn't reach"),
    "no new name": (", renamed", "", "new name"),
    "no minutes": (r' touch="7.5"', "", "minutes"),
    "no position": (r' position="1"', "", "position"),
    "no new task": (r'<task id="Activity_00000000".*?</task>', "", "task is missing"),
    "another name changed": ("审批", "批准", "has become “批准”"),
    "another shape moved": ('x="230"', 'x="240"', "has become “240”"),
}


@pytest.mark.parametrize(("old", "new", "told"), SPOILT.values(), ids=SPOILT)
def test_an_edit_that_does_too_little_or_too_much_is_reported(old, new, told):
    after, edit = edited(TEXT)
    assert edit_differences(read(TEXT), read(after), edit) == []
    spoilt = re.sub(old, new, after, count=1, flags=re.DOTALL)
    assert spoilt != after

    assert told in " ".join(edit_differences(read(TEXT), read(spoilt), edit))


def test_a_map_laid_out_anew_is_reported_when_others_had_placed_it(monkeypatch):
    monkeypatch.setattr(layout, "is_placed_by_others", lambda document: False)

    after, edit = edited(whole(LINE, plane("p", *DRAWN)))

    assert edit_differences(read(whole(LINE, plane("p", *DRAWN))), read(after), edit) != []


def test_very_many_children_are_compared_too():
    tasks = [f'<task id="t{n}"/>' for n in range(3_000)]
    text = whole(f'<process id="p">{"".join(tasks)}</process>')
    less = whole(f'<process id="p">{"".join(tasks[1:])}</process>')
    turned = whole(f'<process id="p">{"".join(reversed(tasks))}</process>')

    assert differences(read(text), read(less)) == ["definitions/process[p]/task[t0] is lost."]
    assert differences(read(text), read(turned)) != []


def test_a_new_task_goes_between_the_first_and_all_that_it_led_to():
    document = Document.parse(whole(RICH))

    name = bpmn.add(document, Facts("新"), after="a")

    ways = {(edge.source, edge.target) for edge in document.graph().edges}
    assert ways == {("s", "a"), ("a", name), (name, "b"), (name, "a")}
    assert document.element(name).get("default") == "f2"
