"""Tables from XLSX and CSV, and tables to XLSX that no spreadsheet takes for a formula. Pure."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 60
MOST_IN_A_CELL = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEVER_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(ValueError):
    """The file as a whole can't be used; says why."""


def read_table(upload: IO[bytes], columns: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The rows of an XLSX or CSV file by our column names.

    `columns` maps our name to the headings that are understood. Each row carries its number in
    the file under "row". Empty rows are left out.
    """
    raw = upload.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 5 MB."))
    if not raw:
        raise Unreadable(_("The file is empty."))
    rows = _xlsx_rows(raw) if raw.startswith(b"PK\x03\x04") else _csv_rows(raw)
    return _by_name(rows, columns)


def write_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str) -> bytes:
    """An XLSX file in which every text stays text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.freeze_panes = "A2"
    for number, row in enumerate([headings, *rows], start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            _put(cell, value)
            if number == 1:
                cell.font = Font(bold=True)
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, 2 * len(heading))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_for_csv(value: Any) -> str:
    """Text that a spreadsheet opens as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_NEVER_A_FORMULA) else text


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, str):
        cell.value = value.replace("\x00", "")
        cell.data_type = "s"  # else "=1+1" would be a formula
    else:
        cell.value = value


def _xlsx_rows(raw: bytes) -> list[list[str]]:
    _refuse_bombs(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = []
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            rows.append([_text(cell) for cell in cells])
            if len(rows) > MOST_ROWS + 1:
                break
        book.close()
    except Exception as error:
        raise Unreadable(_("This isn't a readable XLSX file.")) from error
    return rows


def _refuse_bombs(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The file unpacks to more than 60 MB."))
    except zipfile.BadZipFile as error:
        raise Unreadable(_("This isn't a readable XLSX file.")) from error


def _csv_rows(raw: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(_("The text is neither UTF-8 nor GB 18030."))
    if "\x00" in text:
        raise Unreadable(_("This is neither an XLSX nor a CSV file."))
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in reader]
    except csv.Error as error:
        raise Unreadable(_("This isn't a readable CSV file.")) from error


def _by_name(rows: list[list[str]], columns: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    while rows and not any(rows[0]):
        rows.pop(0)
    if not rows:
        raise Unreadable(_("The file is empty."))
    known = {heading.casefold(): name for name, headings in columns.items() for heading in headings}
    named = [known.get(cell.strip().rstrip("*").strip().casefold()) for cell in rows[0]]
    if not any(named):
        wanted = ", ".join(headings[0] for headings in columns.values())
        raise Unreadable(
            _("The first row must name the columns: %(columns)s.") % {"columns": wanted}
        )
    if len(rows) - 1 > MOST_ROWS:
        raise Unreadable(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
    found = []
    for number, row in enumerate(rows[1:], start=2):
        values = {name: cell for name, cell in zip(named, row, strict=False) if name}
        if any(values.values()):
            found.append({"row": number, **values})
    if not found:
        raise Unreadable(_("The file has headings but no rows."))
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps 1001 as 1001.0
    return str(value).replace("\x00", "").strip()[:MOST_IN_A_CELL]
