"""What waits for a person: each app says its part, the portal shows the sum."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class WorkItem:
    """One thing to do, one click away. `blocked`: others can't go on before it is done."""

    title: Any
    url: str
    due_at: datetime | None
    subject: str
    stage: Any = ""
    blocked: bool = False


Source = Callable[..., Iterable[WorkItem]]
_sources: dict[str, Source] = {}


def pending(source: Source) -> Source:
    """Register `def f(user, *, at) -> Iterable[WorkItem]`; import the module in `ready()`."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source
    return source


def items_for(user: Any, at: datetime) -> list[WorkItem]:
    """Everything that waits for `user`: the most urgent first, what has no date last."""
    found = [item for source in _sources.values() for item in source(user, at=at)]
    return sorted(found, key=_urgency)


def _urgency(item: WorkItem) -> tuple:
    return (item.due_at or _FAR, not item.blocked, str(item.title))
