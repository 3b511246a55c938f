"""What of an attempt may be shown while it is open. Built from paper and answers alone: whoever
makes this has not read the key, so that it can't slip into a page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    letter: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One question as delivered, with what was chosen so far."""

    number: int
    item: str
    kind: str
    text: str
    options: list[Choice]
    seq: int
    saved_at: Any
    flagged: bool

    @property
    def is_multiple(self) -> bool:
        return self.kind == "multiple"


@dataclass(frozen=True, slots=True)
class Tile:
    number: int
    url: str
    done: bool
    current: bool
    flagged: bool


def item_of(paper: list[dict[str, Any]], answers: Mapping[str, Any], number: int) -> Item:
    asked = paper[number - 1]
    answer = answers.get(asked["item"])
    chosen = set(answer.choice) if answer else set()
    options = [
        Choice(one["option"], letter, one["text"], one["option"] in chosen)
        for letter, one in zip(LETTERS, asked["options"], strict=False)
    ]
    return Item(
        number=number, item=asked["item"], kind=asked["kind"], text=asked["text"], options=options,
        seq=answer.seq if answer else 0,
        saved_at=answer.saved_at if answer and answer.choice else None,
        flagged=bool(answer and answer.flagged),
    )  # fmt: skip


def tiles_of(paper: list[dict], answers: Mapping[str, Any], url: str, current: int) -> list[Tile]:
    found = []
    for number, asked in enumerate(paper, 1):
        answer = answers.get(asked["item"])
        done, flagged = bool(answer and answer.choice), bool(answer and answer.flagged)
        found.append(Tile(number, f"{url}?item={number}", done, number == current, flagged))
    return found


def unanswered(paper: list[dict], answers: Mapping[str, Any]) -> list[int]:
    """The numbers of the questions without an answer."""
    return [
        n
        for n, asked in enumerate(paper, 1)
        if not (asked["item"] in answers and answers[asked["item"]].choice)
    ]
