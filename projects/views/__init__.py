"""Pages of projects and of their charter."""

from projects.views.charter import (
    ask_sponsor,
    charter,
    edit_audience,
    edit_charter,
    edit_schedule,
    return_charter,
    sign_charter,
)
from projects.views.project import (
    cancel,
    detail,
    edit_facts,
    open_project,
    project_list,
    send_back,
    trail,
)
from projects.views.rows import (
    add_objective,
    add_scope_item,
    edit_objective,
    edit_scope_item,
    record_baseline,
    remove_objective,
    remove_scope_item,
)
from projects.views.team import add_member, change_lead, edit_member, remove_member

__all__ = [
    "add_member",
    "add_objective",
    "add_scope_item",
    "ask_sponsor",
    "cancel",
    "change_lead",
    "charter",
    "detail",
    "edit_audience",
    "edit_charter",
    "edit_facts",
    "edit_member",
    "edit_objective",
    "edit_schedule",
    "edit_scope_item",
    "open_project",
    "project_list",
    "record_baseline",
    "remove_member",
    "remove_objective",
    "remove_scope_item",
    "return_charter",
    "send_back",
    "sign_charter",
    "trail",
]
