"""A run chart as points on a canvas; the template draws it, the table beside it says it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 16, 34


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    row: Any
    label: str  # of the month, where there is room


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    points: list[Point]
    path: str
    target_path: str
    target_y: float
    target: Any
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def run_chart(rows: Sequence[Any]) -> Chart | None:
    """Share and target per month; the scale ends at 100 and begins a little below the lowest."""
    if not rows:
        return None
    lowest = min(float(min(one.share, one.target)) for one in rows)
    floor = max(0, int((lowest - 3) // 5 * 5))
    floor = min(floor, 90)

    def y(value: Decimal | float) -> float:
        return round(TOP + (100 - float(value)) / (100 - floor) * (HEIGHT - TOP - BOTTOM), 1)

    room = WIDTH - LEFT - RIGHT
    step = room / max(len(rows), 1)
    every = 1 if len(rows) <= 12 else 2
    points = [
        Point(round(LEFT + step * (n + 0.5), 1), y(one.share), one,
              f"{one.month:%Y-%m}" if n % every == 0 and len(rows) <= 6 else
              f"{one.month:%y-%m}" if n % every == 0 else "")
        for n, one in enumerate(rows)
    ]  # fmt: skip
    gap = max((100 - floor) // 4, 1)
    lines = [Line(y(value), str(value)) for value in range(floor, 101, gap)]
    return Chart(
        points, _path((one.x, one.y) for one in points), _steps(rows, points, step, y),
        y(rows[-1].target), rows[-1].target, lines,
    )  # fmt: skip


def _path(places: Any) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def _steps(rows: Sequence[Any], points: list[Point], step: float, y: Any) -> str:
    """The target as a stair: it may change from month to month."""
    places = []
    for one, point in zip(rows, points, strict=True):
        places += [(round(point.x - step / 2, 1), y(one.target)),
                   (round(point.x + step / 2, 1), y(one.target))]  # fmt: skip
    return _path(places)
