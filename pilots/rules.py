"""Who may do what in a pilot."""

from typing import Any

from projects import rules as projects


def may_plan(project: Any, user: Any) -> bool:
    """The lead, the head of the owning department, the document controller."""
    return bool(user.is_active) and (
        projects.is_lead(project, user)
        or projects.heads_owner(project, user)
        or user.standing.is_controller
    )


def may_manage(pilot: Any, user: Any) -> bool:
    return may_plan(pilot.project, user)


def may_enter_figures(pilot: Any, user: Any) -> bool:
    """Figures and answers to problems: the team."""
    return projects.may_edit(pilot.project, user) or may_manage(pilot, user)


def takes_part(pilot: Any, user: Any) -> bool:
    return bool(user.is_active) and any(one.user_id == user.pk for one in pilot.participants.all())


def may_report(pilot: Any, user: Any) -> bool:
    """Write down a problem: participants, and the team that looks on."""
    return takes_part(pilot, user) or projects.is_member(pilot.project, user)


def may_conclude(pilot: Any, user: Any) -> bool:
    """With a signature: the lead, or the head of the owning department."""
    return bool(user.is_active) and (
        projects.is_lead(pilot.project, user) or projects.heads_owner(pilot.project, user)
    )


def may_waive(project: Any, user: Any) -> bool:
    """With a signature: the head of the owning department, never an author of the version."""
    return projects.heads_owner(project, user)
