"""Whatever is decided in whatever order: every to-be activity traces back, nothing has two owners."""

from decimal import Decimal

import pytest
from django.db.models import Count, F, Q
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from processes import actions, redesign
from processes.bpmn import Document
from processes.doubts import about_limit, about_minutes
from processes.enums import Decision, MapKind, ResponsibilityKind
from processes.generation import differences, document_of, process_of
from processes.models import Activity, Responsibility
from processes.queries.optimization import Plan
from processes.redesign import END, START, Edge, Node, Process
from processes.redesign import Decision as Decided
from processes.ways import ways
from sopman.core.errors import Refused
from tests.factories.optimization import a_project_to_optimize, map_of, steps_of
from tests.factories.people import a_position
from tests.factories.projects import NOON

KEYS = [f"{n:08}-0000-4000-8000-000000000000" for n in range(6)]


def a_process(keys=KEYS):
    nodes = tuple(Node(key, f"环节{key[:8]}", position=1) for key in keys)
    edges = (Edge(START, keys[0]), *map(Edge, keys, [*keys[1:], END]))
    return Process(nodes, edges)


def decisions(draw):
    """A set of decisions free of circles and of contradictions, as the actions let through."""
    found = {}
    for key in KEYS:
        one = _drawn(draw, key)
        trial = found | {key: one}
        if key in (one.into, one.after):
            continue
        if any(redesign.in_circle(k, trial) or redesign.contradicts(k, trial) for k in KEYS):
            continue
        if any(_leans_on_nothing(k, trial) for k in KEYS):
            continue
        found = trial
    for number in range(draw(st.integers(0, 2))):
        key = f"added-{number}"
        found[key] = Decided(key, "add", after=draw(st.sampled_from([None, *KEYS])), name=key)
        if _leans_on_nothing(key, found):
            del found[key]
    roots = {}
    for key, one in list(found.items()):
        if one.kind == "combine":
            made = roots.setdefault(redesign.root_of(key, found), f"made-{len(roots)}")
            found[key] = Decided(key, "combine", into=one.into, outcome=made)
    return found


def _drawn(draw, key):
    kind = draw(st.sampled_from(["keep", "eliminate", "combine", "rearrange", "simplify"]))
    other = draw(st.sampled_from(KEYS))
    if kind == "combine":
        return Decided(key, kind, into=other)
    if kind == "rearrange":
        return Decided(key, kind, after=draw(st.sampled_from([None, other])))
    return Decided(key, kind)


def _leans_on_nothing(key, found):
    one = found.get(key)
    if one is None:
        return False
    goal = one.into if one.kind == "combine" else one.after
    if goal is None:
        return False
    end = found.get(redesign.root_of(goal, found))
    return end is not None and end.kind == "eliminate"


@given(st.data())
@settings(max_examples=200)
def test_every_to_be_activity_traces_back_or_is_added(data):
    found = st.composite(decisions)
    chosen = data.draw(found())
    made = redesign.redesign(a_process(), chosen)
    added = {key for key, one in chosen.items() if one.kind == "add"}
    for node in made.nodes:
        assert set(node.origins) <= set(KEYS)
        assert bool(node.origins) != (node.key in added)
    gone = {key for key, one in chosen.items() if one.kind == "eliminate"}
    origins = [origin for node in made.nodes for origin in node.origins]
    assert sorted(origins) == sorted(set(KEYS) - gone)  # each exactly once, nothing lost


