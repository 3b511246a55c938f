"""Who may read the whole trail. A project's own trail is the project's page."""

from typing import Any


def may_read_trail(user: Any) -> bool:
    standing = user.standing
    return bool(standing.is_auditor or standing.is_controller or standing.is_administrator)
