"""Beginning and writing a draft, and the gate that it has to pass."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from processes.queries import to_be_plan
from projects.enums import Stage
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sops import actions, gate, prefill, queries
from sops.enums import SectionKind, VersionState
from sops.frozen import frozen_content
from sops.models import ProjectSop, Sop, SopVersion
from tests.factories import sops as make
from tests.factories.ground import a_picture, an_upload
from tests.factories.optimization import an_adopted_project
from tests.factories.people import a_controller, a_user
from tests.factories.projects import NOON, complete_charter

S = VersionState
pytestmark = pytest.mark.django_db


def lead_of(version):
    return version.project.lead


# Beginning


def test_start_sop_fills_in_what_the_charter_has_settled():
    project = make.a_drafting_project()
    Project = type(project)
    Project.objects.filter(pk=project.pk).update(stage=Stage.CHARTER)
    complete_charter(Project.objects.get(pk=project.pk))
    Project.objects.filter(pk=project.pk).update(stage=Stage.DRAFTING)
    project = Project.objects.get(pk=project.pk)

    version = actions.start_sop(
        project, actor=project.lead, at=NOON, number=" cs-sop-001 ", title_zh="投诉处理"
    )

    texts = dict(version.sections.values_list("kind", "body"))
    assert version.sop.number == "CS-SOP-001"
    assert set(texts) == set(SectionKind.values)
    assert "统一线上投诉的处理。" in texts["purpose"]
    assert "24" in texts["purpose"]
    assert "线上渠道投诉" in texts["scope"]
    assert "门店运营部" in texts["scope"]
    assert "客户在线上渠道提交投诉" in texts["procedure"]
    assert ProjectSop.objects.get(project=project).version == version
    assert version.label == "V0.0"
    assert Event.objects.filter(code="sops.version.started", chain=project.audit_chain).exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"number": ""}, "document number"),
        ({"number": "TAKEN-1"}, "never used again"),
        ({"number": "taken-1 "}, "never used again"),
        ({"number": "N-1", "title_zh": "", "title_en": ""}, "title"),
    ],
)
def test_start_sop_refuses(given, why):
    make.an_imported_sop(number="TAKEN-1")
    project = make.a_drafting_project()
    with pytest.raises(Refused, match=why):
        actions.start_sop(
            project, actor=project.lead, at=NOON, **({"title_zh": "投诉处理"} | given)
        )
    assert not ProjectSop.objects.exists()


def test_start_sop_is_for_lead_and_controller_in_the_drafting_stage():
    project = make.a_drafting_project()
    member = project.memberships.exclude(user=project.lead).first().user
    with pytest.raises(PermissionDenied):
        actions.start_sop(project, actor=member, at=NOON, number="N-1", title_zh="标题")
    actions.start_sop(project, actor=a_controller(), at=NOON, number="N-1", title_zh="标题")
    with pytest.raises(Refused, match="SOP already"):
        actions.start_sop(project, actor=project.lead, at=NOON, number="N-2", title_zh="标题")
    other = make.a_drafting_project()
    type(other).objects.filter(pk=other.pk).update(stage=Stage.MAPPING)
    with pytest.raises(Refused, match="drafting stage"):
        actions.start_sop(other, actor=other.lead, at=NOON, number="N-3", title_zh="标题")


def test_the_database_refuses_a_second_sop_with_the_number():
    version = make.a_draft(number="N-1", complete=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sop.objects.create(
            number="N-1",
            title_zh="另一份",
            owning_department=version.sop.owning_department,
            owner=a_user(),
            created_at=NOON,
        )


# Writing


def test_sections_steps_branches_and_forms_are_written_and_recorded():
    version = make.a_draft()
    first, second = version.steps.all()
    lead = lead_of(version)

    actions.add_branch(first, condition="重大投诉", target=second.step, actor=lead, at=NOON)
    third = actions.add_step(version, title="核查", after=first, actor=lead, at=NOON)
    actions.move_step(second, up=True, actor=lead, at=NOON)

    titles = list(version.steps.values_list("title", flat=True))
    assert titles == [first.title, second.title, third.title]
    version = queries.with_content(SopVersion.objects).get(pk=version.pk)
    content = frozen_content(version)
    assert content["steps"][0]["branches"] == [{"if": "重大投诉", "to": str(second.step_id)}]
    codes = set(Event.objects.values_list("code", flat=True))
    assert {"sops.branch.added", "sops.step.added", "sops.step.moved"} <= codes


def test_somebody_elses_page_does_not_overwrite():
    version = make.a_draft()
    step = version.steps.first()
    seen = step.revision
    actions.edit_step(step, title="甲", seen=seen, actor=lead_of(version), at=NOON)
    with pytest.raises(Refused, match="Someone else"):
        actions.edit_step(step, title="乙", seen=seen, actor=lead_of(version), at=NOON)
    section = version.sections.get(kind="purpose")
    with pytest.raises(Refused, match="Someone else"):
        actions.edit_section(
            version, kind="purpose", body="新", seen=section.revision - 1,
            actor=lead_of(version), at=NOON,
        )  # fmt: skip
    assert version.steps.get(pk=step.pk).title == "甲"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"title": " "}, "title"),
        ({"title": "甲", "time_limit_value": Decimal(5)}, "unit"),
        ({"title": "甲", "time_limit_value": Decimal(0), "time_limit_unit": "hours"}, "more than"),
    ],
)
def test_edit_step_refuses(words, why):
    version = make.a_draft()
    with pytest.raises(Refused, match=why):
        actions.edit_step(version.steps.first(), actor=lead_of(version), at=NOON, **words)


def test_only_the_team_writes():
    version = make.a_draft()
    for person in (a_user(), a_controller(), version.sop.owning_department.head):
        with pytest.raises(PermissionDenied):
            actions.edit_section(version, kind="purpose", body="改", actor=person, at=NOON)


def test_a_picture_needs_words_and_is_a_picture():
    version = make.a_draft()
    step, lead = version.steps.first(), lead_of(version)
    with pytest.raises(Refused, match="shows"):
        actions.add_picture(step, upload=a_picture(), alt=" ", actor=lead, at=NOON)
    with pytest.raises(Refused):
        actions.add_picture(step, upload=an_upload("恶意.png"), alt="页面", actor=lead, at=NOON)
    shown = actions.add_picture(step, upload=a_picture(), alt="页面", actor=lead, at=NOON)
    assert shown.attachment.subject == shown
    actions.remove_picture(shown, actor=lead, at=NOON)
    assert not step.pictures.exists()


def test_saved_versions_are_numbered_and_kept():
    version = make.a_draft()
    saved = actions.save_snapshot(version, actor=lead_of(version), at=NOON, note="初稿")
    actions.edit_section(version, kind="purpose", body="改过", actor=lead_of(version), at=NOON)
    again = actions.save_snapshot(version, actor=lead_of(version), at=NOON)
    version.refresh_from_db()
    assert (saved.label, again.label, version.label) == ("V0.1", "V0.2", "V0.2")
    bodies = [one["body"] for one in saved.content["sections"] if one["kind"] == "purpose"]
    assert bodies == [make.TEXTS["purpose"]]
    with pytest.raises(DatabaseError), transaction.atomic():
        type(saved).objects.filter(pk=saved.pk).update(note="改")


# The gate


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda v: v.sections.filter(kind="scope").update(body=" "), "Scope"),
        (lambda v: v.steps.update(position=None), "who is responsible"),
        (lambda v: v.steps.update(action=""), "what to do"),
        (lambda v: v.steps.all().delete(), "at least one step"),
    ],
)
def test_an_incomplete_draft_is_not_submitted(spoil, why):
    version = make.a_draft()
    spoil(version)
    with pytest.raises(Refused, match=why):
        make.submit(version)
    version.refresh_from_db()
    assert version.state == S.DRAFT


def test_a_branch_to_a_removed_step_is_named():
    version = make.a_draft()
    first, second = version.steps.all()
    actions.add_branch(first, condition="重大", target=second.step, actor=lead_of(version), at=NOON)
    actions.remove_step(second, actor=lead_of(version), at=NOON)
    with pytest.raises(Refused, match="branch leads"):
        make.submit(version)


# From the to-be plan


def begun_from_the_plan():
    project = an_adopted_project()
    return actions.start_sop(
        project, actor=project.lead, at=NOON, number="CS-SOP-001", title_zh="投诉处理"
    )


def test_the_to_be_plan_becomes_the_steps_with_their_identity():
    version = begun_from_the_plan()
    plan = to_be_plan(version.project)
    steps = list(version.steps.all())
    assert [one.step_id for one in steps] == [planned.step.pk for planned in plan]
    assert [one.title for one in steps] == [planned.name for planned in plan]
    assert [one.position for one in steps] == [planned.position for planned in plan]
    control = next(one for one in steps if one.is_control_point)
    assert (str(control.time_limit), control.output_standard) == (
        "10 minutes",
        "已致电客户并在工单登记",
    )
    assert control.caution == "升级至主管"
    ways = {(way.condition, way.target_id) for one in steps for way in one.branches.all()}
    assert {condition for condition, _target in ways} == {"一般投诉", "重大投诉"}
    assert {target for _condition, target in ways} <= {one.step_id for one in steps}
    matrix = version.sections.get(kind="responsibilities").body
    assert all(one.position.name in matrix for one in steps if one.position)


def test_an_activity_of_the_plan_is_left_out_only_with_a_reason():
    version = begun_from_the_plan()
    lead, step = version.project.lead, version.steps.last()
    with pytest.raises(Refused, match="leaves this activity"):
        actions.remove_step(step, actor=lead, at=NOON)
    actions.remove_step(step, actor=lead, at=NOON, reason="并入上一步")
    assert version.omissions.get().reason == "并入上一步"
    assert queries.uncovered(version) == []
    actions.take_from_plan(version, step=step.step, actor=lead, at=NOON)
    assert not version.omissions.exists()
    assert version.steps.last().step == step.step
    with pytest.raises(Refused, match="covered already"):
        actions.take_from_plan(version, step=step.step, actor=lead, at=NOON)


def test_a_control_point_of_the_plan_stays_one():
    version = begun_from_the_plan()
    control = version.steps.get(is_control_point=True)
    actions.edit_step(
        control, title=control.title, action="做", position=control.position,
        actor=version.project.lead, at=NOON,
    )  # fmt: skip
    version = queries.with_content(SopVersion.objects).get(pk=version.pk)
    sentences = [str(one) for one in gate.open_sentences(version)]
    assert any("Key control point without" in one and control.title in one for one in sentences)


def test_a_later_project_keeps_the_wording_of_known_steps():
    version = begun_from_the_plan()
    step = version.steps.first()
    texts = prefill.step(
        next(one for one in to_be_plan(version.project) if one.step == step.step),
        old=step,
    )
    assert texts["action"] == step.action
