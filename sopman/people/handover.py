"""What a leaver leaves behind, by app: each one registers how its part moves to somebody else."""

from collections.abc import Callable
from datetime import datetime

from sopman.people.models import User

# Moves everything of the first to the second; says in sentences what it moved (or could not).
Mover = Callable[[User, User, User, datetime], list[str]]
_movers: list[Mover] = []


def register(mover: Mover) -> Mover:
    """`register(callable(from_user, to_user, actor, at) -> list[str])`, in AppConfig.ready()."""
    if mover not in _movers:
        _movers.append(mover)
    return mover


def movers() -> list[Mover]:
    return list(_movers)
