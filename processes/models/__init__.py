"""Maps with their steps, findings, and what the optimization makes of them."""

from processes.models.findings import AbsentProcess, Finding
from processes.models.maps import Activity, Flow, InMap, InProject, ProcessMap, Step, StepOrigin

__all__ = [
    "AbsentProcess",
    "Activity",
    "Finding",
    "Flow",
    "InMap",
    "InProject",
    "ProcessMap",
    "Step",
    "StepOrigin",
]
