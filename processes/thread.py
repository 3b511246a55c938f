"""What upper floors hang on a step: blocks of its thread page, readers, reasons not to drop it.

An app registers in `AppConfig.ready()`; nothing here imports it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Item:
    """One line of a block: words, where they lead, what stands beside them."""

    words: Any
    url: str = ""
    note: Any = ""
    tone: str = ""
    at: Any = None


@dataclass(frozen=True)
class Block:
    """One part of a step's thread: all of one kind that hangs on it."""

    title: Any
    items: list[Item] = field(default_factory=list)
    empty: Any = ""


Blocks = Callable[[Any, Any], Iterable[Block]]
_blocks: list[Blocks] = []
_readers: list[Callable[[Any], Any]] = []
_hanging: list[Callable[[Any, Any], Iterable[Any]]] = []


def register(blocks: Blocks) -> None:
    """`blocks(step, user) -> list[Block]`, in the order of the floors."""
    if blocks not in _blocks:
        _blocks.append(blocks)


def blocks_of(step: Any, user: Any) -> list[Block]:
    return [block for blocks in _blocks for block in blocks(step, user)]


def open_to(readers: Callable[[Any], Any]) -> None:
    """`readers(user) -> queryset of step ids`: steps shown to people outside the project."""
    if readers not in _readers:
        _readers.append(readers)


def readable_ids(user: Any) -> list[Any]:
    """A queryset of step ids per floor that opens steps to `user`."""
    return [readers(user) for readers in _readers]


def hangs(hanging: Callable[[Any, Any], Iterable[Any]]) -> None:
    """`hanging(process_map, step) -> sentences`: what is lost sight of when the activity goes."""
    if hanging not in _hanging:
        _hanging.append(hanging)


def hanging_on(process_map: Any, step: Any) -> list[Any]:
    return [sentence for hanging in _hanging for sentence in hanging(process_map, step)]
