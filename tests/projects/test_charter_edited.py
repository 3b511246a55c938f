"""The charter after its signature, its team and its schedule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from projects import actions
from projects.enums import Direction, MemberRole, Stage
from projects.models import Charter, Objective, Project
from projects.planning import suggested_plan
from projects.stages import criteria_of
from sopman.audit.models import Event
from sopman.core.errors import Refused
from tests.factories.people import (
    PASSWORD,
    a_controller,
    a_department,
    a_user,
    an_administrator,
    an_auditor,
)
from tests.factories.projects import (
    NOON,
    WISHED,
    a_project,
    a_signed_project,
    an_objective,
    complete_charter,
)

pytestmark = pytest.mark.django_db


def unmet(project):
    return [str(one.sentence) for one in criteria_of(project) if not one.met]


def again(project):
    return Project.objects.get(pk=project.pk)


def test_nothing_of_the_charter_changes_after_the_signature():
    project = a_signed_project()
    lead, objective = project.lead, project.objectives.get()
    item = project.scope_items.first()
    facts = {"direction": Direction.IN, "text_zh": "x"}
    tries = [
        lambda: actions.edit_charter(project, actor=lead, at=NOON, purpose="x"),
        lambda: actions.edit_objective(objective, actor=lead, at=NOON, target=Decimal(40)),
        lambda: actions.remove_objective(objective, actor=lead, at=NOON),
        lambda: an_objective(project),
        lambda: actions.add_scope_item(project, actor=lead, at=NOON, **facts),
        lambda: actions.edit_scope_item(item, actor=lead, at=NOON, **facts),
        lambda: actions.remove_scope_item(item, actor=lead, at=NOON),
        lambda: actions.edit_audience(project, actor=lead, at=NOON, departments=[], positions=[]),
        lambda: actions.edit_facts(
            project, actor=lead, at=NOON, title_zh="x", title_en="", sponsor=None,
            has_present_process=True,
        ),
    ]  # fmt: skip
    for attempt in tries:
        with pytest.raises(Refused, match="signed and can't be changed"):
            attempt()


@pytest.mark.parametrize("who", ["stranger", "administrator", "auditor", "controller", "sponsor2"])
def test_only_the_team_and_the_head_write_the_charter(who):
    project = a_project()
    person = {
        "administrator": an_administrator,
        "auditor": an_auditor,
        "controller": a_controller,
    }.get(who, a_user)()
    if who == "sponsor2":
        Project.objects.filter(pk=project.pk).update(sponsor=person)
    with pytest.raises(PermissionDenied):
        actions.edit_charter(project, actor=person, at=NOON, purpose="x")
    head = project.owning_department.head
    actions.edit_charter(project, actor=head, at=NOON, purpose="由负责人写")
    author = project.memberships.get(role=MemberRole.AUTHOR).user
    actions.edit_charter(project, actor=author, at=NOON, purpose="由编写人写")


def test_a_stale_page_overwrites_nothing():
    project = a_project()
    actions.edit_charter(project, actor=project.lead, at=NOON, purpose="一", seen=0)
    with pytest.raises(Refused, match="Someone else has just changed"):
        actions.edit_charter(project, actor=project.lead, at=NOON, purpose="二", seen=0)
    assert Charter.objects.get(project=project).purpose == "一"
    objective = an_objective(project)
    actions.edit_objective(objective, actor=project.lead, at=NOON, target=Decimal(20), seen=0)
    with pytest.raises(Refused, match="Someone else"):
        actions.edit_objective(objective, actor=project.lead, at=NOON, target=Decimal(1), seen=0)
    actions.remove_objective(objective, actor=project.lead, at=NOON)
    with pytest.raises(Refused, match="Someone else"):
        actions.edit_objective(objective, actor=project.lead, at=NOON, target=Decimal(1))


def test_what_is_out_of_scope_says_who_covers_it():
    project = a_project()
    with pytest.raises(Refused, match="who covers it instead"):
        actions.add_scope_item(
            project, actor=project.lead, at=NOON, direction=Direction.OUT, text_zh="门店"
        )
    with pytest.raises(Refused, match="what it is about"):
        actions.add_scope_item(project, actor=project.lead, at=NOON, direction=Direction.IN)


def test_a_baseline_left_to_stage_two_is_recorded_once_in_mapping():
    project = a_signed_project(baseline=False)
    objective = project.objectives.get()
    sentence = "Every objective has its measured baseline."
    assert sentence in unmet(project)
    given = {"actor": project.lead, "at": NOON, "baseline": Decimal("46.5")}
    with pytest.raises(Refused, match="Say where"):
        actions.record_baseline(objective, source=" ", **given)
    with pytest.raises(PermissionDenied):
        actions.record_baseline(objective, source="x", **given | {"actor": project.sponsor})
    actions.record_baseline(objective, source="三月 212 张工单", **given)
    assert Objective.objects.get(pk=objective.pk).baseline == Decimal("46.5")
    assert sentence not in unmet(again(project))
    event = Event.objects.get(code="projects.baseline.recorded")
    assert event.reason == "三月 212 张工单"
    with pytest.raises(Refused, match="has its baseline already"):
        actions.record_baseline(objective, source="x", **given)


def test_a_baseline_is_not_recorded_in_the_charter():
    project = a_project()
    objective = an_objective(project, baseline=None, measure_later=True)
    with pytest.raises(Refused, match="during the as-is mapping"):
        actions.record_baseline(
            objective, actor=project.lead, at=NOON, baseline=Decimal(1), source="x"
        )


def test_without_a_present_process_no_baseline_is_asked():
    project = a_signed_project(baseline=False, has_present_process=False)
    assert "Every objective has its measured baseline." not in unmet(project)


def test_the_team_changes_until_the_end_but_no_role_is_left_empty():
    project = a_signed_project()
    author = project.memberships.get(role=MemberRole.AUTHOR)
    with pytest.raises(Refused, match="Put somebody else into “Author” first"):
        actions.remove_member(author, actor=project.lead, at=NOON)
    actions.add_member(
        project, actor=a_controller(), at=NOON, user=a_user(), role=MemberRole.AUTHOR
    )
    actions.remove_member(author, actor=project.lead, at=NOON)
    lead = project.memberships.get(role=MemberRole.LEAD)
    with pytest.raises(Refused, match="only replaced"):
        actions.remove_member(lead, actor=project.lead, at=NOON)
    member = project.memberships.exclude(user=project.lead).first()
    with pytest.raises(PermissionDenied):
        actions.add_member(
            project, actor=member.user, at=NOON, user=a_user(), role=MemberRole.AUTHOR
        )
    with pytest.raises(PermissionDenied):
        actions.edit_member(member, actor=an_administrator(), at=NOON, work="x")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"role": MemberRole.LEAD}, "Change the team lead"),
        ({"user": "member", "role": MemberRole.AUTHOR}, "has this role already"),
        ({"user": "gone"}, "has left"),
        ({"deputy": "self"}, "own deputy"),
    ],
)
def test_add_member_refuses_with_the_reason(fields, why):
    project = a_project()
    people = {
        "member": project.memberships.get(role=MemberRole.AUTHOR).user,
        "gone": a_user(is_active=False),
    }
    user = people.get(fields.get("user")) or a_user()
    deputy = user if fields.get("deputy") == "self" else None
    role = fields.get("role", MemberRole.AUTHOR)
    with pytest.raises(Refused, match=why):
        actions.add_member(
            project, actor=project.lead, at=NOON, user=user, role=role, deputy=deputy
        )


def test_change_lead_moves_the_seat_and_keeps_the_sponsor_apart():
    project = a_project()
    head = project.owning_department.head
    with pytest.raises(PermissionDenied):
        actions.change_lead(project, actor=project.lead, at=NOON, lead=a_user(), reason="x")
    with pytest.raises(Refused, match="Say why"):
        actions.change_lead(project, actor=head, at=NOON, lead=a_user(), reason="")
    with pytest.raises(Refused, match="leads this project already"):
        actions.change_lead(project, actor=head, at=NOON, lead=project.lead, reason="x")
    actions.change_lead(project, actor=head, at=NOON, lead=head, reason="接手")
    project = again(project)
    assert project.lead == head
    assert project.sponsor is None
    assert project.memberships.get(role=MemberRole.LEAD).user == head
    signed = a_signed_project()
    with pytest.raises(Refused, match="signed the charter"):
        actions.change_lead(signed, actor=a_controller(), at=NOON, lead=signed.sponsor, reason="x")


def test_edit_facts_keeps_lead_and_sponsor_apart_and_a_title():
    project = a_project()
    given = {"title_zh": "标题", "title_en": "", "has_present_process": False}
    head = a_user()
    a_department(head=head)
    actions.edit_facts(project, actor=project.lead, at=NOON, sponsor=head, **given)
    assert again(project).sponsor == head
    with pytest.raises(Refused, match="can't be the sponsor"):
        actions.edit_facts(project, actor=project.lead, at=NOON, sponsor=project.lead, **given)
    with pytest.raises(Refused, match="Give the project a title"):
        actions.edit_facts(
            project, actor=project.lead, at=NOON, sponsor=head, **given | {"title_zh": ""}
        )


def test_the_schedule_keeps_the_floors_and_moves_later_only_with_a_reason():
    project = complete_charter(a_project())
    dates = suggested_plan(WISHED, start=NOON.date())
    short = dates | {Stage.PILOT: dates[Stage.REVIEW] + timedelta(days=13)}
    with pytest.raises(Refused, match="at least 14 days"):
        actions.set_schedule(project, actor=project.lead, at=NOON, dates=short)
    with pytest.raises(PermissionDenied):
        actions.set_schedule(project, actor=a_user(), at=NOON, dates=dates)
    actions.sign_charter(project, actor=project.sponsor, password=PASSWORD, at=NOON)
    later = dates | {Stage.RELEASE: date(2026, 7, 8)}
    with pytest.raises(Refused, match="say why the schedule changes"):
        actions.set_schedule(project, actor=project.lead, at=NOON, dates=later)
    moved = dates | {Stage.CHARTER: dates[Stage.CHARTER] - timedelta(days=1)}
    with pytest.raises(Refused, match="“Charter” is complete; its date stays"):
        actions.set_schedule(project, actor=project.lead, at=NOON, dates=moved, reason="x")
    actions.set_schedule(project, actor=project.lead, at=NOON, dates=later, reason="系统上线推迟")
    assert again(project).wished_effective_on == date(2026, 7, 8)
    assert Event.objects.filter(code="projects.schedule.changed").exists()
