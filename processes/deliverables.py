"""The as-is map and the problem list on paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from processes.enums import FindingKind
from processes.queries import mapping as queries
from projects.models import Project
from sopman.documents.registry import deliverable
from sopman.files.queries import attachments_by_subject


@deliverable("processes.as_is_map", model=Project, title=_("As-is process map"), docx=True)
def as_is_map(project: Project, language: str) -> dict[str, Any]:
    """The drawing on landscape pages, the figures, and the step table."""
    process_map = queries.as_is_map(project)
    reading = queries.read_map(process_map, with_findings=True) if process_map else None
    return {
        "number": project.code,
        "file_name": f"{project.code} {_('As-is process map')} {project.title}",
        "project": project,
        "reading": reading,
        "sheets": reading.sheets() if reading and reading.rows else [],
        "absence": getattr(project, "absent_process", None) if not reading else None,
    }


@deliverable(
    "processes.problem_list", model=Project, title=_("Problem list of the process"), docx=True
)
def problem_list(project: Project, language: str) -> dict[str, Any]:
    """All findings, the worst first, with where they sit on the map."""
    names = queries.step_names(project)
    found = queries.with_places(queries.problem_list(project), names)
    files = attachments_by_subject(found)
    for one in found:
        one.files = files[one.pk]
    counts = [(kind.label, sum(1 for f in found if f.kind == kind)) for kind in FindingKind]
    return {
        "number": project.code,
        "file_name": f"{project.code} {_('Problem list of the process')} {project.title}",
        "project": project,
        "findings": found,
        "counts": counts,
    }
