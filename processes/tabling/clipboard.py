"""What Excel and WPS put on the clipboard, as rows of texts: tab-separated text, or a table in HTML."""

from collections.abc import Iterator

from lxml import etree, html

from processes.bpmn.xml import clean

MOST_ROWS, MOST_COLUMNS, LONGEST = 1_000, 60, 2_000
MOST_CHARACTERS = 2_000_000


def cells(text: str, markup: str = "") -> list[list[str]]:
    """A rectangle of trimmed texts. The HTML is preferred: it knows merged cells and line breaks."""
    rows = list(_of_html(markup[:MOST_CHARACTERS])) if "<t" in markup.lower() else []
    rows = rows or list(_of_text(text[:MOST_CHARACTERS]))
    rows = [[_tidy(cell) for cell in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _tidy(cell: str) -> str:
    lines = (" ".join(line.split()) for line in clean(cell.replace("\xa0", " ")).splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST]


def _of_text(text: str) -> Iterator[list[str]]:
    """Cells with line breaks or tabs stand in quotes, in which a quote is doubled."""
    row: list[str] = []
    at = 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    size = len(text)
    while at < size:
        cell, at = _cell(text, at)
        row.append(cell)
        if at >= size or text[at] == "\n":
            yield row
            row = []
        at += 1
    if row:
        yield [*row, ""]


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here, and where it ends."""
    if text[at] == '"':
        end = at + 1
        while (end := text.find('"', end)) != -1 and text[end + 1 : end + 2] == '"':
            end += 2
        if end != -1 and text[end + 1 : end + 2] in ("", "\t", "\n"):
            return text[at + 1 : end].replace('""', '"'), end + 1
    ends = [place for place in (text.find("\t", at), text.find("\n", at)) if place != -1]
    end = min(ends, default=len(text))
    return text[at:end], end


def _of_html(markup: str) -> Iterator[list[str]]:
    """The first table. A merged cell says its text once, at its first row and column."""
    try:
        root = html.fromstring(markup)
    except (etree.ParserError, ValueError):
        return
    table = root if root.tag == "table" else next(root.iter("table"), None)
    if table is None:
        return
    covered: dict[int, int] = {}  # column → rows that a cell above still covers
    for line in table.iter("tr"):
        yield _line(line, covered)


def _line(line: etree._Element, covered: dict[int, int]) -> list[str]:
    row: list[str] = []
    for cell in line.iterchildren("td", "th"):
        _skip(row, covered)
        across, down = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
        for column in range(len(row), len(row) + across):
            covered[column] = down - 1
        row += [_words(cell), *[""] * (across - 1)]
        if len(row) > MOST_COLUMNS:
            break
    _skip(row, covered, to_the_end=True)
    return row


def _skip(row: list[str], covered: dict[int, int], *, to_the_end: bool = False) -> None:
    while covered.get(len(row), 0) > 0 or (
        to_the_end and any(c > len(row) and n > 0 for c, n in covered.items())
    ):
        covered[len(row)] = max(covered.get(len(row), 0) - 1, 0)
        row.append("")


def _span(cell: etree._Element, name: str, most: int) -> int:
    said = (cell.get(name) or "1").strip()
    return (
        min(max(int(said), 1), most) if said.isascii() and said.isdecimal() and len(said) < 6 else 1
    )


def _words(cell: etree._Element) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip("\r\n")
    return "".join(cell.itertext())
