"""The running projects of a person: what they do in each, and nothing that they may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.enums import MemberRole, Stage
from projects.models import Membership, Project
from projects.queries import led_in, projects_of
from tests.factories.people import a_deputy, a_user
from tests.factories.projects import a_project

pytestmark = pytest.mark.django_db


def of(user):
    user.forget_standing()
    return {one.project.pk: one for one in projects_of(user)}


def test_leading_sponsoring_and_working_are_told_apart():
    project = a_project()
    author = project.memberships.get(role=MemberRole.AUTHOR).user
    led, sponsored, joined = (
        of(user)[project.pk] for user in (project.lead, project.sponsor, author)
    )
    assert (led.leads, led.sponsors, led.is_own) == (True, False, True)
    assert (sponsored.leads, sponsored.sponsors, sponsored.is_own) == (False, True, True)
    assert (joined.leads, joined.works_in, joined.is_own) == (False, True, True)
    assert of(a_user()) == {}


def test_whoever_acts_for_the_lead_leads_but_it_is_not_their_own():
    project, deputy = a_project(), a_user()
    a_deputy(project.lead, deputy)
    assert of(deputy)[project.pk].leads
    assert not of(deputy)[project.pk].is_own
    assert [one.pk for one in led_in(deputy, Stage.CHARTER)] == [project.pk]
    assert led_in(deputy, Stage.REVIEW) == []


def test_a_deputy_named_in_the_team_only_stands_in():
    project, deputy = a_project(), a_user()
    Membership.objects.filter(project=project, role=MemberRole.AUTHOR).update(deputy=deputy)
    mine = of(deputy)[project.pk]
    assert mine.stands_in
    assert not any((mine.leads, mine.sponsors, mine.works_in, mine.is_own))


def test_nothing_that_is_over_and_nothing_that_one_may_not_see():
    project, over = a_project(), a_project()
    Project.objects.filter(pk=over.pk).update(stage=Stage.CANCELLED)
    assert over.pk not in of(over.lead)
    for user in (project.lead, project.sponsor, over.lead):
        visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
        assert set(of(user)) <= visible


def test_two_statements_however_many_projects():
    lead = a_user()
    for _n in range(3):
        a_project(lead=lead)
    of(lead)
    with CaptureQueriesContext(connection) as asked:
        assert len(projects_of(lead)) == 3
    assert sum("projects_" in one["sql"] for one in asked.captured_queries) == 2
