"""What the analysis proposes for a project, and what was said to it."""

from dataclasses import dataclass

from processes.models import JudgedProposal
from processes.proposals import Proposal, proposals
from processes.queries.mapping import MapReading, as_is_map, read_map
from projects.models import Project


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
    return proposals(reading.rows, names)


def proposed(project: Project) -> list[Proposal]:
    """By the as-is map of this moment, judged or not."""
    process_map = as_is_map(project)
    return of_reading(read_map(process_map)) if process_map is not None else []


def standing(project: Project, reading: MapReading) -> Proposed:
    rows = JudgedProposal.objects.filter(project=project).select_related("judged_by", "finding")
    judged = tuple(rows.order_by("-judged_at", "-pk"))
    known = {one.key for one in judged}
    return Proposed(tuple(p for p in of_reading(reading) if p.key not in known), judged)
