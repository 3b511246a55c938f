"""Every write of stage 1, and the moves between stages that upper floors call."""

from projects.actions.editing import (
    add_objective,
    add_scope_item,
    edit_audience,
    edit_charter,
    edit_facts,
    edit_objective,
    edit_scope_item,
    record_baseline,
    remove_objective,
    remove_scope_item,
)
from projects.actions.moving import advance_stage, cancel, close, send_back
from projects.actions.opening import open_project
from projects.actions.revising import (
    decline_revision,
    propose_revision,
    sign_revision,
    take_back_revision,
)
from projects.actions.scheduling import set_schedule
from projects.actions.signing import ask_sponsor, return_charter, sign_charter
from projects.actions.tasks import add_task, edit_task, finish_task, remove_task
from projects.actions.team import (
    add_member,
    change_lead,
    edit_member,
    remove_member,
    replace_member,
)
from projects.actions.templates import save_template

__all__ = [
    "add_member",
    "add_objective",
    "add_scope_item",
    "add_task",
    "advance_stage",
    "ask_sponsor",
    "cancel",
    "change_lead",
    "close",
    "decline_revision",
    "edit_audience",
    "edit_charter",
    "edit_facts",
    "edit_member",
    "edit_objective",
    "edit_scope_item",
    "edit_task",
    "finish_task",
    "open_project",
    "propose_revision",
    "record_baseline",
    "remove_member",
    "remove_objective",
    "remove_scope_item",
    "remove_task",
    "replace_member",
    "return_charter",
    "save_template",
    "send_back",
    "set_schedule",
    "sign_charter",
    "sign_revision",
    "take_back_revision",
]
