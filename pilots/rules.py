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
    """The team everywhere, participants in their own scenario."""
    return projects.may_edit(pilot.project, user) or takes_part(pilot, user)


def may_enter_figure(pilot: Any, scenario: Any, user: Any) -> bool:
    """One figure; `scenario` is None for an objective of the charter."""
    if projects.may_edit(pilot.project, user):
        return True
    mine = [one.scenario_id for one in pilot.participants.all() if one.user_id == user.pk]
    return bool(user.is_active) and scenario is not None and scenario.pk in mine


def may_answer_problems(pilot: Any, user: Any) -> bool:
    """The team, and who steers the pilot."""
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
    """With a signature: the head of the owning department. That no author does it, the action says."""
    return projects.heads_owner(project, user)
