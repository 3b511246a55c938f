"""Maps with their steps, findings, and what the optimization makes of them."""

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
    "Finding",
    "Flow",
    "Handover",
    "InMap",
    "InProject",
    "JudgedProposal",
    "MapPresence",
    "ProcessMap",
    "Redesign",
    "Responsibility",
    "Step",
    "StepOrigin",
]
