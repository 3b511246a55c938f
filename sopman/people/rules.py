"""Who may look at people, and who may change them."""

from typing import Any


def may_read_people(user: Any) -> bool:
    """The people pages: administrators work there, auditors look."""
    return user.standing.is_administrator or user.standing.is_auditor


def may_manage_people(user: Any) -> bool:
    return user.standing.is_administrator


def may_name_deputy(principal: Any, user: Any) -> bool:
    """Oneself, or an administrator for somebody who fell ill."""
    return principal.pk == user.pk or may_manage_people(user)


def may_end_sessions(owner: Any, user: Any) -> bool:
    return owner.pk == user.pk or may_manage_people(user)
