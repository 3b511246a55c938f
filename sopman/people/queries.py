"""Who holds what, who heads what, who may stand in for whom."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from sopman.core.localized import by_language
from sopman.core.prepared import prepared
from sopman.organization.queries import today
from sopman.people import browsers
from sopman.people.enums import Role
from sopman.people.models import Appointment, Department, Deputy, Position, RoleGrant, User


def active() -> QuerySet[User]:
    """Everybody who works here, for pickers."""
    return User.objects.active()


def holders_of(position: Position | int, on: date | None = None) -> QuerySet[User]:
    """Who holds the position on a day."""
    pk = position.pk if isinstance(position, Position) else position
    return holders_of_any([pk], on=on)


def holders_of_any(
    position_ids: Iterable[int | Position], on: date | None = None
) -> QuerySet[User]:
    """Everybody who holds at least one of the positions on a day, each once."""
    pks = [p.pk if isinstance(p, Position) else p for p in position_ids]
    held = Appointment.objects.on(on or today()).filter(position__in=pks)
    return User.objects.active().filter(pk__in=held.values("user_id"))


def members_of(department_ids: Iterable[int], on: date | None = None) -> QuerySet[User]:
    """Everybody who holds a position in one of the departments on a day."""
    held = Appointment.objects.on(on or today()).filter(
        position__department__in=list(department_ids)
    )
    return User.objects.active().filter(pk__in=held.values("user_id"))


def head_of(
    department: Department | None,
    on: date | None = None,
    besides: Collection[User | int] = (),
) -> User | None:
    """The head of the department, else of the nearest one above it.

    Passes over departments without a head, heads who have left by that day, and those in
    `besides` (an author never approves the own work).
    """
    on = on or today()
    passed_over = {u.pk if isinstance(u, User) else u for u in besides}
    seen: set[int] = set()
    while department is not None and department.pk not in seen:
        seen.add(department.pk)
        head = department.head
        if head is not None and head.pk not in passed_over and _works_here(head, on):
            return head
        department = department.parent
    return None


def deputies_of(user: User, on: date | None = None) -> QuerySet[User]:
    """Who acts for `user` on a day; for messages to somebody absent."""
    acting = Deputy.objects.on(on or today()).filter(principal=user)
    return User.objects.active().filter(pk__in=acting.values("deputy_id"))


def with_role(role: str, on: date | None = None) -> QuerySet[User]:
    """Everybody active who holds a platform role on a day."""
    granted = RoleGrant.objects.on(on or today()).filter(role=role)
    return User.objects.active().filter(pk__in=granted.values("user_id"))


def administrators(on: date | None = None) -> QuerySet[User]:
    return with_role(Role.ADMINISTRATOR, on)


def departments_in_use() -> QuerySet[Department]:
    return Department.objects.filter(is_active=True)


@prepared
def names_of_departments() -> QuerySet:
    """What filters offer: every department in use."""
    return departments_in_use().values_list("pk", "name_zh", "name_en")


@prepared
def codes_of_departments() -> QuerySet:
    """What the filter of the people list offers: every department there ever was."""
    return Department.objects.values_list("pk", "name_zh", "name_en", "code")


def positions_in_use() -> QuerySet[Position]:
    return Position.objects.filter(is_active=True, department__is_active=True).select_related(
        "department"
    )


def directory(
    viewer: User,
    *,
    text: str = "",
    department: Department | None = None,
    role: str = "",
    state: str = "active",
) -> QuerySet[User]:
    """The people list: what `viewer` may see, filtered."""
    day = today()
    people = User.objects.visible_to(viewer)
    if state in ("active", "left"):
        people = people.filter(is_active=state == "active")
    if text := text.replace("\x00", "").strip():
        people = people.filter(
            Q(name__icontains=text)
            | Q(name_en__icontains=text)
            | Q(employee_number__icontains=text)
            | Q(mobile__icontains=text)
        )
    if department is not None:
        held = Appointment.objects.on(day).filter(position__department=department)
        people = people.filter(pk__in=held.values("user_id"))
    if role:
        granted = RoleGrant.objects.on(day).filter(role=role)
        people = people.filter(pk__in=granted.values("user_id"))
    return people


@prepared
def whole_directory(viewer: Any) -> QuerySet[User]:
    """The list as it is opened: everybody who works here."""
    return directory(viewer).defer("email", "mobile", "joined_at", "password_changed_at")


class Place(NamedTuple):
    """Where somebody stands today, as a list says it."""

    positions: tuple[str, ...]
    departments: tuple[str, ...]
    roles: tuple[str, ...]


def with_places(people: Iterable[User]) -> list[tuple[User, Place]]:
    """The people of one page with today's positions and roles."""
    rows, day = list(people), today()
    pks = frozenset(one.pk for one in rows)
    held: dict[int, list[Any]] = {}
    for user, *names in _held.bare(pks, day):
        held.setdefault(user, []).append(names)
    roles: dict[int, list[str]] = {}
    for user, role in _granted.bare(pks, day):
        roles.setdefault(user, []).append(str(Role(role).label))
    return [(one, _place(held.get(one.pk, []), roles.get(one.pk, []))) for one in rows]


