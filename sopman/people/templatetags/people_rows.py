"""{% load people_rows %}{% people_rows rows %}: the rows of the people list, each kept by what it says."""

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
def people_rows(rows):
    return kept.rendered("people/_person_row.html", [_line(user, place) for user, place in rows])


def _line(user: Any, place: Any) -> Line:
    return Line(
        user.pk,
        user.display_name,
        user.employee_number,
        "; ".join(place.positions),
        "; ".join(place.departments),
        place.roles,
        _account(user),
    )


def _account(user: Any) -> str:
    if not user.is_active:
        return "closed"
    if not user.has_usable_password():
        return "no_password"
    return "one_time" if user.must_change_password else "open"
