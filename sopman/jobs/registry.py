"""Who does which kind of work. Apps register in their `tasks.py`, imported when Django starts.

A handler is called with `at` (now) and the job's arguments. It may be called twice for the same
job (a worker can die after the work and before the last line), so it must be idempotent: decide
from the data, let unique keys refuse what is there already. With `atomic=True` (the default) its
writes and the end of the job are one transaction; slow work that talks to others (mail, PDF)
says `atomic=False` and keeps its own transactions short.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Handler:
    kind: str
    call: Callable[..., Any]
    lease: timedelta
    atomic: bool
    retries: bool = True


@dataclass(frozen=True)
class Periodic:
    name: str
    minutes: int

    @property
    def kind(self) -> str:
        return f"every.{self.name}"

    def key(self, at: datetime) -> str:
        """The same for every beat and every worker that sees this tick."""
        return f"{self.kind}:{int(at.timestamp()) // 60 // self.minutes}"


_handlers: dict[str, Handler] = {}
_periodic: dict[str, Periodic] = {}


def handles(kind: str, *, lease: timedelta = LEASE, atomic: bool = True) -> Callable:
    """`@handles("app.kind") def f(*, at, **args)`: run jobs of this kind with `f`."""

    def register(function: Callable) -> Callable:
        _add(Handler(kind, function, lease, atomic))
        return function

    return register


def every(*, minutes: int, name: str, lease: timedelta = LEASE, atomic: bool = True) -> Callable:
    """`@every(minutes=1, name="reviews.deadlines") def f(*, at)`: run `f` once per tick.

    Ticks that were missed are not made up for: `f` computes what is owed from the data.
    """

    def register(function: Callable) -> Callable:
        periodic = Periodic(name, minutes)
        _add(Handler(periodic.kind, function, lease, atomic, retries=False))
        _periodic[name] = periodic
        return function

    return register


def _add(handler: Handler) -> None:
    known = _handlers.get(handler.kind)
    if known is not None and known.call.__qualname__ != handler.call.__qualname__:
        raise LookupError(f"Two handlers for jobs of the kind {handler.kind}.")
    _handlers[handler.kind] = handler


def handler_of(kind: str) -> Handler:
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"Nobody handles jobs of the kind {kind}.") from None


def periodic() -> list[Periodic]:
    return list(_periodic.values())