def _place(held: list[Any], roles: list[str]) -> Place:
    return Place(
        tuple(by_language(zh, en) for zh, en, _zh, _en in held),
        tuple(by_language(zh, en) for _zh, _en, zh, en in held),
        tuple(roles),
    )


@prepared
def _held(users: Any, day: Any) -> QuerySet[Appointment]:
    held = Appointment.objects.on(day).filter(user__in=users)
    return held.order_by("-is_primary", "from_on", "pk").values_list(
        "user", "position__name_zh", "position__name_en",
        "position__department__name_zh", "position__department__name_en",
    )  # fmt: skip


@prepared
def _granted(users: Any, day: Any) -> QuerySet[RoleGrant]:
    granted = RoleGrant.objects.on(day).filter(user__in=users)
    return granted.order_by("pk").values_list("user", "role")


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """People with today's appointments and roles at hand, for the exported table."""
    granted = RoleGrant.objects.on(today())
    return with_positions(people).prefetch_related(
        Prefetch("role_grants", granted, to_attr="granted_now")
    )


def with_positions(people: QuerySet[User]) -> QuerySet[User]:
    """People with today's appointments at hand as `held_now`."""
    held = Appointment.objects.on(today()).select_related("position__department")
    ordered = held.order_by("-is_primary", "from_on", "pk")
    return people.prefetch_related(Prefetch("appointments", ordered, to_attr="held_now"))


def demo_people() -> QuerySet[User]:
    return User.objects.active().filter(is_demo=True)


def appointments_of(user: User, on: date) -> QuerySet[Appointment]:
    """What somebody holds on a day, the main position first."""
    held = Appointment.objects.on(on).filter(user=user)
    return held.select_related("position__department").order_by("-is_primary", "from_on", "pk")


def sessions_of(user: User) -> list[UserSession]:
    """Where somebody is logged in, the latest first; sessions that ended are left out."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = list(
        UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at")
    )
    for row in rows:
        row.browser = browsers.called(row.user_agent)
    return rows


def deputies_named_by(user: User) -> QuerySet[Deputy]:
    return Deputy.objects.filter(principal=user).select_related("deputy")


def acting_for(user: User) -> QuerySet[Deputy]:
    """Whose deputy somebody is, now or later."""
    return Deputy.objects.not_over(today()).filter(deputy=user).select_related("principal")


def without_password() -> QuerySet[User]:
    """People who can't log in yet: imported or added, and no one-time password printed."""
    return User.objects.active().filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)


@prepared
def _without_password() -> QuerySet[User]:
    return without_password()


def number_without_password() -> int:
    return _without_password.count()


def department_tree() -> list[tuple[int, Department]]:
    """Every department with its depth, in the order in which a tree is read."""
    rows = Department.objects.select_related("head", "site").annotate(
        position_count=Count("positions", filter=Q(positions__is_active=True))
    )
    children: dict[int | None, list[Department]] = {}
    for row in rows.order_by("code"):
        children.setdefault(row.parent_id, []).append(row)
    tree: list[tuple[int, Department]] = []
    waiting: list[tuple[int, Department]] = [(0, row) for row in reversed(children.get(None, []))]
    while waiting:
        depth, department = waiting.pop()
        tree.append((depth, department))
        below = reversed(children.get(department.pk, []))
        waiting += [(depth + 1, child) for child in below]
    return tree


def position_list(
    *, text: str = "", department: Department | None = None, on: date | None = None
) -> QuerySet[Position]:
    """Positions with how many hold them."""
    day = on or today()
    held = Appointment.objects.on(day).filter(position=OuterRef("pk"), user__is_active=True)
    count = held.order_by().values("position").annotate(n=Count("user", distinct=True)).values("n")
    rows = Position.objects.select_related("department").annotate(
        holder_count=Coalesce(Subquery(count), 0)
    )
    if department is not None:
        rows = rows.filter(department=department)
    if text := text.replace("\x00", "").strip():
        rows = rows.filter(
            Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text)
        )
    return rows.order_by("department__code", "code")


def nobody_yet() -> bool:
    """True on a fresh installation: the first-run page is open."""
    return not User.objects.exists()


def _works_here(user: User, on: date) -> bool:
    return user.left_at is None or today(user.left_at) > on
