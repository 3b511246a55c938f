"""What a row looked like: django-simple-history with our actor."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class AuditedHistory(HistoricalRecords):
    """`history = AuditedHistory()` on every domain model; see `stamp`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_change_reason_field", models.TextField(blank=True, null=True))
        super().__init__(**options)


def stamp(obj: models.Model, actor: Any, reason: str = "") -> models.Model:
    """Say who the next `save()` of `obj` is by, for its history row. Returns `obj`."""
    obj._history_user = actor
    obj._change_reason = reason or None
    return obj
