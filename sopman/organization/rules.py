"""Who may read the settings, and who may change which of them."""

from typing import Any

# Deadlines and thresholds: the document controller's business too.
WORKFLOW = frozenset({"revision_days", "pilot_min_days", "readiness_threshold"})


def may_read_settings(user: Any) -> bool:
    standing = user.standing
    return standing.is_administrator or standing.is_controller or standing.is_auditor


def may_edit_workflow(user: Any) -> bool:
    return user.standing.is_administrator or user.standing.is_controller


def may_edit_settings(user: Any) -> bool:
    return user.standing.is_administrator
