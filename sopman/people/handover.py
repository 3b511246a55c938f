"""What a leaver leaves behind, by app: each one registers how its part moves to somebody else."""

from collections.abc import Callable
from datetime import datetime

from sopman.people.models import User

# Moves everything of the first to the second; says in sentences what it moved (or could not).
Mover = Callable[[User, User, User, datetime], list[str]]
# What still waits to be moved, in the same words.
Hanging = Callable[[User], list[str]]
_movers: list[Mover] = []
_hanging: list[Hanging] = []


def register(mover: Mover, hanging: Hanging) -> None:
    """`mover(from_user, to_user, actor, at)` and `hanging(user)`, in AppConfig.ready()."""
    if mover not in _movers:
        _movers.append(mover)
        _hanging.append(hanging)


def hanging_on(user: User) -> list[str]:
    """Everything that would be without its person if `user` left."""
    return [sentence for hanging in _hanging for sentence in hanging(user)]


def movers() -> list[Mover]:
    return list(_movers)
