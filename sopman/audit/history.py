"""What a row looked like: django-simple-history with our actor."""

from functools import cache
from typing import Any, TypeVar

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

Row = TypeVar("Row", bound=models.Model)


class _Manager(HistoryManager):
    """Its class with the methods of the queryset is made once, not at each look at `history`."""

    from_queryset = classmethod(cache(HistoryManager.from_queryset.__func__))  # type: ignore[attr-defined]


class AuditedHistory(HistoricalRecords):
    """`history = AuditedHistory()` on every domain model; see `stamp`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_change_reason_field", models.TextField(blank=True, null=True))
        options.setdefault("history_manager", _Manager)
        super().__init__(**options)


def stamp(obj: Row, actor: Any, reason: str = "") -> Row:
    """Say who the next `save()` of `obj` is by, for its history row. Returns `obj`."""
    obj._history_user = actor  # type: ignore[attr-defined]
    obj._change_reason = reason or None  # type: ignore[attr-defined]
    return obj
