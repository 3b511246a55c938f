"""An inbox."""

from typing import Any

from django.db.models import F, QuerySet

from sopman.core.prepared import prepared
from sopman.notifications.models import Notice

_LATEST = 5


def inbox(user: Any) -> QuerySet[Notice]:
    """Unread first, then the newest."""
    unread_first = F("read_at").desc(nulls_first=True)
    return Notice.objects.visible_to(user).order_by(unread_first, "-created_at", "-pk")


@prepared
def whole_inbox(user: Any) -> QuerySet[Notice]:
    return inbox(user)


@prepared
def latest(user: Any) -> QuerySet[Notice]:
    """The first few, for other pages."""
    return inbox(user)[:_LATEST]


def unread_count(user: Any) -> int:
    """How many; counted up to 100, for the badge says 99+."""
    return len(_unread(user))


@prepared
def _unread(user: Any) -> QuerySet[Notice]:
    return Notice.objects.visible_to(user).unread().order_by().values_list("pk")[:100]
