"""Who looks after work in the background."""

from typing import Any


def may_look_after(user: Any) -> bool:
    return user.standing.is_administrator
