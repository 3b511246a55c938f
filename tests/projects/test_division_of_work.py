"""Seats with deputies, people who are replaced, and the list of tasks."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from projects import actions, queries
from projects.enums import MemberRole, Stage
from projects.models import TeamTask
from projects.stages import criteria_of
from projects.waiting import tasks as waiting_tasks
from sopman.core.errors import Refused
from sopman.notifications.models import Notice
from tests.factories.people import a_user
from tests.factories.projects import NOON, WISHED, a_project, a_signed_project, complete_charter

pytestmark = pytest.mark.django_db


def unmet(project):
    return [str(one.sentence) for one in criteria_of(project) if not one.met]


def a_task(project, **facts):
    holder = project.memberships.get(role=MemberRole.AUTHOR).user
    given = {"what": "写初稿", "holder": holder, "due_on": WISHED} | facts
    return actions.add_task(project, actor=project.lead, at=NOON, **given)


def test_the_gate_names_the_empty_seats_and_those_without_a_deputy():
    project = complete_charter(a_project(members=False))
    by = {"actor": project.lead, "at": NOON}
    author = actions.add_member(project, **by, user=a_user(), role=MemberRole.AUTHOR)

    said = " ".join(unmet(project))
    assert "Missing: Business expert, Process owner, Quality supervisor." in said
    assert "Every seat in the team has a deputy. Missing: Team lead, Author." in said
    with pytest.raises(Refused) as refused:
        actions.ask_sponsor(project, **by)
    assert unmet(project) == [str(one) for one in refused.value.reasons]
    actions.edit_member(author, **by, deputy=project.lead)
    assert "Missing: Team lead." in " ".join(unmet(project))


def test_three_people_are_enough_for_a_signed_charter():
    project = a_signed_project()
    seats = project.memberships.all()

    assert project.stage == Stage.MAPPING
    assert len({one.user_id for one in seats} | {one.deputy_id for one in seats}) == 3


def test_somebody_replaced_stays_readable():
    project = a_signed_project()
    seat = project.memberships.get(role=MemberRole.AUTHOR)
    before, heir = seat.user, a_user("新编写人")
    by = {"actor": project.lead, "at": NOON}

    for user, reason in ((heir, " "), (before, "x")):
        with pytest.raises(Refused):
            actions.replace_member(seat, **by, user=user, reason=reason)
    with pytest.raises(PermissionDenied):
        actions.replace_member(seat, actor=a_user(), at=NOON, user=heir, reason="x")
    actions.replace_member(seat, **by, user=heir, reason="调岗")

    [former] = queries.former_members(project)
    assert (former.name, former.successor, former.reason) == (before.name, "新编写人", "调岗")
    assert project.memberships.get(role=MemberRole.AUTHOR).user == heir
    assert Notice.objects.filter(recipient=heir, code="projects.member.added").exists()
    lead = project.memberships.get(role=MemberRole.LEAD)
    with pytest.raises(Refused):
        actions.replace_member(lead, **by, user=heir, reason="x")


def test_a_task_stands_in_my_work_until_it_is_done():
    project = a_signed_project()
    task = a_task(project)

    assert [one.title for one in waiting_tasks(task.holder, at=NOON)] == ["Do your task “写初稿”"]
    assert Notice.objects.filter(recipient=task.holder, code="projects.task.given").exists()
    actions.finish_task(task, actor=task.holder, at=NOON)
    actions.finish_task(task, actor=project.lead, at=NOON + timedelta(hours=1))
    task.refresh_from_db()
    assert (task.done_by, task.done_at) == (task.holder, NOON)
    assert not list(waiting_tasks(task.holder, at=NOON))
    for write in (
        lambda: actions.remove_task(task, actor=project.lead, at=NOON),
        lambda: actions.edit_task(
            task, actor=project.lead, at=NOON, what="x", holder=task.holder, due_on=WISHED
        ),
    ):
        with pytest.raises(Refused):
            write()


def test_what_is_refused_of_a_task():
    project = a_signed_project()
    task = a_task(project)
    stranger = a_user()
    by = {"actor": project.lead, "at": NOON}
    facts = {"what": "x", "holder": task.holder, "due_on": WISHED}

    for bad in ({"what": "  "}, {"holder": stranger}):
        with pytest.raises(Refused):
            actions.add_task(project, **by, **facts | bad)
    with pytest.raises(Refused):
        actions.edit_task(task, **by, **facts, seen=7)
    for actor in (stranger, project.sponsor):
        with pytest.raises(PermissionDenied):
            actions.finish_task(task, actor=actor, at=NOON)
    with pytest.raises(PermissionDenied):
        actions.add_task(project, actor=stranger, at=NOON, **facts)
    actions.remove_task(task, **by)
    assert not TeamTask.objects.exists()


def test_the_pages_of_tasks_and_seats(client):
    project = a_signed_project()
    client.force_login(project.lead)
    add = reverse("projects:add_task", args=[project.pk])
    author = project.memberships.get(role=MemberRole.AUTHOR)
    told = {"what": "写初稿", "holder": author.user_id, "due_on": WISHED.isoformat()}

    bad = client.post(add, told | {"holder": a_user().pk, "due_on": "morgen"})
    assert bad.status_code == 422
    assert "写初稿" in bad.content.decode()
    assert client.post(add, told).status_code == 302
    task = project.tasks.get()
    page = client.get(reverse("projects:charter", args=[project.pk])).content.decode()
    assert "写初稿" in page
    assert client.post(reverse("projects:finish_task", args=[task.pk])).status_code == 302
    replace = reverse("projects:replace_member", args=[author.pk])
    assert client.post(replace, {"user": "", "reason": ""}).status_code == 422
    heir = a_user("接手的人")
    told = {"user": heir.pk, "reason": "调岗", "seen": str(author.revision)}
    assert client.post(replace, told).status_code == 302
    page = client.get(reverse("projects:charter", args=[project.pk])).content.decode()
    assert "调岗" in page


def test_who_leaves_hands_over_the_open_tasks():
    from sopman.people import handover

    project = a_signed_project()
    task = a_task(project)
    heir = project.memberships.get(role=MemberRole.PROCESS_OWNER).user
    holder = task.holder

    assert any("写初稿" in str(one) for one in handover.hanging_on(holder))
    from projects.leaving import hand_over

    hand_over(holder, heir, project.lead, NOON)
    task.refresh_from_db()
    assert task.holder == heir
