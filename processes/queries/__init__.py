"""What pages and other floors read of maps, findings and plans."""

from processes.queries.decisions import decisions_of, names_of, traces_back
from processes.queries.optimization import Plan
from processes.queries.to_be import responsibilities, to_be_plan

__all__ = [
    "Plan",
    "decisions_of",
    "names_of",
    "responsibilities",
    "to_be_plan",
    "traces_back",
]
