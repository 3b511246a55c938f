"""What pages and other floors read of maps, findings and plans."""

from processes.queries.decisions import decisions_of, names_of, traces_back
from processes.queries.mapping import (
    as_is_figures,
    as_is_map,
    findings_of,
    map_of,
    name_of_step,
    process_svg,
    read_map,
    step_names,
    to_be_figures,
)
from processes.queries.optimization import Plan
from processes.queries.to_be import planned_names, responsibilities, to_be_plan

__all__ = [
    "Plan",
    "as_is_figures",
    "as_is_map",
    "decisions_of",
    "findings_of",
    "map_of",
    "name_of_step",
    "names_of",
    "planned_names",
    "process_svg",
    "read_map",
    "responsibilities",
    "step_names",
    "to_be_figures",
    "to_be_plan",
    "traces_back",
]
