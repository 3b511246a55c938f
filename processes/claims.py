"""What several sources say about one activity, and whether they say the same. Pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from processes.enums import Aspect

TIMES = frozenset([Aspect.TOUCH, Aspect.WAITING])
TOLERANCE = Decimal(5)  # minutes less than a fifth of the larger apart are the same


@dataclass(frozen=True)
class Claim:
    """`value` is a key that compares: minutes, a primary key, or the system's name.

    `source` tells whose it is: two claims of one source contradict nobody.
    """

    step: str
    aspect: str
    value: str
    source: Hashable
    pin: Any = None
    n: int | None = None  # of a measurement


def same(aspect: str, one: str, other: str) -> bool:
    """Minutes are the same up to a fifth, systems whatever their capitals."""
    if aspect in TIMES:
        low, high = sorted([Decimal(one), Decimal(other)])
        return (high - low) * TOLERANCE <= high
    return one.strip().casefold() == other.strip().casefold()


def differ(claims: Iterable[Claim]) -> bool:
    """Whether two of them, from two sources, say something different."""
    said = list(claims)
    return any(
        one.source != other.source and not same(one.aspect, one.value, other.value)
        for spot, one in enumerate(said)
        for other in said[spot + 1 :]
    )


def covers(settled: Iterable[str], claims: Iterable[Claim]) -> bool:
    """Whether a settlement made for these values still speaks for all that is claimed."""
    known = list(settled)
    return all(any(same(one.aspect, value, one.value) for value in known) for one in claims)
