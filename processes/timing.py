"""What laps come to: median and spread. Pure.

The median, because one interruption in three cycles would carry the mean away. The spread is the
interquartile range (the middle half, by linear interpolation) from four laps on; with fewer it is
the shortest and the longest, as quartiles of three numbers say nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median, quantiles

FEWEST_FOR_QUARTILES = 4
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Timing:
    """`n` laps of one activity, in minutes with two decimals."""

    n: int
    median: Decimal
    low: Decimal
    high: Decimal


def timing(seconds: Iterable[int]) -> Timing | None:
    """Laps in whole seconds; nothing where there is none."""
    laps = sorted(seconds)
    if not laps:
        return None
    low, high = laps[0], laps[-1]
    if len(laps) >= FEWEST_FOR_QUARTILES:
        low, _middle, high = quantiles(map(Decimal, laps), n=4, method="inclusive")
    return Timing(len(laps), minutes(median(map(Decimal, laps))), minutes(low), minutes(high))


def minutes(seconds: Decimal | int) -> Decimal:
    return (Decimal(seconds) / 60).quantize(HUNDREDTH, ROUND_HALF_UP)
