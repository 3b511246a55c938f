"""The charter as it is signed."""

from typing import Any

from projects import revising
from projects.models import CharterRevision, Objective, Project
from projects.queries.facts import objectives, team


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


def revision_content(revision: CharterRevision) -> dict[str, Any]:
    """What the sponsor signs with a revision: the objective, both its readings, and why."""
    goal = revision.objective
    return {
        "project": revision.project.code,
        "revision": revision.number,
        "objective": {
            name: getattr(goal, name)
            for name in ("name_zh", "name_en", "metric", "unit", "direction")
        },
        "before": revision.before,
        "after": revision.after,
        "changed": [one.name for one in revising.changes(revision.before, revision.after)],
        "eases": revision.eases,
        "reason": revision.reason,
        "proposed_by": revision.proposed_by.name,
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
