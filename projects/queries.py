"""What pages and other floors read of a project."""

from datetime import date
from typing import Any

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


def default_sponsor(
    department: Department, *, lead: User, on: date | None = None
) -> User | None:
    """The head of the owning department; when the head leads the project, the next one above."""
    return people.head_of(department, on=on, besides=[lead])


def plan(project: Project) -> dict[str, date]:
    """The planned day of each stage."""
    return {one.stage: one.planned_on for one in project.milestones.all()}


def charter_content(project: Project) -> dict[str, Any]:
    """What the sponsor signs: the whole charter, frozen. Both languages, no moment of reading."""
    charter = project.charter
    return {
        "project": {
            "code": project.code,
            "title_zh": project.title_zh,
            "title_en": project.title_en,
            "kind": project.kind,
            "lead": project.lead.name,
            "sponsor": project.sponsor.name if project.sponsor else "",
            "owning_department": project.owning_department.code,
            "departments": [one.code for one in project.departments.order_by("code")],
            "positions": [one.code for one in project.positions.order_by("code")],
            "wished_effective_on": project.wished_effective_on,
            "has_present_process": project.has_present_process,
        },
        "charter": {
            name: getattr(charter, name)
            for name in ("background", "purpose", "start_trigger", "end_state")
        },
        "objectives": [_objective(one) for one in objectives(project)],
        "scope": [
            [one.direction, one.text_zh, one.text_en, one.covered_by]
            for one in project.scope_items.order_by("direction", "pk")
        ],
        "team": [
            [one.role, one.user.name, one.work, one.deputy.name if one.deputy else ""]
            for one in team(project)
        ],
        "milestones": [
            [one.stage, one.planned_on] for one in project.milestones.order_by("planned_on", "pk")
        ],
    }


def _objective(one: Objective) -> dict[str, Any]:
    return {
        "name_zh": one.name_zh,
        "name_en": one.name_en,
        "metric": one.metric,
        "unit": one.unit,
        "direction": one.direction,
        "baseline": None if one.baseline is None else f"{one.baseline:f}",
        "measure_later": one.measure_later,
        "target": None if one.target is None else f"{one.target:f}",
        "measured_where": one.measured_where,
        "window": one.window,
    }
