"""People who could exist, with honest defaults. Names are invented."""

from datetime import date
from itertools import count

from sopman.people.enums import Role
from sopman.people.models import Appointment, Department, Deputy, Position, RoleGrant, Site, User

PASSWORD = "correct-horse-7"
LONG_AGO = date(2020, 1, 1)

_numbers = count(1)


def a_user(name="", *, position=None, roles=(), password=PASSWORD, **fields):
    """Somebody who works here; with `position` (or several) appointed long ago."""
    n = next(_numbers)
    fields.setdefault("employee_number", f"T{n:04}")
    user = User.objects.create_user(name=name or f"员工{n}", password=password, **fields)
    positions = position if isinstance(position, list | tuple) else [position] if position else []
    for held in positions:
        an_appointment(user, held)
    for role in roles:
        a_role_grant(user, role)
    return user


def an_administrator(**fields):
    return a_user(roles=[Role.ADMINISTRATOR], **fields)


def a_controller(**fields):
    return a_user(roles=[Role.DOCUMENT_CONTROLLER], **fields)


def an_auditor(**fields):
    return a_user(roles=[Role.AUDITOR], **fields)


def a_site(**fields):
    fields.setdefault("name_zh", f"厂区{next(_numbers)}")
    return Site.objects.create(**fields)


def a_department(name="", *, head=None, parent=None, **fields):
    n = next(_numbers)
    fields.setdefault("code", f"D{n:04}")
    fields.setdefault("name_en", f"Department {n}")
    return Department.objects.create(name_zh=name or f"部门{n}", head=head, parent=parent, **fields)


def a_position(name="", *, department=None, **fields):
    n = next(_numbers)
    fields.setdefault("code", f"P{n:04}")
    fields.setdefault("name_en", f"Position {n}")
    return Position.objects.create(
        name_zh=name or f"岗位{n}", department=department or a_department(), **fields
    )


def an_appointment(user, position=None, *, from_on=LONG_AGO, to_on=None, is_primary=True):
    user.forget_standing()
    return Appointment.objects.create(
        user=user,
        position=position or a_position(),
        from_on=from_on,
        to_on=to_on,
        is_primary=is_primary,
    )


def a_deputy(principal, deputy, *, from_on=LONG_AGO, to_on=None):
    deputy.forget_standing()
    return Deputy.objects.create(principal=principal, deputy=deputy, from_on=from_on, to_on=to_on)


def a_role_grant(user, role, *, from_on=LONG_AGO, to_on=None):
    user.forget_standing()
    return RoleGrant.objects.create(
        user=user, role=role, from_on=from_on, to_on=to_on, granted_by=user
    )
