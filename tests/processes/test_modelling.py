"""Faults of a model, each with its place."""

from decimal import Decimal

import pytest

from processes.bpmn import END, Branch, Document, Facts, Row
from processes.bpmn.building import build
from processes.modelling import flaws
from tests.factories.foreign_maps import whole


def a_row(name, *branches, question=""):
    ways = tuple(Branch(c, t, None if s is None else Decimal(s)) for c, t, s in branches)
    return Row(name, Facts(name=name, step=f"step-{name}"), ways, question)


def kinds(*rows):
    document = build("流程", rows)
    return [(one.kind, one.step) for one in flaws(document, document.rows())]


def test_a_sound_map_has_none():
    rows = (
        a_row("a", ("yes", "b", 40), ("no", END, 60), question="Major?"),
        a_row("b"),
    )
    assert kinds(*rows) == []


@pytest.mark.parametrize(
    ("branches", "question", "expected"),
    [
        ((("yes", "b", None), ("", END, None)), "?", "no_condition"),
        ((("yes", "b", None), ("no", END, None)), "", "no_question"),
        ((("yes", "b", None), ("yes", END, None)), "?", "same_condition"),
        ((("yes", "b", 60), ("no", END, 60)), "?", "shares"),
        ((("yes", "b", 70), ("no", END, 60), ("?", END, None)), "?", "shares"),
    ],
)
def test_faults_of_a_decision_lead_to_its_branches(branches, question, expected):
    assert kinds(a_row("a", *branches, question=question), a_row("b")) == [(expected, "step-a")]


def test_dead_ends_and_unreached_activities():
    assert kinds(a_row("a", ("", END, None)), a_row("b")) == [("unreached", "step-b")]
    assert kinds(a_row("a"), a_row("b", ("", "a", None))) == [
        ("dead_end", "step-a"),
        ("dead_end", "step-b"),
    ]


def drawn(body):
    document = Document.parse(whole(f'<process id="p">{body}</process>'))
    return {one.kind for one in flaws(document, document.rows())}


def flow(name, source, target):
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}"/>'


def test_what_other_tools_draw():
    assert drawn('<task id="a" name="A"/>') >= {"no_start", "no_end"}
    crossing = "".join(
        [
            '<startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/><endEvent id="e"/>',
            '<exclusiveGateway id="g" name="?"/><parallelGateway id="p"/>',
            flow("f1", "s", "a"), flow("f2", "a", "g"), flow("f3", "b", "g"),
            '<sequenceFlow id="f4" name="x" sourceRef="g" targetRef="b"/>',
            '<sequenceFlow id="f5" name="y" sourceRef="g" targetRef="p"/>', flow("f6", "p", "e"),
        ]
    )  # fmt: skip
    assert drawn(crossing) == {"joins_and_splits", "superfluous"}
    split = "".join(
        [
            '<startEvent id="s"/><task id="a" name="A"/><endEvent id="e"/><endEvent id="z"/>',
            flow("f1", "s", "a"), flow("f2", "a", "e"), flow("f3", "a", "z"),
        ]
    )  # fmt: skip
    assert drawn(split) == {"silent_split"}
