"""Who somebody is: the employee number or the mobile number, and a password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q, QuerySet

from sopman.core.prepared import prepared
from sopman.people.models import User
from sopman.people.numbers import plain_mobile


class NumberBackend(BaseBackend):
    """Wrong number, wrong password and a closed account take the same time and say the same."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        **_others: Any,
    ) -> User | None:
        if not username or password is None:
            return None
        user = person_with_number(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return _active.first(user_id)


@prepared  # asked by every request
def _active(pk: int) -> QuerySet[User]:
    return User.objects.active().filter(pk=pk)


def person_with_number(number: str) -> User | None:
    """An employee number counts before a mobile number that happens to be the same."""
    number = number.strip()
    if not number or "\x00" in number:
        return None
    same = Q(employee_number__iexact=number)
    if mobile := plain_mobile(number):
        same |= Q(mobile=mobile)
    found = sorted(
        User.objects.filter(same)[:5],
        key=lambda user: (
            user.employee_number != number,
            user.employee_number.lower() != number.lower(),
        ),
    )
    return found[0] if found else None
