"""Who may close a subject for a while, although it is visible (an open exam closes its SOPs)."""

from collections.abc import Callable
from typing import Any

Lock = Callable[[Any, Any], Any]
_locks: dict[str, Lock] = {}


def lock(check: Lock) -> Lock:
    """Register `check(subject, user) -> sentence | None`; asked by every download and print."""
    _locks[f"{check.__module__}.{check.__qualname__}"] = check
    return check


def closed_for(subject: Any, user: Any) -> list:
    """The sentences that stand against handing anything of `subject` to `user` now."""
    said = [check(subject, user) for check in _locks.values()]
    return [sentence for sentence in said if sentence]
