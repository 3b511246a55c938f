"""What every action of this app begins with."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.people.models import User
from sopman.people.rules import may_manage_people


def must_manage(actor: User) -> None:
    if not may_manage_people(actor):
        raise PermissionDenied(_("Only an administrator may change this."))


def must_manage_still(actor: User) -> None:
    """Looks again, under a lock: somebody may just have taken the role away."""
    actor.refresh_from_db()
    must_manage(actor)


def changes(obj: Any, wanted: dict[str, Any]) -> dict[str, list[str]]:
    """Put `wanted` on `obj`; what differed, as [before, after] for the trail."""
    differing = {}
    for name, value in wanted.items():
        before = getattr(obj, name)
        if before != value:
            differing[name] = [_said(before), _said(value)]
            setattr(obj, name, value)
    return differing


def end_before(day: date, row: Any, actor: User) -> None:
    """End a dated row with the day before; one that began no earlier leaves only its history."""
    if row.from_on >= day:
        stamp(row, actor).delete()
    else:
        row.to_on = day - timedelta(days=1)
        stamp(row, actor).save()


def _said(value: Any) -> str:
    return "" if value is None else str(value)
