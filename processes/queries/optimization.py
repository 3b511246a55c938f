"""Everything stage 3 knows of a project, read in a number of queries that never grows."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from processes import analysis, redesign
from processes.analysis import Faults, Figures, hands_over
from processes.bpmn import Document
from processes.enums import Decision, FindingKind, MapKind, ResponsibilityKind
from processes.models import (
    AbsentProcess,
    AcceptedFinding,
    Activity,
    Change,
    ControlPoint,
    Finding,
    Flow,
    Handover,
    ProcessMap,
    Redesign,
    Responsibility,
    StepOrigin,
)
from processes.queries.decisions import as_decision, fingerprint
from processes.signs import is_control
from processes.ways import END, Way, ways
from projects.models import Project


@dataclass
class Row:
    """One as-is activity of the decision board, with what hangs on it."""

    activity: Activity
    change: Change | None
    findings: list[Finding]
    answered: list[Finding] = field(default_factory=list)

    @property
    def loses_control(self) -> bool:
        """An eliminated activity that approved, checked, or that a risk is pinned to."""
        eliminated = self.change is not None and self.change.decision == Decision.ELIMINATE
        return eliminated and self.is_control

    @property
    def is_control(self) -> bool:
        return carries_control(self.activity, self.findings)


def carries_control(activity: Activity, findings: list[Finding]) -> bool:
    """Whether the process loses a control when this activity goes."""
    risky = any(finding.kind == FindingKind.RISK for finding in findings)
    return risky or is_control(activity.name, activity.value_class)


class Plan:
    """One project's stage 3. Each part is read once, when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._documents: dict[str, Document | None] = {}

    # Maps

    @cached_property
    def maps(self) -> dict[str, ProcessMap]:
        return {one.kind: one for one in ProcessMap.objects.filter(project=self.project)}

    @property
    def to_be(self) -> ProcessMap | None:
        return self.maps.get(MapKind.TO_BE)

    @property
    def as_is(self) -> ProcessMap | None:
        return self.maps.get(MapKind.AS_IS)

    @cached_property
    def _activities(self) -> dict[str, list[Activity]]:
        found = defaultdict(list)
        rows = Activity.objects.filter(map__project=self.project).select_related(
            "map", "position", "step"
        )
        for one in rows.order_by("order", "pk"):
            found[one.map.kind].append(one)
        return found

    @property
    def present(self) -> list[Activity]:
        return self._activities[MapKind.AS_IS]

    @property
    def planned(self) -> list[Activity]:
        return self._activities[MapKind.TO_BE]

    @cached_property
    def planned_by_step(self) -> dict[Any, Activity]:
        return {one.step_id: one for one in self.planned}

    @cached_property
    def ways(self) -> list[Way]:
        """What follows what on the to-be map, by element id."""
        flows = Flow.objects.filter(map=self.to_be).values_list(
            "source_element", "target_element", "condition"
        )
        return ways([one.element_id for one in self.planned], flows)

    def document(self, kind: str) -> Document | None:
        """The model of a map, read once; nothing where there is no map or nothing on it."""
        if kind not in self._documents:
            found = self.maps.get(kind)
            self._documents[kind] = Document.parse(found.xml) if found else None
        return self._documents[kind]

    def figures(self, kind: str) -> Figures:
        document = self.document(kind)
        return analysis.figures(document.rows()) if document else Figures()

    @cached_property
    def faults(self) -> Faults:
        """What stands against the to-be map."""
        document = self.document(MapKind.TO_BE)
        return analysis.faults(document.rows(), document.graph()) if document else Faults()

    # Decisions and findings

    @cached_property
    def changes(self) -> list[Change]:
        rows = Change.objects.filter(project=self.project).select_related(
            "into", "after", "position", "decided_by", "step"
        )
        return list(rows.prefetch_related("findings"))

    @cached_property
    def decided(self) -> dict[Any, Change]:
        """By as-is step."""
        return {one.step_id: one for one in self.changes if one.decision != Decision.ADD}

    @cached_property
    def additions(self) -> list[Change]:
        return [one for one in self.changes if one.decision == Decision.ADD]

    @cached_property
    def standing(self) -> dict[str, redesign.Decision]:
        return {str(one.step_id): as_decision(one) for one in self.changes}

    @cached_property
    def findings(self) -> list[Finding]:
        rows = Finding.objects.filter(project=self.project).prefetch_related("steps")
        return list(rows.order_by("number"))

    @cached_property
    def accepted(self) -> dict[Any, AcceptedFinding]:
        rows = AcceptedFinding.objects.filter(project=self.project).select_related("accepted_by")
        return {one.finding_id: one for one in rows}

    @cached_property
    def answers(self) -> dict[Any, list[Change]]:
        """By finding: the changes that answer it."""
        found = defaultdict(list)
        for change in self.changes:
            for finding in change.findings.all():
                found[finding.pk].append(change)
        return found

    @cached_property
    def unanswered(self) -> list[Finding]:
        return [
            one
            for one in self.findings
            if one.pk not in self.answers and one.pk not in self.accepted
        ]

    @cached_property
    def board(self) -> list[Row]:
        pinned = defaultdict(list)
        for finding in self.findings:
            for step in finding.steps.all():
                pinned[step.pk].append(finding)
        return [
            Row(
                activity=one,
                change=self.decided.get(one.step_id),
                findings=pinned[one.step_id],
            )
            for one in self.present
        ]

    @cached_property
    def undecided(self) -> list[Activity]:
        return [one for one in self.present if one.step_id not in self.decided]

    @cached_property
    def names(self) -> dict[Any, str]:
        """What a step is called: on the to-be map, else as it was added, else on the as-is map."""
        names = {one.step_id: one.name for one in self.present}
        names |= {one.step_id: one.name for one in self.additions}
        return names | {one.step_id: one.name for one in self.planned}

    @cached_property
    def absent(self) -> AbsentProcess | None:
        return AbsentProcess.objects.filter(project=self.project).first()

    @property
    def absence_reason(self) -> str:
        """Why every activity is added, where there is no present process."""
        return self.absent.reason if self.absent else ""

    # The to-be map and the decisions

    @cached_property
    def redesign(self) -> Redesign | None:
        rows = Redesign.objects.filter(project=self.project)
        return rows.select_related("generated_by", "adopted_by").first()

    @cached_property
    def origins(self) -> dict[Any, list[Any]]:
        """By to-be step: the as-is steps it was combined from."""
        found = defaultdict(list)
        steps = [one.step_id for one in self.planned]
        for step, origin in StepOrigin.objects.filter(step__in=steps).values_list(
            "step_id", "origin_id"
        ):
            found[step].append(origin)
        return found

    @cached_property
    def unexplained(self) -> list[Activity]:
        """To-be activities drawn by hand: from nothing, and not marked as added."""
        known = {one.step_id for one in self.present} | {one.step_id for one in self.additions}
        return [
            one
            for one in self.planned
            if one.step_id not in known and not self.origins[one.step_id]
        ]

    @property
    def is_stale(self) -> bool:
        """Decisions have changed since the to-be map was made from them."""
        made = self.redesign.decisions_sha256 if self.redesign else ""
        return bool(self.to_be and made) and made != fingerprint(list(self.standing.values()))

    # Control points, responsibility, handovers

    @cached_property
    def control_points(self) -> dict[Any, ControlPoint]:
        rows = ControlPoint.objects.filter(project=self.project).select_related("escalation")
        return {one.step_id: one for one in rows}

    @cached_property
    def duties(self) -> dict[Any, list[Responsibility]]:
        found = defaultdict(list)
        rows = Responsibility.objects.filter(map__project=self.project, map__kind=MapKind.TO_BE)
        for one in rows.select_related("position"):
            found[one.step_id].append(one)
        return found

    @cached_property
    def without_responsible(self) -> list[Activity]:
        return [
            one
            for one in self.planned
            if sum(d.kind == ResponsibilityKind.RESPONSIBLE for d in self.duties[one.step_id]) != 1
        ]

    @cached_property
    def handovers(self) -> dict[tuple, Handover]:
        rows = Handover.objects.filter(project=self.project).select_related(
            "copied_to", "from_step", "to_step"
        )
        return {(one.from_step_id, one.to_step_id): one for one in rows}

    @cached_property
    def lane_changes(self) -> list[tuple[Activity, Activity]]:
        """Each way of the to-be map from one position to another."""
        elements = {one.element_id: one for one in self.planned}
        found = {}
        for way in self.ways:
            if way.target is END:
                continue
            source, target = elements[way.source], elements[way.target]
            if not hands_over(source.position_id, target.position_id):
                continue
            found[(source.step_id, target.step_id)] = (source, target)
        return list(found.values())

    @cached_property
    def missing_handovers(self) -> list[tuple[Activity, Activity]]:
        return [
            (source, target)
            for source, target in self.lane_changes
            if (source.step_id, target.step_id) not in self.handovers
        ]

    @cached_property
    def idle_handovers(self) -> list[Handover]:
        """Agreed once, but the map no longer changes lanes there."""
        wanted = {(source.step_id, target.step_id) for source, target in self.lane_changes}
        return [one for pair, one in self.handovers.items() if pair not in wanted]
