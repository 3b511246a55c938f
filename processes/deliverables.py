"""The as-is map and the problem list on paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from processes.enums import FindingKind
from processes.queries import evidence
from processes.queries import findings as problems
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
    found = queries.with_places(problems.with_sources(problems.problem_list(project)), names)
    files = attachments_by_subject(found)
    for one in found:
        one.ground = problems.ground_words(one, files[one.pk])
    counts = [(kind.label, sum(1 for f in found if f.kind == kind)) for kind in FindingKind]
    return {
        "number": project.code,
        "file_name": f"{project.code} {_('Problem list of the process')} {project.title}",
        "project": project,
        "findings": found,
        "counts": counts,
    }


@deliverable(
    "processes.evidence", model=Project, title=_("Evidence of the present process"), docx=True
)
def evidence_list(project: Project, language: str) -> dict[str, Any]:
    """What the map rests on: records, what differs, what was measured. An annex of stage 2."""
    names = queries.step_names(project)
    measured = evidence.measured_in(project)
    questions = evidence.questions_in(project, measured)
    records = list(evidence.records_of(project).prefetch_related(evidence.PINNED))
    for one in sorted(records, key=lambda one: one.number):
        for pin in one.pins.all():
            pin.name = names.get(str(pin.step_id), "")
            pin.says = evidence.value_words(pin, names)
    return {
        "number": project.code,
        "file_name": f"{project.code} {_('Evidence of the present process')} {project.title}",
        "project": project,
        "records": sorted(records, key=lambda one: one.number),
        "questions": questions,
        "labels": evidence.Labels(project, questions),
        "measured": [(names[pk], measured[pk]) for pk in names if pk in measured],
    }
