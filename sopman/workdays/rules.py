"""Who reads the calendar, and who settles it."""

from typing import Any


def may_read_calendar(user: Any) -> bool:
    standing = user.standing
    return standing.is_administrator or standing.is_controller or standing.is_auditor


def may_edit_calendar(user: Any) -> bool:
    return user.standing.is_administrator or user.standing.is_controller
