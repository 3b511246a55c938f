"""Editing a map, findings, and the end of the mapping."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from processes import actions
from processes.bpmn import Document
from processes.enums import FindingKind, MapKind
from processes.models import AbsentProcess, Activity, Finding, Flow, ProcessMap, Step
from processes.queries.mapping import as_is_figures, as_is_map, problem_list
from projects.enums import Stage
from projects.stages import criteria_of
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.people import a_position, a_user
from tests.factories.processes import (
    END,
    a_finding,
    a_map,
    a_mapped_project,
    an_activity,
    fresh,
    step_called,
    with_branches,
)
from tests.factories.projects import NOON, a_project_in, a_signed_project

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def by(project, **more):
    return {"actor": project.lead, "at": LATER} | more


def facts(**changed):
    return {
        "name": "接收投诉",
        "position": None,
        "system": "",
        "touch_minutes": None,
        "waiting_minutes": None,
        "value_class": "",
    } | changed


def test_an_activity_stands_in_the_xml_and_in_a_row_with_one_identity():
    process_map = a_map()
    position = a_position("客服专员")

    row = an_activity(process_map, "接收投诉", position=position, touch_minutes=Decimal("2.5"))

    stored = Document.parse(fresh(process_map).xml).rows()[0]
    assert stored.facts.step == str(row.step_id)
    assert stored.element_id == row.element_id
    assert (stored.facts.position, stored.facts.position_name) == (position.pk, "客服专员")
    assert stored.facts.touch == row.touch_minutes == Decimal("2.5")
    assert row.step.project == process_map.project
    assert fresh(process_map).revision == 1
    assert Event.objects.filter(code="processes.activity.added").count() == 1


def test_the_identity_survives_renaming_moving_and_branching():
    process_map = a_map()
    project = process_map.project
    first, second = an_activity(process_map, "甲"), an_activity(process_map, "乙")

    actions.save_activity(process_map, step=first.step, **facts(name="丙"), **by(project))
    actions.move_activity(process_map, step=first.step, by=1, **by(project))
    actions.set_branches(
        process_map, step=second.step, branches=[("是", first.step), ("否", END)], **by(project)
    )

    rows = list(Activity.objects.filter(map=process_map).order_by("order"))
    assert [(row.name, row.step_id, row.pk) for row in rows] == [
        ("乙", second.step_id, second.pk),
        ("丙", first.step_id, first.pk),
    ]
    assert Step.objects.count() == 2


def test_rows_follow_the_xml_and_unchanged_ones_are_left_alone():
    project = a_mapped_project()
    process_map = as_is_map(project)
    before = {row.pk: row.history.count() for row in Activity.objects.all()}

    actions.save_activity(
        process_map, step=step_called(process_map, "答复客户"), **facts(name="回复"), **by(project)
    )

    edges = Document.parse(fresh(process_map).xml).graph().edges
    flows = Flow.objects.filter(map=process_map).order_by("element_id")
    assert sorted((e.id, e.source, e.target, e.name) for e in edges) == list(
        flows.values_list("element_id", "source_element", "target_element", "condition")
    )
    written = [row.name for row in Activity.objects.all() if row.history.count() > before[row.pk]]
    assert written == ["回复"]


@pytest.mark.parametrize(
    "change",
    [
        lambda m, s, **k: actions.save_activity(m, step=s, **facts(name="新名"), **k),
        lambda m, s, **k: actions.save_activity(m, step=None, **facts(name="新增"), **k),
        lambda m, s, **k: actions.move_activity(m, step=s, by=1, **k),
        lambda m, s, **k: actions.remove_activity(m, step=s, confirm=True, **k),
        lambda m, s, **k: actions.set_branches(m, step=s, branches=[("", END)], **k),
        lambda m, s, **k: actions.save_table(m, rows=[actions.TableRow("", "新增")], **k),
        lambda m, s, **k: actions.replace_map(m, Document.parse(m.xml), **k),
    ],
    ids=["edit", "add", "move", "remove", "branches", "table", "replace"],
)
def test_a_stale_revision_is_refused_and_nothing_is_lost(change):
    project = a_mapped_project()
    process_map = as_is_map(project)
    step = step_called(process_map, "接收投诉")
    before, events = fresh(process_map).xml, Event.objects.count()

    with pytest.raises(Refused, match="Somebody changed this meanwhile"):
        change(process_map, step, **by(project, seen_revision=process_map.revision - 1))

    assert fresh(process_map).xml == before
    assert Event.objects.count() == events
    change(process_map, step, **by(project, seen_revision=process_map.revision))
    assert fresh(process_map).revision == process_map.revision + 1


@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.MAPPING])
def test_the_as_is_map_changes_in_its_own_stage_only(stage):
    project = a_mapped_project()
    process_map = as_is_map(project)
    step = step_called(process_map, "接收投诉")
    type(project).objects.filter(pk=project.pk).update(stage=stage)
    wanted = PermissionDenied if stage in (Stage.CLOSED, Stage.CANCELLED) else Refused

    for change in (
        lambda: actions.save_activity(process_map, step=None, **facts(), **by(project)),
        lambda: actions.move_activity(process_map, step=step, by=1, **by(project)),
        lambda: actions.remove_activity(process_map, step=step, confirm=True, **by(project)),
        lambda: actions.set_branches(process_map, step=step, branches=[("", END)], **by(project)),
    ):
        with pytest.raises(wanted):
            change()


def test_only_the_team_changes_the_map():
    project = a_mapped_project()
    process_map = as_is_map(project)
    author = project.memberships.get(role="author").user

    for person in (a_user(), project.sponsor):
        with pytest.raises(PermissionDenied):
            actions.save_activity(
                process_map, step=None, **facts(), **by(project, actor=person)
            )
    actions.save_activity(process_map, step=None, **facts(), **by(project, actor=author))


def test_the_to_be_map_is_edited_by_the_same_verbs_in_its_own_stage():
    project = a_project_in(Stage.OPTIMIZATION)

    process_map = a_map(project, kind=MapKind.TO_BE)
    an_activity(process_map, "甲")

    assert Activity.objects.get(map=process_map).name == "甲"
    with pytest.raises(Refused):
        a_map(a_signed_project(), kind=MapKind.TO_BE)


def test_a_map_is_made_once():
    project = a_signed_project()

    assert a_map(project) == a_map(project)
    assert ProcessMap.objects.count() == 1


def test_removing_what_findings_hang_on_asks_first_and_keeps_the_step():
    project = a_mapped_project()
    process_map = as_is_map(project)
    step = step_called(process_map, "重新录入CRM")

    with pytest.raises(Refused, match="P01"):
        actions.remove_activity(process_map, step=step, **by(project))
    assert Activity.objects.filter(step=step).exists()
    actions.remove_activity(process_map, step=step, confirm=True, **by(project))

    assert not Activity.objects.filter(step=step).exists()
    assert Step.objects.filter(pk=step.pk).exists()
    assert step.findings.count() == 1
    names = Activity.objects.filter(map=process_map).order_by("order").values_list("name", flat=True)
    assert list(names) == ["接收投诉", "审批处理方案", "答复客户"]


@pytest.mark.parametrize(
    ("branches", "why"),
    [
        ([("", "甲"), ("否", END)], "condition"),
        ([("是", "乙"), ("是", END)], "same condition"),
        ([("是", "乙")], "at least two branches"),
        ([("", "甲")], "lead to itself"),
    ],
)
def test_branches_that_cannot_be_are_refused(branches, why):
    process_map = a_map()
    an_activity(process_map, "甲")
    an_activity(process_map, "乙")

    with pytest.raises(Refused, match=why):
        with_branches(process_map, "甲", *branches)


def test_a_branch_to_another_map_is_refused():
    process_map, other = a_map(), a_map()
    step, stranger = an_activity(process_map, "甲").step, an_activity(other, "乙").step

    with pytest.raises(Refused, match="no longer on the map"):
        actions.set_branches(
            process_map, step=step, branches=[("", stranger)], **by(process_map.project)
        )


def test_the_first_and_the_last_move_no_further():
    process_map = a_map()
    step = an_activity(process_map, "甲").step

    for way in (-1, 1):
        with pytest.raises(Refused, match="any further"):
            actions.move_activity(process_map, step=step, by=way, **by(process_map.project))


def test_the_whole_table_is_one_change():
    process_map = a_map()
    project = process_map.project
    first = an_activity(process_map, "甲", notes="记录")
    position = a_position()

    actions.save_table(
        process_map,
        rows=[
            actions.TableRow(str(first.step_id), "甲二", position, "CRM", Decimal(1), Decimal(2), "va"),
            actions.TableRow("", "乙", None, "", None, None, ""),
        ],
        **by(project),
    )

    rows = list(Activity.objects.filter(map=process_map).order_by("order"))
    assert [(r.name, r.position, r.touch_minutes, r.notes) for r in rows] == [
        ("甲二", position, Decimal(1), "记录"),
        ("乙", None, None, ""),
    ]
    assert fresh(process_map).revision == 2
    actions.save_table(process_map, rows=[], **by(project))
    assert fresh(process_map).revision == 2


def test_a_map_has_an_upper_limit(monkeypatch):
    monkeypatch.setattr("processes.actions.maps.MOST_ACTIVITIES", 1)
    process_map = a_map()
    an_activity(process_map, "甲")

    with pytest.raises(Refused, match="1 activities at most"):
        an_activity(process_map, "乙")


# Findings


def test_a_finding_is_numbered_weighed_and_pinned():
    project = a_mapped_project()

    second = a_finding(project, "接收投诉", "答复客户", impact=3, frequency=3)

    assert (second.code, second.score, second.severity) == ("P02", 9, "high")
    assert second.steps.count() == 2
    assert [one.code for one in problem_list(project)] == ["P02", "P01"]
    assert [one.code for one in problem_list(project, sort="number")] == ["P01", "P02"]
    assert [one.code for one in problem_list(project, severity="high")] == ["P01", "P02"][::-1]
    assert not problem_list(project, kind=FindingKind.RISK)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": " "}, "Say what is wrong"),
        ({"kind": "other"}, "type"),
        ({"impact": 4}, "1, 2 or 3"),
        ({"frequency": 0}, "1, 2 or 3"),
        ({"steps": []}, "at least one activity"),
    ],
)
def test_an_incomplete_finding_is_refused(given, why):
    project = a_mapped_project()

    with pytest.raises(Refused, match=why):
        a_finding(project, **given)
    assert Finding.objects.count() == 1


def test_a_finding_is_pinned_to_the_own_map_only():
    project, stranger = a_mapped_project(), an_activity(a_map(), "甲").step

    with pytest.raises(Refused, match="no longer on the map"):
        a_finding(project, steps=[stranger])


def test_a_stale_finding_is_refused():
    project = a_mapped_project()
    one = project.findings.get()
    given = {
        "kind": one.kind,
        "text": "新",
        "impact": 1,
        "frequency": 1,
        "evidence": "",
        "steps": list(one.steps.all()),
    }
    actions.save_finding(project, finding=one, seen_revision=0, **given, **by(project))

    with pytest.raises(Refused, match="Somebody changed this meanwhile"):
        actions.save_finding(project, finding=one, seen_revision=0, **given, **by(project))


def test_findings_are_written_in_mapping_and_optimization_by_the_team():
    project = a_mapped_project()
    one = project.findings.get()

    with pytest.raises(PermissionDenied):
        actions.remove_finding(one, **by(project, actor=a_user()))
    type(project).objects.filter(pk=project.pk).update(stage=Stage.DRAFTING)
    with pytest.raises(Refused):
        actions.remove_finding(one, **by(project))
    type(project).objects.filter(pk=project.pk).update(stage=Stage.OPTIMIZATION)
    actions.remove_finding(one, **by(project))

    assert not project.findings.exists()


# The gate


def sentences(project):
    return {str(c.sentence) for c in criteria_of(project, Stage.MAPPING) if not c.met}


def test_a_complete_mapping_goes_on_to_the_optimization():
    project = a_mapped_project()
    assert sentences(project) == set()

    actions.complete_mapping(project, **by(project))

    project.refresh_from_db()
    assert project.stage == Stage.OPTIMIZATION
    with pytest.raises(Refused):
        actions.complete_mapping(project, **by(project))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"position": None}, "1 is incomplete"),
        ({"touch_minutes": None}, "1 is incomplete"),
        ({"waiting_minutes": None}, "1 is incomplete"),
        ({"value_class": ""}, "1 is incomplete"),
    ],
)
def test_the_gate_stays_shut_for_an_incomplete_activity(spoil, why):
    project = a_mapped_project()
    process_map = as_is_map(project)
    an_activity(process_map, "归档")
    whole = {
        "position": a_position(),
        "touch_minutes": Decimal(0),
        "waiting_minutes": Decimal(0),
        "value_class": "va",
    }
    step = step_called(process_map, "归档")
    actions.save_activity(process_map, step=step, **facts(**whole | spoil), **by(project))

    with pytest.raises(Refused, match=why):
        actions.complete_mapping(project, **by(project))
    project.refresh_from_db()
    assert project.stage == Stage.MAPPING


def test_the_gate_wants_a_map_findings_and_measured_baselines():
    project = a_signed_project(baseline=False)

    unmet = sentences(project)

    assert len(unmet) == 6
    assert any("baseline" in one for one in unmet)
    assert any("at least two activities" in one for one in unmet)


def test_the_gate_wants_every_path_to_reach_the_end():
    project = a_mapped_project()
    process_map = as_is_map(project)
    with_branches(process_map, "答复客户", ("", "重新录入CRM"))
    with_branches(process_map, "审批处理方案", ("", "重新录入CRM"))

    assert sentences(project) == {
        "Every activity can be reached, and every path reaches the end."
    }


def test_the_gate_wants_each_finding_pinned_to_what_is_on_the_map():
    project = a_mapped_project()
    process_map = as_is_map(project)
    step = step_called(process_map, "重新录入CRM")
    actions.remove_activity(process_map, step=step, confirm=True, **by(project))

    assert any("pinned" in one for one in sentences(project))


@pytest.mark.parametrize("role", ["author", "sponsor", "stranger"])
def test_only_the_lead_completes_the_mapping(role):
    project = a_mapped_project()
    author = project.memberships.get(role="author").user
    person = {"author": author, "sponsor": project.sponsor, "stranger": a_user()}[role]

    with pytest.raises(PermissionDenied):
        actions.complete_mapping(project, **by(project, actor=person))


def test_without_a_present_process_its_reason_stands_for_all():
    project = a_signed_project(baseline=False, has_present_process=False)
    assert len(sentences(project)) == 1

    with pytest.raises(Refused, match="Say why"):
        actions.state_absence(project, reason=" ", **by(project))
    actions.state_absence(project, reason="全新业务", **by(project))
    actions.complete_mapping(project, **by(project))

    project.refresh_from_db()
    assert project.stage == Stage.OPTIMIZATION
    assert AbsentProcess.objects.get().reason == "全新业务"


def test_a_process_that_the_charter_says_exists_is_mapped():
    project = a_signed_project()

    with pytest.raises(Refused, match="map it"):
        actions.state_absence(project, reason="没有", **by(project))


# Figures


def test_figures_follow_the_slowest_path_and_count_each_loop_once():
    project = a_mapped_project()

    figures = as_is_figures(project)

    assert (figures.activities, figures.touch, figures.waiting) == (4, Decimal(20), Decimal(120))
    assert figures.lead == Decimal(140)
    assert figures.efficiency == Decimal("7.1")
    assert figures.handovers == 3
    assert figures.systems == ("电商后台", "CRM", "OA")
    assert figures.approvals == ("审批处理方案",)
    assert [share.activities for share in figures.shares] == [2, 1, 1]


def test_the_shorter_branch_is_the_fastest_path():
    process_map = a_map()
    for name in ("甲", "乙", "丙"):
        an_activity(process_map, name)
    with_branches(process_map, "甲", ("普通", "丙"), ("重大", "乙"))

    figures = as_is_figures(process_map.project)

    assert (figures.lead, figures.fastest) == (Decimal(105), Decimal(70))
