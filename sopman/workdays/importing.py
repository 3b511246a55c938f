"""Days from a file: read and judged, nothing written."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sopman.core.dates import written_day

COLUMNS = {
    "date": ("日期", "Date", "date"),
    "kind": ("类型", "Kind", "kind"),
    "note": ("说明", "Note", "note"),
}
_WORK = {"工作日", "上班", "补班", "workday", "work", "1", "true", "yes"}
_OFF = {"休息日", "放假", "休", "节假日", "day off", "off", "holiday", "0", "false", "no"}


def judge(table: list[dict[str, Any]]) -> tuple[list[tuple[date, bool, str]], list[str]]:
    """The days, and a sentence for each row that is wrong."""
    days: dict[date, tuple[date, bool, str]] = {}
    errors = []
    for line in table:
        day, kind = _date(line.get("date", "")), _kind(line.get("kind", ""))
        number = {"row": line["row"]}
        if day is None:
            errors.append(_("Row %(row)d: the date must look like 2026-10-01.") % number)
        elif not 2000 <= day.year <= 2100:
            errors.append(_("Row %(row)d: the year must lie between 2000 and 2100.") % number)
        elif day in days:
            errors.append(_("Row %(row)d: this date stands in the file already.") % number)
        if kind is None:
            errors.append(_("Row %(row)d: the kind is “day off” or “workday”.") % number)
        if len(line.get("note", "")) > 120:
            errors.append(_("Row %(row)d: the note is longer than 120 characters.") % number)
        if day is not None and kind is not None:
            days[day] = (day, kind, line.get("note", ""))
    return list(days.values()), errors


def _date(text: str) -> date | None:
    try:
        return written_day(text)
    except ValueError:
        return None


def _kind(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _WORK else False if word in _OFF else None
