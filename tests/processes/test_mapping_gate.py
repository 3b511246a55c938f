"""Findings, the gate of the mapping and its end, figures."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from processes import actions
from processes.enums import FindingKind
from processes.models import AbsentProcess, Finding
from processes.queries.findings import problem_list
from processes.queries.mapping import as_is_figures, as_is_map
from projects.enums import Stage
from projects.stages import criteria_of
from sopman.core.errors import Refused
from tests.factories.people import a_position, a_user
from tests.factories.processes import (
    a_finding,
    a_map,
    a_mapped_project,
    an_activity,
    step_called,
    with_branches,
)
from tests.factories.projects import NOON, a_signed_project

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

    assert sentences(project) == {"Every activity can be reached, and every path reaches the end."}


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
