"""Pages: who sees what, forms that keep what was typed, constant queries, the closed book."""

import re

import pytest
from django.urls import reverse

from projects.enums import Stage
from sops import actions, reading
from sops.enums import VersionState
from sops.models import Sop, SopStep, SopVersion
from tests.factories import sops as make
from tests.factories.ground import a_picture
from tests.factories.people import (
    PASSWORD,
    a_controller,
    a_department,
    a_position,
    a_user,
    an_administrator,
    an_auditor,
)
from tests.factories.projects import NOON

S = VersionState
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_floor_alone():
    """What upper floors put under the text has its own tests."""
    with pytest.MonkeyPatch.context() as patch:
        for registry in ("_blocks", "_bars", "_locks"):
            patch.setattr(reading, registry, {})
        yield


def people_of(version):
    """The roles of the matrix, as far as this floor knows them."""
    department = version.sop.owning_department
    colleague = a_user(position=a_position(department=department))
    return {
        "lead": version.project.lead,
        "member": version.project.memberships.exclude(user=version.project.lead).first().user,
        "head": department.head,
        "owner": version.sop.owner,
        "controller": a_controller(),
        "auditor": an_auditor(),
        "colleague": colleague,
        "administrator": an_administrator(),
        "stranger": a_user(),
    }


INSIDE = {"lead", "member", "head", "owner", "controller", "auditor"}
EVERYBODY = INSIDE | {"colleague", "administrator", "stranger"}
SEES = {
    S.DRAFT: INSIDE,
    S.IN_REVIEW: INSIDE,
    S.APPROVED: INSIDE,
    S.IN_PILOT: INSIDE,
    S.RELEASED: INSIDE | {"colleague"},
    S.EFFECTIVE: EVERYBODY,
    S.SUPERSEDED: INSIDE,
    S.WITHDRAWN: INSIDE,
    S.DROPPED: INSIDE,
}


@pytest.mark.parametrize("state", S.values)
def test_who_sees_a_version(state, client_for):
    version = make.a_superseded_version() if state == S.SUPERSEDED else make.a_version_in(state)
    for role, person in people_of(version).items():
        person.forget_standing()
        seen = SopVersion.objects.visible_to(person).filter(pk=version.pk).exists()
        assert seen == (role in SEES[state]), f"{state} {role}"
        response = client_for(person).get(version.get_absolute_url())
        assert response.status_code == (200 if seen else 404), f"{state} {role}"


def test_a_closed_library_is_read_by_those_concerned():
    from sopman.organization.models import Organization

    Organization.objects.create(pk=1, library_open=False)
    version = make.an_effective_version()
    reader = a_user(position=a_position(department=version.sop.owning_department))
    stranger = a_user()
    assert version in SopVersion.objects.visible_to(reader)
    assert version not in SopVersion.objects.visible_to(stranger)
    assert version.sop not in Sop.objects.visible_to(stranger)
    held = a_position()
    version.sop.positions.add(held)
    assert version in SopVersion.objects.visible_to(a_user(position=held))


def test_a_reader_is_told_what_is_not_in_force(client_for):
    pilot = make.a_version_in(S.IN_PILOT)
    page = client_for(pilot.project.lead).get(pilot.get_absolute_url()).content.decode()
    assert "V1.0 试运行版，尚未生效" in page
    old = make.a_superseded_version()
    page = client_for(old.project.lead).get(old.get_absolute_url()).content.decode()
    assert "现行有效版本为 V1.1" in page
    withdrawn = make.a_version_in(S.WITHDRAWN)
    page = client_for(a_user()).get(reverse("sops:read", args=[withdrawn.sop_id]))
    assert page.status_code == 200
    assert "已作废" in page.content.decode()
    assert "收到投诉即开始" not in page.content.decode()


