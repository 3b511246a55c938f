"""Who may do what with maps, findings and plans. Whether now is the guards' business."""

from typing import Any

from projects import rules as projects

may_edit_map = projects.may_edit
may_edit_findings = projects.may_edit
may_edit_evidence = projects.may_edit


def may_complete_mapping(project: Any, user: Any) -> bool:
    """The lead closes the stage."""
    return projects.is_running(project) and projects.is_lead(project, user)


def may_decide(project: Any, user: Any) -> bool:
    """Changes, to-be map, control points, matrix, handovers: the team, and the department's head."""
    return projects.may_edit_charter(project, user)


def may_adopt(project: Any, user: Any) -> bool:
    """The lead closes stage 3."""
    return projects.is_running(project) and projects.is_lead(project, user)
