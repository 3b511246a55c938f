"""The to-be process plan in print: the output of stage 3."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from processes.queries.comparison import comparison_of, drawn
from processes.queries.matrix import matrix_of
from processes.queries.optimization import Plan
from processes.queries.to_be import to_be_plan
from projects.models import Project
from sopman.documents.registry import deliverable


@deliverable("processes.plan", model=Project, title=_("To-be process plan"))
def plan(project: Project, language: str) -> dict[str, Any]:
    """Before and after, decisions with reasons, control points, matrix, handovers, figures."""
    with translation.override(language):
        found = Plan(project)
        compared = comparison_of(found)
        return {
            "project": project,
            "plan": found,
            "steps": to_be_plan(project, found),
            "comparison": compared,
            "maps": drawn(found, compared),
            "matrix": matrix_of(found),
            "lines": [
                {
                    "source": source,
                    "target": target,
                    "handover": found.handovers.get((source.step_id, target.step_id)),
                }
                for source, target in found.lane_changes
            ],
            "document_title": str(_("To-be process plan")),
            "number": project.code,
        }
