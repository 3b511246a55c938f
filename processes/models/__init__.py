"""Maps with their steps, findings, and what the optimization makes of them."""

from processes.models.evidence import (
    Cycle,
    EvidenceRecord,
    Lap,
    Pin,
    Recording,
    Settlement,
)
from processes.models.findings import AbsentProcess, Finding
from processes.models.maps import Activity, Flow, InMap, InProject, ProcessMap, Step, StepOrigin
from processes.models.optimization import (
    AcceptedFinding,
    Change,
    ControlPoint,
    Handover,
    Redesign,
    Responsibility,
)
from processes.models.presence import MapPresence
from processes.models.proposals import JudgedProposal

__all__ = [
    "AbsentProcess",
    "AcceptedFinding",
    "Activity",
    "Change",
    "ControlPoint",
    "Cycle",
    "EvidenceRecord",
    "Finding",
    "Flow",
    "Handover",
    "InMap",
    "InProject",
    "JudgedProposal",
    "Lap",
    "MapPresence",
    "Pin",
    "ProcessMap",
    "Recording",
    "Redesign",
    "Responsibility",
    "Settlement",
    "Step",
    "StepOrigin",
]
