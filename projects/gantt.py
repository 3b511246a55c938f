"""The schedule as bars: where each begins and ends in the drawing. Pure geometry, no markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LEFT, WIDTH, TOP, LINE, BAR = 132, 760, 28, 30, 9  # units of the drawing
ROOM = WIDTH - LEFT - 12
LONGEST_AXIS = 36  # marks at most


@dataclass(frozen=True)
class Bar:
    """`kind`: plan, actual, forecast."""

    kind: str
    x: float
    y: float
    width: float
    height: float = BAR


@dataclass(frozen=True)
class Line:
    """One stage: its label and what is drawn for it."""

    label: str
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Mark:
    """A month begins."""

    x: float
    day: date


@dataclass(frozen=True)
class Gantt:
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    today: float | None
    height: float
    width: int = WIDTH
    left: int = LEFT


@dataclass(frozen=True)
class Row:
    """A stage as the drawing takes it; `begun` and `done` None where it isn't so yet."""

    label: str
    planned_on: date
    begun: date | None = None
    done: date | None = None
    forecast_on: date | None = None


def drawn(rows: Sequence[Row], *, start: date, today: date | None) -> Gantt | None:
    """None without rows. `start` is the day the project was opened."""
    if not rows:
        return None
    ends = [one for row in rows for one in (row.planned_on, row.done, row.forecast_on) if one]
    last = max([*ends, *([today] if today else [])])
    start = min([start, *ends])
    scale = ROOM / max(1, (last - start).days)

    def place(day: date) -> float:
        return round(LEFT + max(0, (day - start).days) * scale, 1)

    lines, begin = [], start
    for number, row in enumerate(rows):
        y = TOP + number * LINE
        bars = [_bar("plan", place(begin), place(row.planned_on), y + 4)]
        if row.begun:
            until = row.done or (today if today and today >= row.begun else row.begun)
            bars.append(_bar("actual", place(row.begun), place(until), y + 15))
        if row.forecast_on and not row.done and row.forecast_on > row.planned_on:
            bars.append(_bar("forecast", place(row.planned_on), place(row.forecast_on), y + 4))
        lines.append(Line(row.label, y + 17, tuple(bars)))
        begin = row.planned_on
    now = place(today) if today else None
    return Gantt(tuple(lines), _marks(start, last, place), now, TOP + len(rows) * LINE + 6)


def _bar(kind: str, begin: float, end: float, y: float) -> Bar:
    return Bar(kind, begin, y, round(max(3.0, end - begin), 1))


def _marks(start: date, last: date, place: Any) -> tuple[Mark, ...]:
    """The first of each month; only every second, third … where there are many."""
    firsts = [day for day in _days(start, last) if day.day == 1]
    step = max(1, -(-len(firsts) * 48 // ROOM))
    return tuple(Mark(place(day), day) for day in firsts[::step][:LONGEST_AXIS])


def _days(start: date, last: date) -> list[date]:
    return [start + timedelta(days=one) for one in range(min((last - start).days + 1, 4000))]


def rows_of(
    labels: Mapping[str, Any], plan: Mapping[str, date], *, begun: Mapping[str, date],
    done: Mapping[str, date], expected: Mapping[str, date],
) -> list[Row]:  # fmt: skip
    """Stages without a plan fall away."""
    return [
        Row(str(label), plan[stage], begun.get(stage), done.get(stage), expected.get(stage))
        for stage, label in labels.items()
        if stage in plan
    ]


__all__ = ["Gantt", "Row", "drawn", "rows_of"]
