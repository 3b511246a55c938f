"""What a row looked like: django-simple-history with our actor."""

from typing import Any, TypeVar

from django.db import models
from simple_history.models import HistoricalRecords

Row = TypeVar("Row", bound=models.Model)


class AuditedHistory(HistoricalRecords):
    """`history = AuditedHistory()` on every domain model; see `stamp`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_change_reason_field", models.TextField(blank=True, null=True))
        super().__init__(**options)


def stamp(obj: Row, actor: Any, reason: str = "") -> Row:
    """Say who the next `save()` of `obj` is by, for its history row. Returns `obj`."""
    obj._history_user = actor  # type: ignore[attr-defined]
    obj._change_reason = reason or None  # type: ignore[attr-defined]
    return obj
