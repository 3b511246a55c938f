"""Who reviews a version doesn't write it. Higher floors say who judges it.

independence.register(check)    check(version, user) -> sentence | None
"""

from collections.abc import Callable
from typing import Any

Check = Callable[[Any, Any], Any]
_checks: list[Check] = []


def register(check: Check) -> Check:
    if check not in _checks:
        _checks.append(check)
    return check


def against_writing(version: Any, user: Any) -> list[Any]:
    """The sentences for which this person may not become an author of the version."""
    said = [check(version, user) for check in _checks]
    return [sentence for sentence in said if sentence]
