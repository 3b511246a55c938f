"""A withdrawal that waits for its second person: asked at once, reminded, then escalated.

May run as often as it likes: every notice has a key.
"""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.organization.queries import today
from sopman.people import queries as people
from sopman.people.enums import Role
from sopman.workdays.queries import calendar
from sops.models import Sop


def ask_to_confirm(sop: Sop, *, at: datetime) -> None:
    """The document controllers, and the nearest head who is not the one who withdrew."""
    _tell(sop, _second_persons(sop), "sops.withdrawal.asked", "asked", at)


def remind_of_withdrawals(*, at: datetime) -> None:
    """On the day it is due; afterwards also the next head above and whoever withdrew it."""
    waiting = Sop.objects.filter(withdrawn_at__isnull=False, withdrawal_confirmed_at=None)
    for sop in waiting.select_related("owning_department__parent", "withdrawn_by"):
        due, now = _due_on(sop), today(at)
        if now == due:
            _tell(sop, _second_persons(sop), "sops.withdrawal.asked", "today", at)
        elif now > due:
            above = people.head_of(sop.owning_department.parent, besides=[sop.withdrawn_by])
            told = [*_second_persons(sop), above, sop.withdrawn_by]
            _tell(sop, told, "sops.withdrawal.overdue", "overdue", at)


def _due_on(sop: Sop) -> date:
    return calendar().add(today(sop.withdrawn_at), 1)


def _second_persons(sop: Sop) -> list[Any]:
    controllers = people.with_role(Role.DOCUMENT_CONTROLLER).exclude(pk=sop.withdrawn_by_id)
    return [*controllers, people.head_of(sop.owning_department, besides=[sop.withdrawn_by])]


def _tell(sop: Sop, told: list[Any], code: str, rung: str, at: datetime) -> None:
    notify(told, code, at=at, email=True, key=f"{sop.pk}:{sop.withdrawn_at:%Y%m%d%H%M%S}:{rung}",
           url=reverse("sops:detail", args=[sop.pk]), title=both(sop), number=sop.number,
           person=sop.withdrawn_by.name, reason=sop.withdraw_reason, due_on=_due_on(sop))  # fmt: skip
