"""{% load people_rows %}{% people_rows page %}: the rows of the people list, each kept by what it says."""

from typing import Any, NamedTuple

from django import template

from sopman.core import kept

register = template.Library()


class Line(NamedTuple):
    """Everything that a row says."""

    pk: int
    name: str
    employee_number: str
    positions: str
    departments: str
    roles: tuple[str, ...]
    account: str  # closed, no_password, one_time, open


@register.simple_tag
def people_rows(page):
    return kept.rendered("people/_person_row.html", [_line(one) for one in page])


def _line(user: Any) -> Line:
    held = [one.position for one in user.held_now]
    return Line(
        user.pk,
        user.display_name,
        user.employee_number,
        "; ".join(position.name for position in held),
        "; ".join(position.department.name for position in held),
        tuple(grant.get_role_display() for grant in user.granted_now),
        _account(user),
    )


def _account(user: Any) -> str:
    if not user.is_active:
        return "closed"
    if not user.has_usable_password():
        return "no_password"
    return "one_time" if user.must_change_password else "open"