@given(st.data())
@settings(max_examples=200)
def test_every_to_be_activity_is_reached_and_reaches_the_end(data):
    chosen = data.draw(st.composite(decisions)())
    made = redesign.redesign(a_process(), chosen)
    onward = {}
    for edge in made.edges:
        onward.setdefault(edge.source, set()).add(edge.target)
    seen, todo = set(), [START]
    while todo:
        here = todo.pop()
        for target in onward.get(here, ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    assert seen == {*made.keys, END}
    assert all(onward.get(key) for key in made.keys)


@given(st.data())
@settings(max_examples=60)
def test_the_map_says_what_the_redesign_says(data):
    """Through the BPMN and back: the same activities in the same order, the same ways."""
    chosen = data.draw(st.composite(decisions)())
    made = redesign.redesign(a_process(), chosen)
    if not made.nodes:
        return
    document = document_of("流程", made, {1: "岗位"}, {})
    read = process_of(Document.parse(document.to_xml()).rows())
    assert read.keys == made.keys
    assert {(e.source, e.target) for e in read.edges} == {(e.source, e.target) for e in made.edges}


def test_differences_name_what_is_added_removed_and_changed():
    present = document_of("流程", a_process(), {1: "岗位"}, {}).rows()
    chosen = {
        KEYS[0]: Decided(KEYS[0], "eliminate"),
        KEYS[1]: Decided(KEYS[1], "simplify", touch=Decimal(3)),
        "new": Decided("new", "add", after=KEYS[5], name="新增"),
    }
    then = document_of("流程", redesign.redesign(a_process(), chosen), {1: "岗位"}, {}).rows()
    assert {(one.kind, one.name) for one in differences(present, then)} == {
        ("removed", "环节00000000"), ("changed", "环节00000001"), ("added", "新增"),
    } | {("moved", "环节00000005")}  # fmt: skip


def test_ways_look_through_gateways():
    flows = [("start", "a", ""), ("a", "g", ""), ("g", "b", "一般"), ("g", "c", "重大"),
             ("b", "c", ""), ("c", "end", "")]  # fmt: skip
    found = {(w.source, w.target, w.condition) for w in ways(["a", "b", "c"], flows)}
    assert found == {("a", "b", "一般"), ("a", "c", "重大"), ("b", "c", ""), ("c", None, "")}


@pytest.mark.parametrize(
    ("new", "present", "doubted"),
    [(None, 5, False), (8, 5, False), (300, 5, True), (481, None, True), (480, None, False)],
)
def test_minutes_that_look_like_hours_are_asked_about(new, present, doubted):
    new = None if new is None else Decimal(new)
    present = None if present is None else Decimal(present)
    assert bool(about_minutes(new, present)) is doubted


@pytest.mark.parametrize(
    ("value", "unit", "doubted"),
    [(10, "minutes", False), (2880, "minutes", True), (24, "hours", False),
     (120, "working_days", True), (5, "working_days", False), (1000, "working_hours", True)],
)  # fmt: skip
def test_limits_that_look_mixed_up_are_asked_about(value, unit, doubted):
    assert bool(about_limit(Decimal(value), unit)) is doubted


class OrderOfEdits(TestCase):
    """However duties, lanes and rows are edited: each activity has exactly one responsible."""

    @given(st.data())
    @settings(max_examples=6)
    def test_no_activity_ends_with_none_or_two_responsible(self, data):
        project = a_project_to_optimize(findings=False)
        by = {"actor": project.lead, "at": NOON}
        for step in steps_of(project):
            actions.decide(project, step=step, decision=Decision.KEEP, **by)
        actions.generate_to_be(project, **by)
        positions = [a_position() for _n in range(3)]
        for _n in range(data.draw(st.integers(1, 6))):
            _one_edit(data, project, positions, by)
        counted = Activity.objects.filter(map__project=project, map__kind=MapKind.TO_BE).annotate(
            owners=Count(
                "map__responsibilities",
                filter=Q(
                    map__responsibilities__kind=ResponsibilityKind.RESPONSIBLE,
                    map__responsibilities__step=F("step"),
                ),
            )
        )
        assert {one.owners for one in counted} == {1}
        assert not Plan(project).without_responsible
        drawn = set(counted.values_list("step_id", flat=True))
        assert set(Responsibility.objects.values_list("step_id", flat=True)) <= drawn


def _one_edit(data, project, positions, by):
    step = data.draw(st.sampled_from(steps_of(project, MapKind.TO_BE)))
    one, two = data.draw(st.permutations(positions))[:2]
    kind = data.draw(st.sampled_from(["duties", "lane", "remove", "again"]))
    process_map = map_of(project)
    row = Activity.objects.get(step=step, map=process_map)
    try:
        if kind == "duties":
            actions.set_duties(project, step=step, responsible=one, approves=two,
                               takes_part=positions, informed=positions, **by)  # fmt: skip
        elif kind == "lane":
            actions.save_activity(
                process_map, step=step, name=row.name, position=two, system="",
                touch_minutes=Decimal(1), waiting_minutes=Decimal(1), value_class="va", **by,
            )  # fmt: skip
        elif kind == "remove":
            actions.remove_activity(process_map, step=step, confirm=True, **by)
        else:
            actions.generate_to_be(project, overwrite=True, **by)
    except Refused:
        pass
