"""Which column of a pasted table says what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processes.importing.from_table import COLUMNS
from processes.tabling import Unclear
from processes.tabling.durations import UNITS, doubt
from processes.tabling.durations import read as read_duration
from processes.tabling.matching import folded

# The columns of the grid, in its order.
FIELDS = ("name", "position", "system", "touch", "waiting", "value", "waste", "next", "notes")
MORE = {
    "waste": ("浪费类型", "浪费", "Type of waste", "Waste"),
    "touch": ("作业时长", "处理时长", "操作时间", "耗时", "Touch"),
    "waiting": ("等待时长", "等待", "Waiting", "Wait"),
    "name": ("工序", "作业", "工作内容", "活动名称", "Process step", "Description of activity"),
    "position": ("执行岗位", "责任人", "负责人", "执行人", "Who", "Owner", "Actor"),
    "next": ("分支", "流转", "Branches", "Goes to"),
}
_CANONICAL = {UNITS[unit]: unit for unit in ("min", "h", "d", "wd")}
_IN_BRACKETS = re.compile(r"[（(\[【/]\s*(?P<unit>[^）)\]】]+?)\s*[）)\]】]?$")


def _words() -> dict[str, str]:
    known: dict[str, str] = {}
    for field in ("number", *FIELDS):
        for word in (*COLUMNS.get(field, ()), *MORE.get(field, ())):
            known.setdefault(folded(word), field)
    return known


@dataclass(frozen=True)
class Column:
    """What a column says; `unit` of its times where its heading names one."""

    field: str = ""
    unit: str = ""


def headings(row: Sequence[str]) -> list[Column] | None:
    """The columns by their headings; None when this is no row of headings."""
    known = _words()
    found, taken = [], set()
    for cell in row:
        column = _column(cell, known)
        if column.field in taken:
            column = Column()
        taken.add(column.field)
        found.append(column)
    named = [column for column in found if column.field]
    needed = 1 if len(row) == 1 else 2
    return found if (len(named) >= needed and "name" in taken) or len(named) > 2 else None


def _column(cell: str, known: dict[str, str]) -> Column:
    text = " ".join(cell.split())
    unit = ""
    if bracket := _IN_BRACKETS.search(text):
        word = bracket["unit"].lower()
        if word in UNITS and word:
            unit, text = _CANONICAL.get(UNITS[word], ""), text[: bracket.start()]
    field = known.get(folded(text)) or known.get(folded(cell), "")
    return Column(field, unit if field in ("touch", "waiting") else "")


def guessed(rows: Sequence[Sequence[str]], first: str) -> list[Column]:
    """Without headings: the columns of the grid from the selected one on."""
    width = max((len(row) for row in rows), default=0)
    start = FIELDS.index(first) if first in FIELDS else 0
    if start == 0 and width > 1 and _counts([row[0] for row in rows]):
        return [Column(), *guessed([row[1:] for row in rows], first)]
    names = FIELDS[start : start + width]
    return [*map(Column, names), *[Column()] * (width - len(names))]


def _counts(cells: Sequence[str]) -> bool:
    """1, 2, 3, …: numbers of rows, no names."""
    return [cell.strip().rstrip(".、") for cell in cells] == [
        str(number) for number in range(1, len(cells) + 1)
    ]


def asks_for_unit(cells: Sequence[str], field: str) -> bool:
    """Bare numbers of which some would be odd as minutes: small fractions, or days of work."""
    bare = []
    for cell in cells:
        try:
            duration = read_duration(cell)
        except Unclear:
            continue
        if duration is not None and not duration.has_unit:
            bare.append((cell, duration))
    fractions = [cell for cell, duration in bare if "." in cell and duration.minutes < 10]
    odd = [1 for _cell, duration in bare if doubt(duration, waiting=field == "waiting")]
    return bool(bare) and (len(fractions) * 2 > len(bare) or bool(odd))
