"""One world for the walks over all addresses: people in every role, a project in every stage.

`people` are the columns of matrix.csv, `about` the objects its rows speak of.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from projects.enums import Stage
from projects.models import Project
from sopman.documents.models import Rendition
from sopman.jobs.models import Job
from sopman.notifications.actions import notify
from sopman.workdays import actions as workdays
from sopman.workdays.models import CalendarDay
from sops.enums import VersionState
from tests.factories import reviews as rounds
from tests.factories.people import (
    a_department,
    a_deputy,
    a_position,
    a_site,
    a_user,
)
from tests.factories.pilots import a_running_pilot
from tests.factories.projects import fill_team
from tests.factories.sops import (
    WALK,
    a_draft,
    a_drafting_project,
    approve,
)
from tests.permissions import stages
from tests.permissions.team import World, a_session, people


def build() -> World:
    world = World()
    parts = (people, *stages.ALL, _ground, _documents, _foreign)
    for part in parts:
        part(world)
    for user in world.people.values():
        user.forget_standing()
    return world


def _documents(world):
    """Every deliverable, about an object of each kind."""
    made = [
        ("charter as PDF", "projects.charter", "charter"),
        ("as-is map as PDF", "processes.as_is_map", "mapping"),
        ("problem list as PDF", "processes.problem_list", "mapping"),
        ("evidence as PDF", "processes.evidence", "mapping"),
        ("to-be plan as PDF", "processes.plan", "optimization"),
        ("draft as PDF", "sops.sop", "draft"),
        ("version in review as PDF", "sops.sop", "review version"),
        ("pilot version as PDF", "sops.sop", "pilot version"),
        ("effective as PDF", "sops.sop", "effective"),
        ("superseded as PDF", "sops.sop", "superseded"),
        ("review record as PDF", "reviews.record", "round"),
        ("pilot report as PDF", "pilots.report", "running pilot"),
        ("training record as PDF", "training.record", "published release"),
    ]
    for name, code, about in made:
        world.about[name] = {"code": code, "pk": world[about]}
    making = Rendition.objects.create(
        key="0" * 64, code="projects.charter", language="zh-hans", format="pdf",
        subject_type=ContentType.objects.get_for_model(Project), subject_id=str(world["charter"]),
        created_at=timezone.now(),
    )  # fmt: skip
    world.about["charter in the making"] = making.pk


def _ground(world):
    admin, now = world.people["AD"], timezone.now()
    someone = a_user("某人", position=a_position("质检员"), roles=["auditor"])
    deputy = a_deputy(someone, a_user())
    for _n in range(2):  # on the page of one-time passwords
        a_user(position=world.reader_of, password=None)
    workdays.set_day(
        day=now.date() + timedelta(days=20), is_workday=False, note="年会", actor=admin, at=now
    )
    workdays.confirm_year(now.year - 1, actor=admin, at=now)
    job = Job.objects.create(
        kind="core.nothing", key="stopped", state="failed", due_at=now, created_at=now, error="x"
    )
    mine = {}
    for code, person in world.people.items():
        notify(
            [person], "projects.cancelled", at=now, key="world", url="/", project="P", reason="R"
        )
        mine[code] = person.notices.first()
    world.someone = someone
    world.about |= {
        "person": someone.pk,
        "appointment": {"pk": someone.pk, "appointment_pk": someone.appointments.get().pk},
        "grant": {"pk": someone.pk, "grant_pk": someone.role_grants.get().pk},
        "deputy": {"pk": someone.pk, "deputy_pk": deputy.pk},
        "site": a_site().pk,
        "kind": "people",
        "gallery page": "reading",
        "demo token": "none",
        "notice of another": someone.notices.create(
            code="projects.project.cancelled", key="other", created_at=now, url="/"
        ).pk,
        "calendar day": CalendarDay.objects.get().pk,
        "job": job.pk,
        "own notice": {code: one.pk for code, one in mine.items()},
        "own deputy": {code: a_deputy(person, someone).pk for code, person in world.people.items()},
        "own session": {code: a_session(person) for code, person in world.people.items()},
    }


def _foreign(world):
    """Somebody who heads, leads, writes, reviews and tries in other teams: to ours a stranger."""
    stranger = a_user("别部的人")
    theirs = a_department("采购部", head=a_user())

    def another(*, lead=None, author=None, department=theirs):
        lead = lead or a_user()
        other = a_drafting_project(department=department, lead=lead, members=False)
        fill_team(other, author=author or a_user())
        return a_draft(project=other)

    another(department=a_department("物流部", head=stranger))
    another(lead=stranger)
    another(author=stranger)
    rounds.an_open_round(version=another(), reviewers=[a_user(), stranger, a_user()])
    tried = approve(WALK[VersionState.IN_REVIEW](another()))
    Project.objects.filter(pk=tried.project_id).update(stage=Stage.PILOT)
    tried.refresh_from_db()
    a_running_pilot(version=tried, people=[stranger])
    world.stranger = stranger
