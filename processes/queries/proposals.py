"""What the analysis proposes for a project, and what was said to it."""

from dataclasses import dataclass

from django.db.models import Q

from processes.models import JudgedProposal
from processes.proposals import Proposal, proposals
from processes.queries.mapping import MapReading, as_is_map, read_map
from projects.models import Project
from sopman.people.models import Department


@dataclass(frozen=True)
class Proposed:
    """`open` waits for a verdict; `judged` is what was accepted or dismissed, the newest first."""

    open: tuple[Proposal, ...]
    judged: tuple[JudgedProposal, ...]

    @property
    def dismissed(self) -> list[JudgedProposal]:
        return [one for one in self.judged if one.finding_id is None]


def of_reading(reading: MapReading) -> list[Proposal]:
    names = {pk: position.name for pk, position in reading.positions.items()}
    return proposals(reading.rows, names, _outside(reading))


def _outside(reading: MapReading) -> dict[int, str]:
    """Positions on the map whose department the charter doesn't name, nor one above it."""
    project = reading.process_map.project
    at = {pk: position.department_id for pk, position in reading.positions.items()}
    named = Project.departments.through.objects.filter(project=project).values("department")
    inside = Q(pk__in=named) | Q(parent__in=named) | Q(parent__parent__in=named)
    strange = Department.objects.filter(pk__in=set(at.values())).exclude(inside)
    names = {one.pk: one.name for one in strange.exclude(pk=project.owning_department_id)}
    return {pk: names[department] for pk, department in at.items() if department in names}


def proposed(project: Project) -> list[Proposal]:
    """By the as-is map of this moment, judged or not."""
    process_map = as_is_map(project)
    return of_reading(read_map(process_map)) if process_map is not None else []


def standing(project: Project, reading: MapReading) -> Proposed:
    rows = JudgedProposal.objects.filter(project=project).select_related("judged_by", "finding")
    judged = tuple(rows.order_by("-judged_at", "-pk"))
    known = {one.key for one in judged}
    return Proposed(tuple(p for p in of_reading(reading) if p.key not in known), judged)