def test_reading_shows_the_text_without_opening_a_hole(client_for):
    version = make.a_draft()
    lead = version.project.lead
    actions.edit_section(
        version,
        kind="purpose",
        body="<script>alert(1)</script>\n\n**重要** & 真实",
        actor=lead,
        at=NOON,
    )
    page = client_for(lead).get(version.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<b>重要</b> &amp; 真实" in page


# Queries


def filled(version, steps):
    lead = version.project.lead
    for n in range(steps):
        step = actions.add_step(version, title=f"步骤{n}", actor=lead, at=NOON, action="做")
        actions.edit_step(
            step, title=step.title, action="做", position=a_position(), actor=lead, at=NOON
        )
    actions.add_picture(version.steps.first(), upload=a_picture(), alt="图", actor=lead, at=NOON)
    actions.add_branch(
        version.steps.first(), condition="大", target=version.steps.last().step, actor=lead, at=NOON
    )
    return version


@pytest.mark.parametrize("steps", [1, 12])
def test_reading_costs_the_same_for_any_number_of_steps(
    steps, client_for, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("sopman.core.kept.watchers", [])  # they ask for all that is kept once more
    version = filled(make.a_draft(), steps)
    for move in (make.submit, make.approve, make.release, make.enforce):
        version = move(version)
    client = client_for(a_user(position=version.steps.first().position))
    client.get(reverse("sops:read", args=[version.sop_id]))
    with django_assert_max_num_queries(8):  # five of them for the frame
        response = client.get(reverse("sops:read", args=[version.sop_id]))
    assert response.content.count(b'class="step') >= steps


@pytest.mark.parametrize("page", ["library", "drafting", "detail"])
def test_pages_cost_the_same_for_one_and_three(page, client_for):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    version = make.an_effective_version() if page != "drafting" else filled(make.a_draft(), 1)
    reader = version.project.lead
    for _round in range(2):
        address = {
            "library": reverse("sops:library"),
            "drafting": reverse("sops:drafting", args=[version.project_id]),
            "detail": version.sop.get_absolute_url(),
        }[page]
        client = client_for(reader)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
        if page == "library":
            make.an_effective_version()
            make.an_imported_sop()
        elif page == "drafting":
            filled(version, 6)
        else:
            make.a_next_edition(version, state=S.EFFECTIVE)
    assert counts[1] == counts[0], counts


def test_the_page_that_the_reader_has_is_not_sent_again(client_for):
    version = make.an_effective_version()
    client = client_for(a_user())
    address = reverse("sops:read", args=[version.sop_id])
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    make.a_next_edition(version, state=S.EFFECTIVE)
    later = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200


# The closed book


def test_an_open_exam_shuts_every_road_to_the_text(client_for, monkeypatch):
    version = filled(make.a_draft(), 1)
    shown = version.step_pictures.get()
    for move in (make.submit, make.approve, make.release, make.enforce):
        version = move(version)
    trainee = a_user()
    client = client_for(trainee)
    roads = [
        reverse("sops:read", args=[version.sop_id]),
        version.get_absolute_url(),
        reverse("documents:deliver", args=["sops.sop", version.pk]) + "?format=pdf",
        shown.attachment.get_absolute_url(),
    ]
    for road in roads:
        assert client.get(road).status_code == 200, road
    assert (
        version.sop.number in client.get(reverse("search:search") + "?q=首次联系").content.decode()
    )

    def exam(user, sop_ids):
        return dict.fromkeys(sop_ids, "考试中") if user == trainee else {}

    monkeypatch.setitem(reading._locks, "exam", exam)
    for road in roads:
        response = client.get(road)
        assert response.status_code in (403, 404, 409), road
        assert "首次联系客户" not in response.content.decode(errors="ignore")
    found = client.get(reverse("search:search") + "?q=首次联系").content.decode()
    assert version.sop.number not in found
    assert client_for(a_user()).get(roads[0]).status_code == 200


# Forms


def test_beginning_and_writing_an_sop_in_the_browser(client_for):
    project = make.a_drafting_project()
    client = client_for(project.lead)
    page = reverse("sops:drafting", args=[project.pk])
    assert "开始编写 SOP" in client.get(page).content.decode()

    wrong = client.post(reverse("sops:start", args=[project.pk]), {"number": ""})
    assert wrong.status_code == 422
    data = {"number": "CS-SOP-9", "title_zh": "投诉处理", "authors": [project.lead.pk]}
    assert client.post(reverse("sops:start", args=[project.pk]), data).status_code == 302
    version = SopVersion.objects.get()

    address = reverse("sops:edit_section", args=[version.pk, "scope"])
    assert client.post(address, {"body": "线上", "seen": "0"}).status_code == 302
    stale = client.post(address, {"body": "我写的", "seen": "0"})
    assert stale.status_code == 409
    assert "我写的" in stale.content.decode()

    address = reverse("sops:add_step", args=[version.pk])
    wrong = client.post(address, {"title": "登记", "time_limit_value": "10"})
    assert wrong.status_code == 422
    fine = {"title": "登记", "time_limit_value": "10", "time_limit_unit": "minutes"}
    assert client.post(address, fine).status_code == 302
    step = SopStep.objects.get()
    for address in (
        reverse("sops:edit_step", args=[step.pk]),
        reverse("sops:add_branch", args=[step.pk]),
        reverse("sops:add_picture", args=[step.pk]),
        reverse("sops:remove_step", args=[step.pk]),
        reverse("sops:add_related", args=[version.pk]),
        reverse("sops:add_record_form", args=[version.pk]),
        reverse("sops:edit_authors", args=[version.pk]),
        reverse("sops:edit_change_note", args=[version.pk]),
    ):
        assert client.get(address).status_code == 200, address
    picture = {"upload": a_picture(), "alt": "页面"}
    assert client.post(reverse("sops:add_picture", args=[step.pk]), picture).status_code == 302
    assert (
        client.post(reverse("sops:save_snapshot", args=[version.pk]), {"note": "一"}).status_code
        == 302
    )
    assert (
        client.get(reverse("sops:snapshot", args=[version.snapshots.get().pk])).status_code == 200
    )
    assert client.get(page).status_code == 200


WRITE = ["edit_section", "edit_change_note", "edit_authors", "save_snapshot", "add_step", "add_related",
         "add_record_form"]  # fmt: skip


def test_strangers_find_nothing_and_others_may_not_write(client_for):
    version = make.a_draft()
    step = version.steps.first()
    roads = [
        reverse(
            f"sops:{name}", args=[version.pk, "scope"] if name == "edit_section" else [version.pk]
        )
        for name in WRITE
    ] + [
        reverse(f"sops:{name}", args=[step.pk])
        for name in ("edit_step", "remove_step", "add_branch")
    ]
    stranger, controller = client_for(a_user()), client_for(a_controller())
    for road in roads:
        assert stranger.post(road, {}).status_code == 404, road
        assert controller.post(road, {}).status_code == 403, road
    make.submit(version)
    lead = client_for(version.project.lead)
    for road in roads:
        assert lead.post(road, {}).status_code == 409, road


def test_moving_needs_a_post(client_for):
    step = make.a_draft().steps.first()
    client = client_for(step.version.project.lead)
    address = reverse("sops:move_step", args=[step.pk, "down"])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302


def test_importing_withdrawing_and_asking_about_a_copy(client_for):
    department = a_department(head=a_user())
    owner = a_user()
    client = client_for(department.head)
    assert client_for(a_user()).get(reverse("sops:import")).status_code == 403
    data = {
        "number": "OLD-1",
        "title_zh": "收货作业",
        "owning_department": department.pk,
        "owner": owner.pk,
        "old_version": "V2.0",
        "effective_on": "2024-08-26",
        "steps": "扫码\n清点",
        "password": "wrong",
    }
    assert client.post(reverse("sops:import"), data).status_code == 409
    assert client.post(reverse("sops:import"), data | {"password": PASSWORD}).status_code == 302
    sop = Sop.objects.get()
    version = sop.versions.get()
    copy = reverse("sops:status", args=[version.pk])
    assert "现行有效" in client_for(a_user()).get(copy).content.decode()

    address = reverse("sops:withdraw", args=[sop.pk])
    assert client_for(a_user()).get(address).status_code == 403
    assert client.post(address, {"reason": "停用", "password": PASSWORD}).status_code == 302
    assert "请勿按此件作业" in client_for(a_user()).get(copy).content.decode()
    controller = client_for(a_controller())
    address = reverse("sops:confirm_withdrawal", args=[sop.pk])
    assert controller.post(address, {"password": PASSWORD}).status_code == 302
    assert controller.get(reverse("sops:edit_register", args=[sop.pk])).status_code == 200


def test_the_library_puts_what_is_for_me_first_and_filters(client_for):
    make.an_imported_sop(number="A-1", title_zh="甲")
    mine = make.an_effective_version(number="Z-9")
    position = mine.steps.first().position
    client = client_for(a_user(position=position))
    page = client.get(reverse("sops:library")).content.decode()
    assert page.index("Z-9") < page.index("A-1")
    assert "与我有关" in page
    found = client.get(reverse("sops:library") + "?q=甲").content.decode()
    assert "A-1" in found
    assert "Z-9" not in found
    make.a_draft(number="D-1")
    assert "D-1" not in client.get(reverse("sops:library") + "?state=all").content.decode()
    controller = client_for(a_controller())
    assert "D-1" in controller.get(reverse("sops:library") + "?state=draft").content.decode()


def test_pages_write_nothing(client_for):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    version = make.an_effective_version()
    client = client_for(version.project.lead)
    for address in (
        reverse("sops:library"),
        version.sop.get_absolute_url(),
        reverse("sops:read", args=[version.sop_id]),
        reverse("sops:drafting", args=[version.project_id]),
    ):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        written = [
            one["sql"]
            for one in captured
            if re.match(r"(INSERT|UPDATE|DELETE)", one["sql"]) and "session" not in one["sql"]
        ]
        assert written == [], address


def test_the_gate_stands_on_the_page_and_in_the_panel(client_for):
    from projects.stages import criteria_of

    version = make.a_draft(complete=False)
    project = version.project
    open_ones = [one for one in criteria_of(project, Stage.DRAFTING) if not one.met]
    assert open_ones
    page = client_for(project.lead).get(reverse("sops:drafting", args=[project.pk]))
    assert "disabled" in page.content.decode()
    make.complete_draft(version)
    assert all(one.met for one in criteria_of(project, Stage.DRAFTING))
