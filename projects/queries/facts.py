"""Who and what belongs to a project: small reads for every floor."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from projects.enums import MemberRole, RevisionState
from projects.models import CharterRevision, Membership, Objective, Project, TeamTask
from sopman.audit.models import Event
from sopman.people import queries as people
from sopman.people.models import Department, User


def objectives(project: Project) -> QuerySet[Objective]:
    """The figures that the SOP is to achieve, in the order they were written down."""
    return project.objectives.order_by("pk")


def revisions(project: Project) -> list[CharterRevision]:
    """Every change of the signed charter that was ever asked for, in one query."""
    rows = CharterRevision.objects.filter(project=project).order_by("number")
    return list(rows.select_related("objective", "signature", "proposed_by"))


def revisions_in_force(project: Project) -> list[CharterRevision]:
    """Those that the sponsor has signed; the pilot report names them."""
    return [one for one in revisions(project) if one.state == RevisionState.SIGNED]


def team(project: Project) -> QuerySet[Membership]:
    return project.memberships.select_related("user", "deputy").order_by("pk")


@dataclass(frozen=True)
class Former:
    """Somebody who had a seat in the team."""

    role: Any
    name: str
    until: datetime
    successor: str
    reason: str


_LEFT = ("projects.member.replaced", "projects.member.removed", "projects.project.lead_changed")


def former_members(project: Project) -> list[Former]:
    """Who was in the team before, the last first; from the audit trail, in one query."""
    events = Event.objects.filter(chain=project.audit_chain, code__in=_LEFT).order_by("-pk")
    return [
        Former(
            role=MemberRole(one.facts.get("role", MemberRole.LEAD)).label,
            name=one.facts.get("from") or one.facts.get("user", ""),
            until=one.at,
            successor=one.facts.get("to", ""),
            reason=one.reason,
        )
        for one in events
    ]


def tasks(project: Project) -> list[TeamTask]:
    """The division of work, what is due first on top."""
    return list(project.tasks.select_related("holder", "done_by").order_by("due_on", "pk"))


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
