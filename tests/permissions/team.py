"""The people of the world, and what their projects have in common."""

from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils import timezone

from projects import actions as projects
from projects.enums import MemberRole
from projects.models import Project
from sopman.organization.per_request import forget
from sopman.organization.queries import KEY, organization
from sopman.people.models import User
from tests.factories.people import (
    a_controller,
    a_department,
    a_position,
    a_user,
    an_administrator,
    an_auditor,
)
from tests.factories.projects import NOON
from tests.factories.sops import (
    a_drafting_project,
)


@dataclass
class World:
    people: dict[str, User] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.about[name]


def library_open(value: bool) -> None:
    row = organization()
    row.library_open = value
    row.save()
    forget(KEY)


def people(world):
    head = a_user("部门负责人")
    department = a_department("客户服务部", head=head)
    reader_of = a_position("客服专员", department=department)
    world.about |= {"department": department.pk, "position": reader_of.pk}
    world.department, world.reader_of = department, reader_of
    world.people = {
        "AD": an_administrator(name="管理员"),
        "DC": a_controller(name="文控"),
        "PL": a_user("项目负责人"),
        "PM": a_user("项目成员"),
        "RV": a_user("评审人"),
        "DH": head,
        "PP": a_user("试点员工"),
        "FR": a_user("一线读者", position=reader_of),
        "TR": a_user("受训人", position=reader_of),
        "AU": an_auditor(name="审计员"),
        "ST": a_user("旁人", position=a_position("仓管员")),
    }
    a_user("未训读者", position=reader_of)
    world.expert = a_user("业务专家")
    world.others = [a_user("业务评审"), a_user("合规评审")]


def own(world, **fields):
    """What the factories need to make a project of this team."""
    return {
        "department": world.department,
        "lead": world.people["PL"],
        **fields,
    }


def staffed(world, project):
    projects.add_member(
        project, user=world.people["PM"], role=MemberRole.AUTHOR, work="执笔", deputy=project.lead,
        actor=project.lead, at=NOON,
    )  # fmt: skip
    return Project.objects.get(pk=project.pk)


def drafted(world, **fields):
    return staffed(world, a_drafting_project(**own(world, **fields)))


def a_session(user):
    row = UserSession.objects.create(
        user=user, session_key=f"other-{user.pk}-{user.usersession_set.count()}", ip="127.0.0.1", user_agent="x",
        last_seen_at=timezone.now(), created_at=timezone.now(),
    )  # fmt: skip
    return row.pk
