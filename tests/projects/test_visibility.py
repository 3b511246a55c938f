"""Who sees a project, in one query; what waits, what is found, what a leaver hands over."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from projects import actions, queries
from projects.enums import MemberRole, Stage
from projects.leaving import hand_over
from projects.models import Milestone, Project, also_visible_to
from projects.search import find
from projects.waiting import projects as waiting
from sopman.audit.models import Event
from sopman.core import kept
from tests.factories.people import (
    PASSWORD,
    a_controller,
    a_department,
    a_deputy,
    a_user,
    an_administrator,
    an_auditor,
)
from tests.factories.projects import (
    NOON,
    a_project,
    a_project_in,
    a_signed_project,
    complete_charter,
)

pytestmark = pytest.mark.django_db


def sees(user, project):
    user.forget_standing()
    return Project.objects.visible_to(user).filter(pk=project.pk).exists()


def seat(project, role):
    return project.memberships.get(role=role).user


@pytest.fixture
def project():
    above = a_user("上级")
    department = a_department(head=a_user("部长"), parent=a_department(head=above))
    made = a_project(department=department)
    other = a_department(head=a_user("他部"))
    made.departments.add(other)
    made.people = {
        "lead": made.lead,
        "author": seat(made, MemberRole.AUTHOR),
        "sponsor": made.sponsor,
        "head above": above,
        "head concerned": other.head,
        "controller": a_controller(),
        "auditor": an_auditor(),
        "administrator": an_administrator(),
        "another head": a_department(head=a_user()).head,
        "stranger": a_user(),
    }
    return made


SEEN = {
    "lead": True,
    "author": True,
    "sponsor": True,
    "head above": True,
    "head concerned": True,
    "controller": True,
    "auditor": True,
    "administrator": False,
    "another head": False,
    "stranger": False,
}


@pytest.mark.parametrize("who", SEEN)
def test_visible_to_each_role(project, who):
    assert sees(project.people[who], project) is SEEN[who]


@pytest.mark.parametrize("who", ["lead", "author", "sponsor", "head above", "head concerned"])
def test_a_deputy_sees_what_the_absent_person_sees_while_it_lasts(project, who):
    deputy, former = a_user(), a_user()
    a_deputy(project.people[who], deputy)
    a_deputy(project.people[who], former, to_on=date(2021, 1, 1))
    assert sees(deputy, project)
    assert not sees(former, project)


def test_the_deputy_named_in_the_team_sees_it(project):
    member, deputy = project.memberships.get(role=MemberRole.AUTHOR), a_user()
    actions.edit_member(member, actor=project.lead, at=NOON, deputy=deputy)
    assert sees(deputy, project)


def test_who_has_left_sees_nothing(project):
    lead = project.lead
    lead.is_active = False
    lead.save()
    assert not sees(lead, project)


def test_upper_floors_show_a_project_to_whom_they_assign(project, monkeypatch):
    guest = a_user()
    monkeypatch.setattr(also_visible_to, "_sources", [])
    also_visible_to.register(lambda user: Q(pk=project.pk) if user == guest else Q(pk=None))
    assert sees(guest, project)
    assert not sees(a_user(), project)


def test_visibility_costs_one_query(project, django_assert_num_queries):
    person = project.people["head above"]
    a_deputy(project.people["head concerned"], person)
    _ = person.standing
    with django_assert_num_queries(1):
        assert len(Project.objects.visible_to(person)) == 1


def test_the_board_costs_the_same_for_one_and_three():
    department = a_department(head=a_user())
    head, costs = department.head, []
    for count in (1, 2):
        for _ in range(count):
            a_signed_project(department=department)
        head.forget_standing()
        kept.forget()
        with CaptureQueriesContext(connection) as asked:
            columns = queries.board(head)
        costs.append(len(asked))
    assert len(columns[Stage.MAPPING].rows) == columns[Stage.MAPPING].total == 3
    assert costs[0] == costs[1]


def test_a_card_knows_since_when_and_until_when():
    project = a_signed_project()
    Milestone.objects.filter(project=project, stage=Stage.MAPPING).update(
        planned_on=date(2026, 3, 10)
    )
    row = queries.board(project.lead)[Stage.MAPPING].rows[0]
    assert (row.entered_at, row.planned_on) == (NOON, date(2026, 3, 10))


def test_the_filters_of_the_list():
    ours = a_signed_project(title_zh="投诉处理")
    actions.cancel(other := a_project(), reason="x", actor=a_controller(), at=NOON)
    Milestone.objects.filter(project=ours, stage=Stage.MAPPING).update(planned_on=date(2026, 3, 3))
    everyone, day = an_auditor(), date(2026, 3, 4)

    def found(user=everyone, **narrow):
        return set(queries.filtered(user, queries.Filters(**narrow), on=day))

    assert found() == {ours, other}
    assert found(stage="mapping") == {ours}
    assert found(department=other.owning_department) == {other}
    assert found(lead=ours.lead) == {ours}
    assert found(words="投诉") == {ours}
    assert found(overdue=True) == {ours}
    assert found(mine=True) == set()
    assert found(ours.lead, mine=True) == {ours}
    assert found(seat(ours, MemberRole.AUTHOR), mine=True) == {ours}
    assert list(queries.leads_of(ours.lead)) == [ours.lead]


def titles(user, at=NOON):
    user.forget_standing()
    return [(str(item.title), item.blocked) for item in waiting(user, at=at)]


def test_what_waits_for_lead_and_sponsor():
    project = complete_charter(a_project(title_zh="投诉", title_en="Complaints"))
    lead, sponsor = project.lead, project.sponsor
    assert titles(lead) == [("Finish the charter of “Complaints”", False)]
    assert titles(sponsor) == []
    actions.ask_sponsor(project, actor=lead, at=NOON)
    assert titles(lead) == []
    assert titles(sponsor) == [("Sign the charter of “Complaints”", True)]
    a_deputy(sponsor, deputy := a_user())
    assert titles(deputy) == [("Sign the charter of “Complaints”", True)]
    actions.sign_charter(project, actor=sponsor, password=PASSWORD, at=NOON)
    assert titles(lead) == titles(sponsor) == []
    late = NOON + timedelta(days=100)
    assert titles(lead, late) == [("“Complaints” is late in its present stage", False)]


def test_search_finds_only_what_is_visible():
    project = a_project(title_zh="客户投诉处理")
    assert [hit.title for hit in find("投诉", project.lead, 5)] == [project.title]
    assert find("投诉", a_user(), 5) == []


def test_the_stage_bar_says_what_is_done_late_and_locked():
    project = a_signed_project()
    on = date(2026, 3, 4)
    Milestone.objects.filter(project=project, stage=Stage.MAPPING).update(
        planned_on=date(2026, 3, 2)
    )
    first, second, third = queries.stage_cells(project, on=on)[:3]
    assert (first.status, first.note[:4], first.left_at) == ("done", "done", NOON)
    assert (second.status, second.late) == ("active", True)
    assert (third.status, third.url) == ("todo", "")
    assert third.locked == "Opens when “As-is mapping” is complete."


def test_a_small_change_shows_the_stages_it_leaves_out():
    cells = queries.stage_cells(a_project(kind="minor"), on=NOON.date())
    assert [cell.note for cell in cells[:3]] == ["not needed"] * 3
    assert cells[3].status == "active"


def test_a_leaver_hands_over_lead_seats_and_sponsorship():
    leaver, heir, admin = a_user("离职"), a_user("接手"), an_administrator()
    department = a_department(head=a_user())
    led = a_project(lead=leaver, department=department)
    sponsored = a_project(department=a_department(head=leaver))
    member = a_project(department=department)
    actions.add_member(
        member, actor=member.lead, at=NOON, user=leaver, role=MemberRole.AUTHOR, work="写"
    )
    over = a_project(lead=leaver, department=department)
    actions.cancel(over, reason="x", actor=leaver, at=NOON)

    said = hand_over(leaver, heir, admin, NOON)

    assert len(said) == 3
    assert Project.objects.get(pk=led.pk).lead == heir
    assert led.memberships.get(role=MemberRole.LEAD).user == heir
    assert Project.objects.get(pk=sponsored.pk).sponsor == heir
    assert member.memberships.filter(user=heir, role=MemberRole.AUTHOR).exists()
    assert Project.objects.get(pk=over.pk).lead == leaver
    assert Event.objects.filter(code="projects.project.lead_changed").count() == 1


def test_a_lead_is_not_handed_to_the_sponsor_who_signed():
    project = a_project_in(Stage.DRAFTING)
    said = hand_over(project.lead, project.sponsor, an_administrator(), NOON)
    assert "keeps its lead" in said[0]
    assert Project.objects.get(pk=project.pk).lead == project.lead


def test_a_sponsorship_handed_to_the_lead_goes_to_the_next_head():
    above = a_user()
    head = a_user()
    department = a_department(head=head, parent=a_department(head=above))
    project = a_project(department=department)
    department.head = None
    department.save()
    hand_over(head, project.lead, an_administrator(), NOON)
    assert Project.objects.get(pk=project.pk).sponsor == above
