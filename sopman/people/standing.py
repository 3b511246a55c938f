"""What a person may act as on a day: positions, departments, roles, whom they act for.

Read in at most two queries, whatever the person holds; nothing here is inherited twice
(a deputy's deputy acts for nobody).
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value

from sopman.organization.queries import today
from sopman.people.enums import Role
from sopman.people.models import Appointment, Department, Deputy, RoleGrant, User


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


def _everything_about(user: User, on: date) -> QuerySet:
    """Four short lists in one query."""
    positions = _rows(
        Appointment.objects.on(on).filter(user=user),
        "position",
        F("position_id"),
        F("position__department_id"),
    )
    roles = _rows(RoleGrant.objects.on(on).filter(user=user), "role", word=F("role"))
    principals = _rows(Deputy.objects.on(on).filter(deputy=user), "deputy", F("principal_id"))
    headed = _rows(Department.objects.filter(head=user, is_active=True), "headed", F("pk"))
    return positions.union(roles, principals, headed, all=True)


_NONE, _NO_WORD = Value(0, BigIntegerField()), Value("", CharField())


def _rows(rows, kind, one=_NONE, two=_NONE, word=_NO_WORD):
    named = rows.order_by().annotate(_kind=Value(kind, CharField()), _one=one, _two=two, _word=word)
    return named.values_list("_kind", "_one", "_two", "_word")
