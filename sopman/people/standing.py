"""What a person may act as on a day: positions, departments, roles, whom they act for.

Read in at most two queries, whatever the person holds; nothing here is inherited twice
(a deputy's deputy acts for nobody).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import connection

from sopman.organization.queries import today
from sopman.people.enums import Role
from sopman.people.models import Appointment, Department, Deputy, Position, RoleGrant, User


@dataclass(frozen=True)
class Standing:
    on: date
    user_id: int
    roles: frozenset[str] = field(default_factory=frozenset)
    position_ids: frozenset[int] = field(default_factory=frozenset)
    department_ids: frozenset[int] = field(default_factory=frozenset)  # of the positions held
    headed_ids: frozenset[int] = field(default_factory=frozenset)  # with everything below them
    acts_for: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_controller(self) -> bool:
        return Role.DOCUMENT_CONTROLLER in self.roles

    @property
    def is_auditor(self) -> bool:
        return Role.AUDITOR in self.roles

    def stands_for(self, user_id: int | None) -> bool:
        """True for oneself and for everyone whose deputy one is today."""
        return user_id is not None and (user_id == self.user_id or user_id in self.acts_for)


def standing_of(user: User, on: date | None = None) -> Standing:
    """The standing of `user`; of somebody who doesn't work here it is empty."""
    on = on or today()
    if not user.is_active:
        return Standing(on=on, user_id=user.pk)
    kinds: dict[str, list[tuple[int, int, str]]] = {}
    for kind, one, two, word in _everything_about(user, on):
        kinds.setdefault(kind, []).append((one, two, word))
    return Standing(
        on=on,
        user_id=user.pk,
        roles=frozenset(word for _one, _two, word in kinds.get("role", [])),
        position_ids=frozenset(one for one, _two, _word in kinds.get("position", [])),
        department_ids=frozenset(two for _one, two, _word in kinds.get("position", [])),
        headed_ids=with_everything_below([one for one, _two, _word in kinds.get("headed", [])]),
        acts_for=frozenset(one for one, _two, _word in kinds.get("deputy", [])),
    )


def with_everything_below(department_ids: list[int]) -> frozenset[int]:
    """The departments and all under them; no query when there are none."""
    if not department_ids:
        return frozenset()
    children: dict[int | None, list[int]] = {}
    for pk, parent in Department.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), list(department_ids)
    while waiting:
        if (pk := waiting.pop()) not in found:
            found.add(pk)
            waiting += children.get(pk, [])
    return frozenset(found)


def _everything_about(user: User, on: date) -> list[tuple[str, int, int, str]]:
    """Four short lists in one query. By hand: every page asks it, and building it costs more."""
    day = connection.ops.adapt_datefield_value(on)
    held = [user.pk, day, day]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [*held, *held, *held, user.pk, True])
        return cursor.fetchall()


@lru_cache(maxsize=1)
def _statement() -> str:
    quote = connection.ops.quote_name
    names = {
        model.__name__: quote(model._meta.db_table)
        for model in (Appointment, Position, RoleGrant, Deputy, Department)
    }
    return _ABOUT.format(**names)


_HOLDS = "from_on <= %s AND (to_on IS NULL OR to_on >= %s)"
_ABOUT = f"""
SELECT 'position', held.position_id, post.department_id, ''
  FROM {{Appointment}} held JOIN {{Position}} post ON post.id = held.position_id
  WHERE held.user_id = %s AND {_HOLDS}
UNION ALL SELECT 'role', 0, 0, role FROM {{RoleGrant}} WHERE user_id = %s AND {_HOLDS}
UNION ALL SELECT 'deputy', principal_id, 0, '' FROM {{Deputy}} WHERE deputy_id = %s AND {_HOLDS}
UNION ALL SELECT 'headed', id, 0, '' FROM {{Department}} WHERE head_id = %s AND is_active = %s
"""  # noqa: S608 -- table names of our own models
