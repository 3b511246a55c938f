"""Editing a map: one truth, one identity, nothing lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from processes import actions
from processes.bpmn import Document
from processes.enums import MapKind
from processes.models import Activity, Flow, ProcessMap, Step
from processes.queries.mapping import as_is_map
from projects.enums import Stage
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.people import a_position, a_user
from tests.factories.processes import (
    END,
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
        lambda m, s, **k: actions.save_table(
            m, rows=[actions.TableRow("", "新增")], confirm=True, **k
        ),
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
            actions.save_activity(process_map, step=None, **facts(), **by(project, actor=person))
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
    names = (
        Activity.objects.filter(map=process_map).order_by("order").values_list("name", flat=True)
    )
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
            actions.TableRow(
                str(first.step_id), "甲二", position, "CRM", Decimal(1), Decimal(2), "va"
            ),
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
    same = [
        actions.TableRow(
            str(rows[0].step_id), "甲二", position, "CRM", Decimal(1), Decimal(2), "va"
        ),
        actions.TableRow(str(rows[1].step_id), "乙"),
    ]
    actions.save_table(process_map, rows=same, **by(project))
    assert fresh(process_map).revision == 2
    actions.save_table(process_map, rows=same[:1], **by(project))
    assert [row.facts.name for row in Document.parse(fresh(process_map).xml).rows()] == ["甲二"]


def test_a_map_has_an_upper_limit(monkeypatch):
    monkeypatch.setattr("processes.actions.maps.MOST_ACTIVITIES", 1)
    process_map = a_map()
    an_activity(process_map, "甲")

    with pytest.raises(Refused, match="1 activities at most"):
        an_activity(process_map, "乙")
