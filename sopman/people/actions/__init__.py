"""Every change to people and the organization's structure."""

from sopman.people.actions.accounts import (
    add_person,
    change_password,
    deactivate,
    edit_own_account,
    edit_person,
    reactivate,
    reset_passwords,
)
from sopman.people.actions.first_run import create_first_administrator
from sopman.people.actions.handing_over import hand_over, preview_hand_over
from sopman.people.actions.importing import import_departments, import_people, import_positions
from sopman.people.actions.rights import end_deputy, end_role, grant_role, name_deputy
from sopman.people.actions.sessions import end_session, end_sessions
from sopman.people.actions.structure import (
    add_department,
    add_position,
    add_site,
    appoint,
    edit_department,
    edit_position,
    edit_site,
    end_appointment,
)

__all__ = [
    "add_department",
    "add_person",
    "add_position",
    "add_site",
    "appoint",
    "change_password",
    "create_first_administrator",
    "deactivate",
    "edit_department",
    "edit_own_account",
    "edit_person",
    "edit_position",
    "edit_site",
    "end_appointment",
    "end_deputy",
    "end_role",
    "end_session",
    "end_sessions",
    "grant_role",
    "hand_over",
    "import_departments",
    "import_people",
    "import_positions",
    "name_deputy",
    "preview_hand_over",
    "reactivate",
    "reset_passwords",
]
