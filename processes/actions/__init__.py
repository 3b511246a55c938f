"""Every write of stages 2 and 3, one verb each."""

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

__all__ = [
    "ensure_map",
    "hanging_on",
    "move_activity",
    "new_step",
    "remove_activity",
    "replace_map",
    "save_activity",
    "set_branches",
]
