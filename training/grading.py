"""Drawing a paper, marking it. Pure."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

Paper = list[dict[str, Any]]
Key = dict[str, list[str]]


def draw(questions: Iterable[Any], count: int, seed: int) -> tuple[Paper, Key]:
    """`count` questions in random order with shuffled options, and their key apart.

    Items and options get ids of their own for this attempt, so that two papers can't be compared
    by id. True/false keeps the order of its options.
    """
    chance = random.Random(seed)  # noqa: S311 -- shuffling, not secrecy
    pool = list(questions)
    chance.shuffle(pool)
    paper: Paper = []
    key: Key = {}
    for question in pool[:count]:
        item = f"i{chance.getrandbits(32):08x}"
        options = list(question.options.all())
        if question.kind != "true_false":
            chance.shuffle(options)
        named = [(f"o{chance.getrandbits(32):08x}", option) for option in options]
        paper.append(
            {
                "item": item,
                "question": question.pk,
                "kind": question.kind,
                "text": question.text,
                "options": [{"option": name, "text": option.text} for name, option in named],
            }
        )
        key[item] = sorted(name for name, option in named if option.is_correct)
    return paper, key


def score(key: Mapping[str, list[str]], choices: Mapping[str, list[str]]) -> int:
    """Share of items answered exactly right, in whole per cent, rounded down.

    Rounding down, so that nobody passes by rounding.
    """
    if not key:
        return 0
    right = sum(1 for item, options in key.items() if sorted(choices.get(item, [])) == options)
    return right * 100 // len(key)


def wrong_items(key: Mapping[str, list[str]], choices: Mapping[str, list[str]]) -> list[str]:
    return [item for item, options in key.items() if sorted(choices.get(item, [])) != options]


def faults(kind: str, options: list[tuple[str, bool]]) -> list[str]:
    """Codes of what is wrong with a question's options: too_few, none_right, many_right."""
    right = sum(1 for _text, correct in options if correct)
    found = []
    if len(options) < 2:
        found.append("too_few")
    if right == 0:
        found.append("none_right")
    if kind in ("single", "true_false") and right > 1:
        found.append("many_right")
    return found
