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
from projects.views.revisions import (
    decline_revision,
    revise_objective,
    sign_revision,
    take_back_revision,
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
from projects.views.tasks import add_task, edit_task, finish_task, remove_task
from projects.views.team import (
    add_member,
    change_lead,
    edit_member,
    remove_member,
    replace_member,
)
from projects.views.templates import add_template, edit_template, templates

__all__ = [
    "add_member",
    "add_objective",
    "add_scope_item",
    "add_task",
    "add_template",
    "ask_sponsor",
    "cancel",
    "change_lead",
    "charter",
    "decline_revision",
    "detail",
    "edit_audience",
    "edit_charter",
    "edit_facts",
    "edit_member",
    "edit_objective",
    "edit_schedule",
    "edit_scope_item",
    "edit_task",
    "edit_template",
    "finish_task",
    "open_project",
    "project_list",
    "record_baseline",
    "remove_member",
    "remove_objective",
    "remove_scope_item",
    "remove_task",
    "replace_member",
    "return_charter",
    "revise_objective",
    "send_back",
    "sign_charter",
    "sign_revision",
    "take_back_revision",
    "templates",
    "trail",
]
