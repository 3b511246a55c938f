"""The pages of stage 2: who sees them, what they cost, what they refuse, what they keep."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from processes.models import Activity, Finding, ProcessMap
from processes.queries.mapping import as_is_map
from projects.enums import Stage
from sopman.files.queries import attachments_of
from tests.factories.people import a_controller, a_position, a_user, an_auditor
from tests.factories.processes import (
    a_finding,
    a_map,
    a_mapped_project,
    an_activity,
    fresh,
    step_called,
)
from tests.factories.projects import a_signed_project

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"processes:{name}", args=args)


@pytest.fixture
def project():
    return a_mapped_project()


@pytest.fixture
def process_map(project):
    return as_is_map(project)


@pytest.fixture
def lead(client_for, project):
    return client_for(project.lead)


def test_the_stage_page_shows_table_map_text_figures_and_problems(lead, project):
    page = lead.get(url("mapping", project.pk), headers={"accept-language": "zh"})

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<svg") >= 1
    assert 'class="bpmn"' in text
    for words in ("接收投诉", "是否同意？", "退回修改", "同一信息重复录入", "P01"):
        assert words in text
    assert "style=" not in text
    assert "disabled" not in text.partition("complete")[2].partition("</form>")[0]


def test_readers_see_everything_and_no_way_to_change_it(client_for, project):
    for person in (an_auditor(), a_controller(), project.sponsor):
        text = client_for(person).get(url("mapping", project.pk)).content.decode()
        assert "接收投诉" in text
        assert "edit" not in text.partition('id="steps"')[2].partition('id="map"')[0]
        assert url("add_finding", project.pk) not in text
        assert url("complete_mapping", project.pk) not in text


def every_address(project):
    process_map = as_is_map(project)
    step = Activity.objects.filter(map=process_map).first().step_id
    finding = project.findings.first()
    reading = [
        url("mapping", project.pk),
        url("map_file", project.pk, "as_is", "bpmn"),
        url("map_file", project.pk, "as_is", "svg"),
        url("finding", finding.pk),
        url("step", step),
    ]
    writing = [
        url("edit_table", process_map.pk),
        url("add_activity", process_map.pk),
        url("edit_activity", process_map.pk, step),
        url("edit_branches", process_map.pk, step),
        url("remove_activity", process_map.pk, step),
        url("add_finding", project.pk),
        url("edit_finding", finding.pk),
        url("remove_finding", finding.pk),
    ]
    posting = [
        url("start_map", project.pk),
        url("complete_mapping", project.pk),
        url("move_activity", process_map.pk, step, "down"),
        url("add_evidence", finding.pk),
        url("remove_evidence", finding.pk, uuid4()),
    ]
    return reading, writing, posting


def test_strangers_meet_a_404_everywhere(client_for, project):
    stranger = client_for(a_user())
    reading, writing, posting = every_address(project)

    for address in reading + writing:
        assert stranger.get(address).status_code == 404, address
    for address in writing + posting:
        assert stranger.post(address, {}).status_code == 404, address


def test_readers_meet_a_403_where_something_is_changed(client_for, project):
    sponsor = client_for(project.sponsor)
    before = fresh(as_is_map(project)).xml
    reading, writing, posting = every_address(project)

    for address in reading:
        assert sponsor.get(address).status_code == 200, address
    for address in writing:
        assert sponsor.get(address).status_code == 403, address
    for address in writing + posting:
        if "/start/" not in address:
            assert sponsor.post(address, {"upload": ""}).status_code == 403, address
    assert fresh(as_is_map(project)).xml == before


def test_addresses_that_post_refuse_to_be_read(lead, project):
    for address in every_address(project)[2]:
        assert lead.get(address).status_code == 405


def test_a_get_writes_nothing(lead, project):
    reading, writing, _posting = every_address(project)
    for address in reading + writing:
        with CaptureQueriesContext(connection) as seen:
            assert lead.get(address).status_code == 200
        asked = [q["sql"] for q in seen.captured_queries if "session" not in q["sql"]]
        verbs = {sql.split()[0] for sql in asked}
        assert not verbs & {"INSERT", "UPDATE", "DELETE"}, address


@pytest.mark.parametrize("what", ["mapping", "edit_table", "optimization"])
def test_the_cost_does_not_grow_with_the_activities(client_for, what):
    counts = []
    for extra in (0, 9):
        project = a_mapped_project()
        process_map = as_is_map(project)
        for n in range(extra):
            an_activity(process_map, f"环节{n}")
            a_finding(project, f"环节{n}")
        address = url(what, process_map.pk if what == "edit_table" else project.pk)
        client = client_for(project.lead)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# Editing through forms


def grid(rows, revision):
    data = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0, "seen": revision}
    for n, row in enumerate(rows):
        data |= {f"row-{n}-{name}": value for name, value in row.items()}
    return data


def test_a_table_is_typed_in_from_nothing(client_for):
    project = a_signed_project()
    client = client_for(project.lead)
    position = a_position("客服专员")

    started = client.post(url("start_map", project.pk))
    process_map = ProcessMap.objects.get()
    assert started.url == url("edit_table", process_map.pk)
    rows = [
        {"name": "接收", "position": position.code, "touch": "5", "waiting": "0.5", "value": "va"},
        {"name": "答复"},
        {"name": ""},
    ]  # fmt: skip
    saved = client.post(url("edit_table", process_map.pk), grid(rows, 0))

    assert saved.url == url("mapping", project.pk)
    found = Activity.objects.order_by("order").values_list("name", "position", "value_class")
    assert list(found) == [("接收", position.pk, "va"), ("答复", None, "")]


def test_a_bad_grid_keeps_what_was_typed(lead, process_map):
    rows = [
        {"name": "新环节", "touch": "abc"},
        {"name": "", "system": "OA"},
        {"name": "x" * 201},
        {"name": "岗位", "position": "999999"},
    ]

    page = lead.post(url("edit_table", process_map.pk), grid(rows, process_map.revision))

    assert page.status_code == 422
    for typed in ("新环节", "abc", "OA"):
        assert typed in page.content.decode()
    assert fresh(process_map).revision == process_map.revision


def test_a_stale_page_loses_nothing(lead, project, process_map):
    step = step_called(process_map, "接收投诉").pk
    data = {"name": "改过的名字", "value_class": "va", "seen": process_map.revision - 1}

    page = lead.post(url("edit_activity", process_map.pk, step), data)

    assert page.status_code == 422
    assert "改过的名字" in page.content.decode()
    assert "已" in page.content.decode() or "meanwhile" in page.content.decode()
    assert not Activity.objects.filter(name="改过的名字").exists()


def test_an_activity_is_added_behind_another(lead, process_map):
    step = step_called(process_map, "接收投诉").pk
    data = {"name": "核对订单", "after": str(step), "seen": process_map.revision}

    assert lead.post(url("add_activity", process_map.pk), data).status_code == 302

    names = (
        Activity.objects.filter(map=process_map).order_by("order").values_list("name", flat=True)
    )
    assert list(names)[:2] == ["接收投诉", "核对订单"]


def test_moving_and_removing_by_buttons(lead, process_map):
    step = step_called(process_map, "接收投诉").pk

    assert lead.post(url("move_activity", process_map.pk, step, "down")).status_code == 302
    assert Activity.objects.get(step=step).order == 1
    assert lead.post(url("move_activity", process_map.pk, step, "sideways")).status_code == 404
    asked = lead.get(url("remove_activity", process_map.pk, step))
    assert asked.status_code == 200
    gone = lead.post(url("remove_activity", process_map.pk, step), {"seen": ""})
    assert gone.status_code == 302
    assert not Activity.objects.filter(step=step).exists()


def test_removal_says_what_hangs_on_the_activity(lead, process_map):
    step = step_called(process_map, "重新录入CRM").pk

    assert "P01" in lead.get(url("remove_activity", process_map.pk, step)).content.decode()


def test_branches_are_set_in_a_form(lead, process_map):
    step, target = step_called(process_map, "接收投诉").pk, step_called(process_map, "答复客户").pk
    data = {
        "branch-TOTAL_FORMS": 3, "branch-INITIAL_FORMS": 0, "seen": process_map.revision,
        "question": "是否有效？", "branch-0-condition": "有效", "branch-0-target": str(target),
        "branch-1-condition": "无效", "branch-1-target": "end", "branch-2-condition": "",
        "branch-2-target": "",
    }  # fmt: skip

    assert lead.post(url("edit_branches", process_map.pk, step), data).status_code == 302

    page = lead.get(url("edit_branches", process_map.pk, step)).content.decode()
    assert "是否有效？" in page
    assert "无效" in page


def test_one_branch_without_the_other_is_explained(lead, process_map):
    step = step_called(process_map, "接收投诉").pk
    data = {
        "branch-TOTAL_FORMS": 1, "branch-INITIAL_FORMS": 0, "seen": process_map.revision,
        "branch-0-condition": "有效", "branch-0-target": "end",
    }  # fmt: skip

    assert lead.post(url("edit_branches", process_map.pk, step), data).status_code == 422


def finding_form(step, **given):
    return {
        "kind": "risk",
        "text": "客户隐私外泄",
        "steps": [str(step)],
        "impact": "3",
        "frequency": "1",
        "evidence": "",
    } | given


def test_a_finding_is_written_changed_and_removed(lead, project, process_map):
    step = step_called(process_map, "接收投诉").pk

    assert lead.post(url("add_finding", project.pk), finding_form(step)).status_code == 302
    found = Finding.objects.get(kind="risk")
    assert (found.score, [s.pk for s in found.steps.all()]) == (3, [step])
    changed = finding_form(step, text="隐私外泄风险", seen=found.revision)
    assert lead.post(url("edit_finding", found.pk), changed).status_code == 302
    assert lead.post(url("edit_finding", found.pk), changed).status_code == 422  # stale by now
    assert lead.post(url("remove_finding", found.pk)).status_code == 302
    assert not Finding.objects.filter(pk=found.pk).exists()


def test_a_finding_on_somebody_elses_step_is_refused_in_the_form(lead, project):
    stranger = an_activity(a_map(), "甲").step_id

    page = lead.post(url("add_finding", project.pk), finding_form(stranger))

    assert page.status_code == 422
    assert "客户隐私外泄" in page.content.decode()


def test_evidence_is_attached_and_reached_through_the_finding(lead, client_for, project):
    one = project.findings.get()
    picture = BytesIO()
    Image.new("RGB", (4, 4), "white").save(picture, "PNG")
    upload = SimpleUploadedFile("现场.png", picture.getvalue(), "image/png")

    assert lead.post(url("add_evidence", one.pk), {"upload": upload}).status_code == 302

    file = attachments_of(one).get()
    assert lead.get(file.get_absolute_url()).status_code == 200
    assert client_for(a_user()).get(file.get_absolute_url()).status_code == 404
    assert lead.post(url("remove_evidence", one.pk, file.pk)).status_code == 302
    assert not attachments_of(one).exists()


def test_a_program_is_no_evidence(lead, project):
    one = project.findings.get()
    upload = SimpleUploadedFile("a.png", b"MZ\x90\x00", "image/png")

    assert lead.post(url("add_evidence", one.pk), {"upload": upload}).status_code == 422


def test_the_problem_list_is_filtered_and_sorted(lead, project):
    a_finding(project, "接收投诉", kind="risk", text="很小的风险", impact=1, frequency=1)

    page = lead.get(url("mapping", project.pk), {"kind": "risk", "sort": "number"}).content.decode()
    assert "很小的风险" in page
    assert "同一信息重复录入" not in page.partition('id="findings"')[2].partition("<tbody>")[2]
    nonsense = {"kind": "x", "severity": "y", "step": "z", "sort": "--"}
    assert lead.get(url("mapping", project.pk), nonsense).status_code == 200


def test_completing_by_the_button(lead, project):
    answer = lead.post(url("complete_mapping", project.pk))

    project.refresh_from_db()
    assert answer.url == url("optimization", project.pk)
    assert project.stage == Stage.OPTIMIZATION
    assert lead.post(url("complete_mapping", project.pk)).status_code == 409


def test_an_unready_mapping_is_refused_with_the_sentences(client_for):
    project = a_signed_project()

    page = client_for(project.lead).post(url("complete_mapping", project.pk))

    assert page.status_code == 409


def test_the_reason_for_no_present_process_is_stated(client_for):
    project = a_signed_project(has_present_process=False)
    client = client_for(project.lead)

    assert client.post(url("state_absence", project.pk), {"reason": ""}).status_code == 422
    assert client.post(url("state_absence", project.pk), {"reason": "新业务"}).status_code == 302
    assert "新业务" in client.get(url("mapping", project.pk)).content.decode()
