"""The very first person, on an empty installation."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.organization.actions import begin_organization, lock_organization
from sopman.organization.queries import today
from sopman.people.enums import Role
from sopman.people.models import RoleGrant, User


@transaction.atomic
def create_first_administrator(
    *,
    at: datetime,
    name_zh: str,
    name_en: str,
    employee_number: str,
    name: str,
    password: str,
    language: str,
    time_zone: str,
) -> User:
    """Name the organization and make its first administrator. Refused once anybody exists."""
    lock_organization()
    if User.objects.exists():
        raise Refused([_("The first administrator exists already. Log in.")])
    user = User(
        employee_number=employee_number,
        name=name,
        language=language,
        time_zone=time_zone,
        joined_at=at,
        password_changed_at=at,
    )
    validate_password(password, user)
    user.set_password(password)
    stamp(user, None).save()
    begin_organization(
        actor=user,
        at=at,
        name_zh=name_zh,
        name_en=name_en,
        default_language=language,
        time_zone=time_zone,
    )
    grant = RoleGrant(user=user, role=Role.ADMINISTRATOR, from_on=today(at), granted_by=user)
    stamp(grant, user).save()
    record(user, "people.user.first_administrator", actor=user, at=at)
    return user
