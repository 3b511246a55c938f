"""Tables: what spans what, how wide each column is, and the head that comes again."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sopman.documents.word.inline import classes_of, is_hidden, plain, tag_of
from sopman.documents.word.xml import el, paragraph, twips

SHADE, LABEL, LINE = "EDF1F6", "F3F6FA", "8894A8"
NARROWEST = 1.1  # centimetres
LETTER = 0.205  # centimetres of a bold one, as wide fonts have it
PADDING = {"top": 40, "left": 85, "bottom": 40, "right": 85}  # twentieths of a point
COLUMNS, SPAN = 63, 1000  # Word's limit, and what browsers take


@dataclass
class Cell:
    """A cell and the places it fills; `node` is None where another one reaches down to."""

    node: Any
    column: int
    columns: int = 1
    merge: str = ""  # restart, continue

    @property
    def is_head(self) -> bool:
        return self.node is not None and tag_of(self.node) == "th"


@dataclass
class Row:
    cells: list[Cell]
    is_head: bool


def rows_of(table: Any) -> list[Row]:
    """The grid as a browser lays it out; hidden rows and cells fall away."""
    rows: list[Row] = []
    reaching: dict[int, tuple[int, int]] = {}  # column → rows left, width
    for line, in_head in _lines(table):
        cells: list[Cell] = []
        column = 0
        for node in [one for one in line if tag_of(one) in {"td", "th"} and not is_hidden(one)]:
            column = _reach(reaching, cells, column)
            wide, high = _span(node, "colspan"), _span(node, "rowspan")
            cells.append(Cell(node, column, wide, "restart" if high > 1 else ""))
            if high > 1:
                reaching[column] = (high, wide)
            column += wide
        _reach(reaching, cells, column)
        reaching = {at: (left - 1, wide) for at, (left, wide) in reaching.items() if left > 1}
        rows.append(Row(cells, in_head))
    return rows


def _reach(reaching: dict[int, tuple[int, int]], cells: list[Cell], column: int) -> int:
    """Cells of rows above that reach down here come first."""
    while column in reaching and not any(one.column == column for one in cells):
        wide = reaching[column][1]
        cells.append(Cell(None, column, wide, "continue"))
        column += wide
    return column


def _lines(table: Any) -> list[tuple[Any, bool]]:
    found = []
    for part in table:
        tag = tag_of(part)
        if tag == "tr":
            found.append((part, False))
        elif tag in {"thead", "tbody", "tfoot"}:
            found += [(line, tag == "thead") for line in part if tag_of(line) == "tr"]
    return [(line, head) for line, head in found if not is_hidden(line)]


def _span(node: Any, name: str) -> int:
    value = node.get(name) or "1"
    return max(1, min(int(value), SPAN)) if value.isdigit() else 1


def widths(rows: list[Row], count: int, room: float) -> list[float]:
    """Centimetres per column: by the words in it, none narrower than a figure needs.

    LibreOffice and WPS take the grid as it is written, so it can't be left to the program.
    """
    need, most = [0.0] * count, [NARROWEST] * count
    for row in rows:
        for cell in row.cells:
            if cell.node is None or cell.columns > 1:
                continue
            text = plain(cell.node)
            size = _wide(text) * LETTER + 0.5
            need[cell.column] = max(need[cell.column], size)
            word = max((_wide(one) for one in text.split()), default=0) * LETTER + 0.5
            most[cell.column] = max(most[cell.column], min(word, room / 3))
    least = [min(one, other) if other else NARROWEST for one, other in zip(most, need, strict=True)]
    least = [max(NARROWEST, one) for one in least]
    wanted = [max(low, min(one, room)) for low, one in zip(least, need, strict=True)]
    if sum(wanted) <= room:
        return [one * room / sum(wanted) for one in wanted]
    spare = room - sum(least)
    if spare <= 0:
        return [one * room / sum(least) for one in least]
    # The root evens out: a column with ten times the words is about three times as wide.
    more = [max(one - low, 0.05) ** 0.6 for low, one in zip(least, wanted, strict=True)]
    return [low + spare * one / sum(more) for low, one in zip(least, more, strict=True)]


def _wide(text: str) -> float:
    """In Latin letters; a Chinese one takes the room of almost two."""
    return sum(1.85 if unicodedata.east_asian_width(one) in "WF" else 1.0 for one in text)


def table_of(node: Any, room: float, fill: Callable[..., list[Any]]) -> Any | None:
    """`fill(cell node, style, align)` gives the paragraphs of a cell. None for an empty table."""
    rows = rows_of(node)
    count = max((one.column + one.columns for row in rows for one in row.cells), default=0)
    if not 0 < count <= COLUMNS:
        return None
    classes = classes_of(node)
    grid = [round(twips(one)) for one in widths(rows, count, room)]
    if "signatures" in classes:
        grid = [twips(room / count)] * count
    made = el("w:tbl", _properties(sum(grid)), el("w:tblGrid", *(_column(one) for one in grid)))
    for row in rows:
        made.append(_row(row, grid, classes, fill))
    return made


def _column(width: int) -> Any:
    return el("w:gridCol", w=width)


def _properties(width: int) -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [el(f"w:{side}", val="single", sz=4, space=0, color=LINE) for side in sides]
    edges = [el(f"w:{side}", w=wide, type="dxa") for side, wide in PADDING.items()]
    return el(
        "w:tblPr",
        el("w:tblW", w=width, type="dxa"),
        el("w:tblInd", w=PADDING["left"], type="dxa"),  # else the text, not the line, is flush
        el("w:tblBorders", *lines),
        el("w:tblLayout", type="fixed"),
        el("w:tblCellMar", *edges),
    )


def _row(row: Row, grid: list[int], classes: set[str], fill: Callable[..., list[Any]]) -> Any:
    properties = el("w:trPr", el("w:cantSplit"))
    if row.is_head:
        properties.append(el("w:tblHeader"))
    made = el("w:tr", properties)
    end = 0
    for cell in row.cells:
        if cell.column > end:  # a row that is shorter than others in its middle
            made.append(_cell(None, grid[end : cell.column], "", "", []))
        shade = SHADE if row.is_head else LABEL if cell.is_head and "facts" in classes else ""
        width = grid[cell.column : cell.column + cell.columns]
        content = [] if cell.node is None else _content(cell, row, classes, fill)
        made.append(_cell(cell, width, cell.merge, shade, content))
        end = cell.column + cell.columns
    if end < len(grid):
        made.append(_cell(None, grid[end:], "", "", []))
    return made


def _content(cell: Cell, row: Row, classes: set[str], fill: Callable[..., list[Any]]) -> list[Any]:
    style = "TableHead" if row.is_head else "TableText"
    align = "right" if "num" in classes_of(cell.node) else ""
    return fill(cell.node, style, align)


def _cell(cell: Cell | None, grid: list[int], merge: str, shade: str, content: list[Any]) -> Any:
    properties = el("w:tcPr", el("w:tcW", w=sum(grid), type="dxa"))
    if len(grid) > 1:
        properties.append(el("w:gridSpan", val=len(grid)))
    if merge:
        properties.append(el("w:vMerge", val=merge))
    if shade:
        properties.append(el("w:shd", val="clear", color="auto", fill=shade))
    # A cell without a paragraph at its end is what Word calls damaged.
    if not content or not content[-1].tag.endswith("}p"):
        content = [*content, paragraph("TableText")]
    return el("w:tc", properties, *content)
