"""Saving the step table through its page: all of it, asked first, and together with what others did."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from processes import actions
from processes.bpmn import Document
from processes.models import Activity
from processes.queries.mapping import as_is_map
from tests.factories.people import a_position
from tests.factories.processes import a_map, a_mapped_project, an_activity, fresh
from tests.factories.projects import NOON, a_signed_project

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
KEYS = ("name", "position", "system", "touch", "waiting", "value", "waste", "next", "notes")


@pytest.fixture
def project():
    return a_mapped_project()


@pytest.fixture
def process_map(project):
    return as_is_map(project)


@pytest.fixture
def lead(client_for, project):
    return client_for(project.lead)


def address(process_map, name="edit_table"):
    return reverse(f"processes:{name}", args=[process_map.pk])


def typed(process_map):
    """The rows as the page shows them."""
    rows = Activity.objects.filter(map=process_map).select_related("position__department")
    return [
        {
            "step": str(row.step_id), "name": row.name, "system": row.system,
            "position": row.position.code if row.position else "",
            "touch": str(row.touch_minutes or ""), "waiting": str(row.waiting_minutes or ""),
            "value": row.value_class, "waste": row.waste, "next": "", "notes": row.notes,
        }
        for row in rows.order_by("order")
    ]  # fmt: skip


def sent(rows, process_map, **more):
    return {"table": json.dumps(rows), "seen": process_map.revision} | more


def rows_of(process_map):
    return Document.parse(fresh(process_map).xml).rows()


def test_rows_are_moved_added_changed_and_wired_in_one_save(lead, process_map):
    rows = typed(process_map)
    rows[0], rows[1] = rows[1], rows[0]
    rows[1] |= {"touch": "1.5 h", "waiting": "1天", "waste": "waiting"}
    rows[3] |= {"next": "是否满意？ 满意 → 结束 90%; 不满意 → 5 10%"}
    rows.append({"name": "回访", "position": "", "next": "→ 4"})
    before = fresh(process_map).revision

    answer = lead.post(address(process_map), sent(rows, process_map))

    assert answer.status_code == 302
    found = rows_of(process_map)
    assert [row.facts.name for row in found] == [
        "重新录入CRM", "接收投诉", "审批处理方案", "答复客户", "回访"
    ]  # fmt: skip
    assert (found[1].facts.touch, found[1].facts.waiting, found[1].facts.waste) == (
        90,
        1440,
        "waiting",
    )
    assert [(b.condition, b.share) for b in found[3].branches] == [("满意", 90), ("不满意", 10)]
    assert found[4].branches[0].target == found[3].element_id
    assert [row.facts.step for row in found[:4]] == [rows[n]["step"] for n in range(4)]
    assert fresh(process_map).revision == before + 1


def test_the_page_says_the_rows_so_that_saving_them_changes_nothing(lead, process_map):
    page = lead.get(address(process_map)).content.decode()
    assert "是否同意？ 同意 → 4; 退回修改 → 2" in page
    rows = typed(process_map)
    rows[2]["next"] = "是否同意？ 同意 → 4; 退回修改 → 2"
    xml = fresh(process_map).xml

    assert lead.post(address(process_map), sent(rows, process_map)).status_code == 302
    assert fresh(process_map).xml == xml


def test_errors_stand_at_their_cells_and_nothing_typed_is_lost(lead, process_map):
    rows = typed(process_map)
    rows[0] |= {"touch": "viel", "position": "客服大专员", "next": "→ 99", "name": ""}

    page = lead.post(address(process_map), sent(rows, process_map))

    text = page.content.decode()
    assert page.status_code == 422
    for cell in ("name", "position", "touch", "next"):
        assert f'id="row-0-{cell}-error"' in text
    for value in ("viel", "客服大专员", "→ 99"):
        assert value in text
    assert fresh(process_map).revision == process_map.revision


def test_an_unknown_position_may_stay_a_name(lead, process_map):
    rows = typed(process_map)
    rows[0] |= {"position": "外包快递", "keep": "外包快递"}

    assert lead.post(address(process_map), sent(rows, process_map)).status_code == 302
    assert rows_of(process_map)[0].facts.position_name == "外包快递"
    assert rows_of(process_map)[0].facts.position is None
    assert "外包快递" in lead.get(address(process_map)).content.decode()


def test_what_hangs_on_a_removed_row_is_named_before(lead, process_map):
    rows = [row for row in typed(process_map) if row["name"] != "重新录入CRM"]
    rows[1]["next"] = ""

    page = lead.post(address(process_map), sent(rows, process_map))
    assert page.status_code == 422
    assert "P01" in page.content.decode()
    assert len(rows_of(process_map)) == 4
    meant = sent(rows, process_map, confirm="on")
    assert lead.post(address(process_map), meant).status_code == 302
    assert len(rows_of(process_map)) == 3


def test_the_plain_form_removes_by_a_tick(lead, process_map):
    data = {"seen": process_map.revision, "confirm": "on"}
    for n, row in enumerate(typed(process_map)):
        data |= {f"row-{n}-{key}": row[key] for key in (*KEYS, "step")}
    data |= {"row-1-gone": "yes"}

    assert lead.post(address(process_map), data).status_code == 302
    assert "重新录入CRM" not in [row.facts.name for row in rows_of(process_map)]


def change_meanwhile(process_map, name, **facts):
    row = Activity.objects.get(map=process_map, name=name)
    given = {
        "name": row.name, "position": row.position, "system": row.system,
        "touch_minutes": row.touch_minutes, "waiting_minutes": row.waiting_minutes,
        "value_class": row.value_class, "notes": row.notes,
    } | facts  # fmt: skip
    actor = process_map.project.lead
    actions.save_activity(process_map, step=row.step, actor=actor, at=LATER, **given)


def test_a_stale_save_is_offered_together_with_what_others_changed(lead, process_map):
    rows = typed(process_map)
    rows[2]["next"] = "是否同意？ 同意 → 4; 退回修改 → 2"
    data = sent([*rows, {"name": "归档"}], process_map)
    change_meanwhile(process_map, "接收投诉", system="热线")

    page = lead.post(address(process_map), data)
    assert page.status_code == 409
    assert "接收投诉" in page.content.decode()
    assert "归档" in page.content.decode()
    assert len(rows_of(process_map)) == 4
    met = fresh(process_map).revision
    assert lead.post(address(process_map), data | {"met": met}).status_code == 302

    found = rows_of(process_map)
    assert [row.facts.name for row in found][-1] == "归档"
    assert found[0].facts.system == "热线"


@pytest.mark.parametrize(("side", "system"), [("mine", "邮箱"), ("theirs", "热线")])
def test_a_contradiction_is_chosen(lead, process_map, side, system):
    rows = typed(process_map)
    rows[2]["next"] = "是否同意？ 同意 → 4; 退回修改 → 2"
    rows[0]["system"] = "邮箱"
    data = sent(rows, process_map)
    change_meanwhile(process_map, "接收投诉", system="热线")

    page = lead.post(address(process_map), data)
    text = page.content.decode()
    assert page.status_code == 409
    key = text.partition('name="conflict" value="')[2].partition('"')[0]
    met = fresh(process_map).revision
    unchosen = lead.post(address(process_map), data | {"met": met})
    assert unchosen.status_code == 409
    picked = {"met": met, "conflict": [key], "choice-0": side}
    assert lead.post(address(process_map), data | picked).status_code == 302

    assert rows_of(process_map)[0].facts.system == system


def test_a_paste_is_told_and_nothing_is_stored(lead, process_map):
    text = "环节\t岗位\t等待时间（小时）\n收件\t客服专员\t1.5\n审核\t没有这岗位\tx\n"
    told = lead.post(address(process_map, "check_table"), {"text": text, "first": "name"}).json()

    assert told["has_headings"]
    assert [row["name"] for row in told["rows"]] == ["收件", "审核"]
    assert told["rows"][0]["waiting"] == "90"
    assert "<table" in told["preview"]
    assert fresh(process_map).revision == process_map.revision


@pytest.mark.parametrize(
    "cells", ["", "null", "[[", '[["touch"]]', '[["x", "y"], ["next", "→ 9"]]', "[1]"]
)
def test_any_question_about_cells_is_answered(lead, process_map, cells):
    answer = lead.post(address(process_map, "check_table"), {"cells": cells, "count": "4"})
    assert answer.status_code == 200


def test_a_table_that_is_no_table_is_refused(lead, process_map):
    for table in ("", "{}", "[1]", "[" * 5000, '{"a"'):
        page = lead.post(address(process_map), {"table": table, "seen": process_map.revision})
        assert page.status_code == 422
    assert fresh(process_map).revision == process_map.revision


def test_a_copied_row_gets_an_identity_of_its_own(client_for):
    project = a_signed_project()
    process_map = a_map(project)
    an_activity(process_map, "甲", position=a_position())
    process_map.refresh_from_db()
    rows = typed(process_map)

    twice = client_for(project.lead).post(address(process_map), sent([*rows, rows[0]], process_map))
    assert twice.status_code == 422  # the same identity twice
    copy = rows[0] | {"step": ""}
    client_for(project.lead).post(address(process_map), sent([*rows, copy], process_map))

    steps = Activity.objects.filter(map=process_map).values_list("step", flat=True)
    assert len(set(steps)) == 2


def test_a_measured_time_says_so_until_it_is_written_over(lead, process_map):
    row = rows_of(process_map)[0]
    xml = fresh(process_map).xml.replace(
        f'step="{row.facts.step}"',
        f'step="{row.facts.step}" touchSource="measured" touchOf="5" touchN="3"',
    )
    type(process_map).objects.filter(pk=process_map.pk).update(xml=xml)
    assert "n = 3" in lead.get(address(process_map)).content.decode()
    rows = typed(process_map)
    rows[2]["next"] = "是否同意？ 同意 → 4; 退回修改 → 2"
    rows[0]["touch"] = "7"

    assert lead.post(address(process_map), sent(rows, process_map)).status_code == 302

    assert rows_of(process_map)[0].facts.touch_source is None
    assert "n = 3" not in lead.get(address(process_map)).content.decode()


def test_the_form_of_branches_keeps_shares_and_makes_parallel_parts(lead, process_map):
    found = rows_of(process_map)
    here = reverse("processes:edit_branches", args=[process_map.pk, found[0].facts.step])
    data = {"branch-TOTAL_FORMS": 2, "branch-INITIAL_FORMS": 0, "seen": process_map.revision}
    for n, row in enumerate(found[1:3]):
        data |= {f"branch-{n}-target": row.facts.step, f"branch-{n}-condition": ""}

    assert lead.post(here, data | {"is_fork": "on"}).status_code == 302
    assert rows_of(process_map)[0].is_fork
    process_map.refresh_from_db()
    data |= {"seen": process_map.revision, "branch-0-condition": "急", "branch-1-condition": "不急"}
    for shares, status in ((("70", "20"), 422), (("70", "30"), 302)):
        given = dict(zip(("branch-0-share", "branch-1-share"), shares, strict=True))
        assert lead.post(here, data | given).status_code == status
    assert [b.share for b in rows_of(process_map)[0].branches] == [70, 30]
    assert 'value="70"' in lead.get(here).content.decode()
