"""The charter on paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects import queries
from projects.enums import STAGES, Direction
from projects.models import Project
from sopman.documents.registry import deliverable


@deliverable("projects.charter", model=Project, title=_("Charter of the SOP project"), docx=True)
def charter(project: Project, language: str) -> dict[str, Any]:
    """Title block, objectives, scope, team, schedule, signature."""
    scope = list(project.scope_items.all())
    plan = queries.plan(project)
    return {
        "number": project.code,
        "file_name": f"{project.code} {project.title}",
        "project": project,
        "charter": project.charter,
        "objectives": list(queries.objectives(project)),
        "revisions": queries.revisions_in_force(project),
        "scope_in": [one for one in scope if one.direction == Direction.IN],
        "scope_out": [one for one in scope if one.direction == Direction.OUT],
        "departments": list(project.departments.all()),
        "positions": list(project.positions.select_related("department")),
        "team": list(queries.team(project)),
        "tasks": queries.tasks(project),
        "drawing": queries.planned_drawing(project, plan),
        "schedule": [(stage.label, plan.get(stage)) for stage in STAGES],
        "signatures": [_signature(project)],
    }


def _signature(project: Project) -> dict[str, Any]:
    signed = project.charter.signature
    if signed is None:
        return {"role": _("Sponsor"), "name": project.sponsor or ""}
    return {
        "role": _("Sponsor"),
        "name": signed.signer_name,
        "at": signed.at,
        "meaning": signed.get_meaning_display(),
        "hash": signed.content_sha256,
    }
