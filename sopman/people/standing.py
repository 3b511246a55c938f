"""What a person may act as on a day: positions, departments, roles, whom they act for.

Read in one query, whatever the person holds; nothing here is inherited twice
(a deputy's deputy acts for nobody).
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection

from sopman.core.prepared import Given
from sopman.organization.queries import organization, today
from sopman.people.enums import Role
from sopman.people.models import Appointment, Department, Deputy, Position, RoleGrant, User

_SETS = ("position_ids", "department_ids", "headed_ids", "acts_for", "answered_ids")


@dataclass(frozen=True)
class Standing:
    on: date
    user_id: int
    roles: frozenset[str] = field(default_factory=frozenset)
    position_ids: frozenset[int] = field(default_factory=frozenset)
    department_ids: frozenset[int] = field(default_factory=frozenset)  # of the positions held
    headed_ids: frozenset[int] = field(default_factory=frozenset)  # with everything below them
    acts_for: frozenset[int] = field(default_factory=frozenset)
    answered_ids: frozenset[int] = field(default_factory=frozenset)  # headed by any of `people`

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_controller(self) -> bool:
        return Role.DOCUMENT_CONTROLLER in self.roles

    @property
    def is_auditor(self) -> bool:
        return Role.AUDITOR in self.roles

    @cached_property
    def people(self) -> frozenset[int]:
        """Oneself and everyone whose deputy one is today."""
        return self.acts_for | {self.user_id}

    @cached_property
    def shape(self) -> Hashable:
        return self.roles, *(bool(getattr(self, name)) for name in _SETS)

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
        headed_ids=frozenset(one for one, _two, _word in kinds.get("headed", [])),
        acts_for=frozenset(one for one, _two, _word in kinds.get("deputy", [])),
        answered_ids=frozenset(one for one, _two, _word in kinds.get("answered", [])),
    )


def _everything_about(user: User, on: date) -> list[tuple[str, int, int, str]]:
    """Short lists in one query. By hand: every page asks it, and building it costs more."""
    day = connection.ops.adapt_datefield_value(on)
    held = [user.pk, day, day]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [user.pk, True, user.pk, *held[1:], *held, *held, *held])
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
WITH RECURSIVE headed(id) AS (
  SELECT id FROM {{Department}} WHERE head_id = %s AND is_active = %s
  UNION SELECT below.id FROM {{Department}} below JOIN headed ON below.parent_id = headed.id
), answered(id) AS (
  SELECT id FROM headed
  UNION SELECT id FROM {{Department}} WHERE head_id IN (
    SELECT principal_id FROM {{Deputy}} WHERE deputy_id = %s AND {_HOLDS})
  UNION SELECT below.id FROM {{Department}} below JOIN answered ON below.parent_id = answered.id
)
SELECT 'position', held.position_id, post.department_id, ''
  FROM {{Appointment}} held JOIN {{Position}} post ON post.id = held.position_id
  WHERE held.user_id = %s AND {_HOLDS}
UNION ALL SELECT 'role', 0, 0, role FROM {{RoleGrant}} WHERE user_id = %s AND {_HOLDS}
UNION ALL SELECT 'deputy', principal_id, 0, '' FROM {{Deputy}} WHERE deputy_id = %s AND {_HOLDS}
UNION ALL SELECT 'headed', id, 0, '' FROM headed
UNION ALL SELECT 'answered', id, 0, '' FROM answered
"""  # noqa: S608 -- table names of our own models


# A person in a prepared queryset: the shape of the standing decides the SQL, the rest are values.


class StandIn(Given):
    """Anybody whose standing has this shape; where the person is asked for stands the id."""

    def __init__(self, read: Callable[[Any], Any], user: User) -> None:
        super().__init__(lambda values: read(values).pk)
        self.pk, self.is_active = self, user.is_active
        sets = {name: _place(read, name) for name in _SETS if getattr(user.standing, name)}
        self.standing = replace(user.standing, user_id=self, **sets)  # type: ignore[arg-type]
        self.standing.__dict__["people"] = _place(read, "people")


def _place(read: Callable[[Any], Any], name: str) -> Given:
    value = attrgetter(f"standing.{name}")
    return Given(lambda values: value(read(values)), several=True)


def shape_of(user: User) -> Hashable:
    """What a queryset may ask of a person in Python: roles, which sets are empty, the library's rule."""
    return user.is_active, user.standing.shape, organization().library_open
