"""Every write of stages 2 and 3, one verb each."""

from processes.actions.agreements import (
    remove_control_point,
    remove_handover,
    set_control_point,
    set_duties,
    set_handover,
)
from processes.actions.canvas import Asks, save_canvas
from processes.actions.decisions import (
    accept_finding,
    add_activity,
    decide,
    edit_addition,
    explain_addition,
    reopen_finding,
    take_back,
)
from processes.actions.evidence import (
    add_record,
    attach_file,
    edit_record,
    pin,
    remove_file,
    remove_record,
    settle,
    unpin,
)
from processes.actions.findings import (
    Sources,
    complete_mapping,
    remove_finding,
    save_finding,
    state_absence,
)
from processes.actions.importing import import_map, what_falls_away
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
from processes.actions.observing import (
    Timed,
    remove_cycle,
    save_cycle,
    take_over_measured,
    take_over_settled,
)
from processes.actions.presence import close_map, keep_open
from processes.actions.proposals import (
    accept_proposal,
    dismiss_proposal,
    reconsider_proposal,
)
from processes.actions.stale import Stale
from processes.actions.table import TableRow, asked_before, save_table, what_goes
from processes.actions.table_merging import merged_table, save_merged_table
from processes.actions.to_be import (
    adopt_to_be,
    generate_to_be,
    is_refined,
    keep_map,
    reopen,
    what_would_change,
)

__all__ = [
    "Asks",
    "Sources",
    "Stale",
    "TableRow",
    "Timed",
    "accept_finding",
    "accept_proposal",
    "add_activity",
    "add_record",
    "adopt_to_be",
    "asked_before",
    "attach_file",
    "close_map",
    "complete_mapping",
    "decide",
    "dismiss_proposal",
    "edit_addition",
    "edit_record",
    "ensure_map",
    "explain_addition",
    "generate_to_be",
    "hanging_on",
    "import_map",
    "is_refined",
    "keep_map",
    "keep_open",
    "merged_table",
    "move_activity",
    "new_step",
    "pin",
    "reconsider_proposal",
    "remove_activity",
    "remove_control_point",
    "remove_cycle",
    "remove_file",
    "remove_finding",
    "remove_handover",
    "remove_record",
    "reopen",
    "reopen_finding",
    "replace_map",
    "save_activity",
    "save_canvas",
    "save_cycle",
    "save_finding",
    "save_merged_table",
    "save_table",
    "set_branches",
    "set_control_point",
    "set_duties",
    "set_handover",
    "settle",
    "state_absence",
    "take_back",
    "take_over_measured",
    "take_over_settled",
    "unpin",
    "what_falls_away",
    "what_goes",
    "what_would_change",
]
