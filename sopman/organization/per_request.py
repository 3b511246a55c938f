"""Values read once per request. Outside a request nothing is kept, so nothing grows stale."""

from collections.abc import Callable, Hashable
from threading import local
from typing import TypeVar

T = TypeVar("T")
_local = local()  # one request, one thread


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read()` gave the first time in this request."""
    kept: dict[Hashable, T] | None = getattr(_local, "kept", None)
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]


def forget(kind: Hashable) -> None:
    """Read it again the next time; called by the action that changes it.

    `kind` is a key, or what a key of several parts begins with.
    """
    kept: dict[Hashable, object] | None = getattr(_local, "kept", None)
    for key in list(kept or ()):
        if key == kind or (isinstance(key, tuple) and key[0] == kind):
            kept.pop(key)  # type: ignore[union-attr]


def begin(**_signal: object) -> None:
    _local.kept = {}


def end(**_signal: object) -> None:
    _local.kept = None
