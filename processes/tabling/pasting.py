"""A pasted rectangle of texts as lines of the step table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from processes.tabling.durations import UNITS
from processes.tabling.headings import FIELDS, Column, asks_for_unit, guessed, headings
from processes.tabling.matching import folded

_WAY = re.compile(r"^(?P<before>.*(?:→|->|=>|：|:))?\s*(?P<target>[^→：:>]+?)\s*(?P<share>\(?\d+(?:\.\d+)?\s*[%％]\)?)?$")  # fmt: skip
_BETWEEN = re.compile(r"\s*[;；\n]+\s*")
_ENDS = ("结束", "end", "完成")


@dataclass
class Pasted:
    columns: list[Column]
    has_headings: bool
    lines: list[dict[str, str]] = field(default_factory=list)
    asks: list[bool] = field(default_factory=list)  # for each column: is its unit in doubt?


def read(
    cells: Sequence[Sequence[str]],
    *,
    first: str = "",
    has_headings: bool | None = None,
    fields: Sequence[str] = (),
    units: Sequence[str] = (),
) -> Pasted:
    """`fields` and `units` are what somebody chose for each column; else it is guessed.

    Numbers of rows in "goes on with" come out as counted from the first line, from 1.
    """
    found = headings(cells[0]) if cells else None
    is_headed = found is not None if has_headings is None else has_headings
    body = [list(row) for row in (cells[1:] if is_headed else cells)]
    columns = (found or guessed(body, first)) if is_headed else guessed(body, first)
    columns = _chosen(columns, fields, units)
    pasted = Pasted(columns, is_headed)
    numbers: list[str] = []
    for row in body:
        line = {c.field: cell for c, cell in zip(columns, row, strict=False) if c.field}
        if any(line.values()):
            numbers.append(line.pop("number", ""))
            pasted.lines.append(
                {name: _with_unit(name, cell, columns) for name, cell in line.items()}
            )
    _point(pasted.lines, numbers)
    pasted.asks = [
        c.field in ("touch", "waiting") and not c.unit
        and asks_for_unit([row[n] for row in body if n < len(row)], c.field)
        for n, c in enumerate(columns)
    ]  # fmt: skip
    return pasted


def _chosen(columns: Sequence[Column], fields: Sequence[str], units: Sequence[str]) -> list[Column]:
    found = []
    for n, column in enumerate(columns):
        name = fields[n] if n < len(fields) else column.field
        unit = units[n] if n < len(units) else column.unit
        known = name if name in (*FIELDS, "number") else ""
        found.append(Column(known, unit if unit in UNITS else ""))
    taken: set[str] = set()
    for n, column in enumerate(found):
        if column.field in taken:
            found[n] = Column()
        taken.add(column.field)
    return found


def _with_unit(name: str, cell: str, columns: Sequence[Column]) -> str:
    unit = next((c.unit for c in columns if c.field == name), "")
    is_bare = re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", cell)
    return f"{cell.strip()} {unit}" if unit and is_bare else cell


def _point(lines: list[dict[str, str]], numbers: Sequence[str]) -> None:
    """Targets by number or name of a pasted row become places among the pasted rows."""
    known = {folded(line["name"]): n for n, line in enumerate(lines, start=1) if line.get("name")}
    known |= {folded(number): n for n, number in enumerate(numbers, start=1) if number}
    for line in lines:
        if line.get("next"):
            ways = [_way(way, known) for way in _BETWEEN.split(line["next"]) if way]
            line["next"] = ways[0] if len(ways) == 1 else "; ".join(ways)


def _way(said: str, known: dict[str, int]) -> str:
    way = _WAY.match(said)
    if way is None:
        return said
    target = folded(way["target"])
    place = known.get(target)
    if place is None and target not in _ENDS:
        return said
    condition = re.sub(r"(→|->|=>|：|:)\s*$", "", way["before"] or "").strip()
    arrow = f"{condition} → " if condition else "→ "
    share = f" {way['share']}" if way["share"] else ""
    return f"{arrow}{place or way['target']}{share}"
