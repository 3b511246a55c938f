"""Every write of stages 2 and 3, one verb each."""

from processes.actions.agreements import (
    remove_control_point,
    remove_handover,
    set_control_point,
    set_duties,
    set_handover,
)
from processes.actions.decisions import (
    accept_finding,
    add_activity,
    decide,
    edit_addition,
    explain_addition,
    reopen_finding,
    take_back,
)
from processes.actions.maps import (
    ensure_map,
    hanging_on,
    move_activity,
    new_step,
    remove_activity,
    replace_map,
    save_activity,
    set_branches,
)
from processes.actions.to_be import (
    adopt_to_be,
    generate_to_be,
    is_refined,
    keep_map,
    reopen,
    what_would_change,
)

__all__ = [
    "accept_finding",
    "add_activity",
    "adopt_to_be",
    "decide",
    "edit_addition",
    "explain_addition",
    "generate_to_be",
    "is_refined",
    "keep_map",
    "remove_control_point",
    "remove_handover",
    "reopen",
    "reopen_finding",
    "set_control_point",
    "set_duties",
    "set_handover",
    "take_back",
    "what_would_change",
    "ensure_map",
    "hanging_on",
    "move_activity",
    "new_step",
    "remove_activity",
    "replace_map",
    "save_activity",
    "set_branches",
]
