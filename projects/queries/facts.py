"""Who and what belongs to a project: small reads for every floor."""

from datetime import date

from django.db.models import QuerySet

from projects.enums import MemberRole
from projects.models import Membership, Objective, Project
from sopman.people import queries as people
from sopman.people.models import Department, User


def objectives(project: Project) -> QuerySet[Objective]:
    """The figures that the SOP is to achieve, in the order they were written down."""
    return project.objectives.order_by("pk")


def team(project: Project) -> QuerySet[Membership]:
    return project.memberships.select_related("user", "deputy").order_by("pk")


def people_of(project: Project) -> list[User]:
    """Everybody in the team, each once, the lead first; for messages."""
    found = {project.lead_id: project.lead}
    for one in team(project):
        found.setdefault(one.user_id, one.user)
    return list(found.values())


def holders_of_role(project: Project, role: str) -> list[User]:
    return [one.user for one in team(project).filter(role=role)]


def authors(project: Project) -> list[User]:
    return holders_of_role(project, MemberRole.AUTHOR)


def role_in(project: Project, user: User) -> list[str]:
    """The roles `user` holds in the team; empty for everybody else."""
    return [one.role for one in project.memberships.all() if one.user_id == user.pk]


def default_sponsor(department: Department, *, lead: User, on: date | None = None) -> User | None:
    """The head of the owning department; when the head leads the project, the next one above."""
    return people.head_of(department, on=on, besides=[lead])


def plan(project: Project) -> dict[str, date]:
    """The planned day of each stage."""
    return {one.stage: one.planned_on for one in project.milestones.all()}
