"""What a cell means, told while somebody types or pastes. Saving judges all of it again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.bpmn.sources import plain
from processes.enums import ValueClass, WasteType
from processes.forms.table import LONGEST, Cell, Positions, unknown_position
from processes.importing.from_table import VALUES
from processes.tabling import Unclear, durations, notation
from processes.tabling.headings import FIELDS

MOST_CELLS = 5_000
LONGEST_CELL = 2_000


def checked(data: Mapping[str, Any], positions: Positions) -> list[dict[str, Any]]:
    """An answer for each [cell, text] of `cells`: value, note, error, near positions."""
    try:
        asked = json.loads(data.get("cells", ""))
        count = int(data.get("count", ""))
    except (ValueError, RecursionError):
        return []
    if not isinstance(asked, list):
        return []
    pairs = [one for one in asked[:MOST_CELLS] if isinstance(one, list) and len(one) == 2]
    return [
        _checked(str(name), str(said)[:LONGEST_CELL], min(max(count, 0), 2_000), positions)
        for name, said in pairs
    ]


def _checked(name: str, said: str, count: int, positions: Positions) -> dict[str, Any]:
    told: dict[str, Any] = {"said": said}
    text = " ".join(said.split())
    if name == "position" and text:
        return told | _position(text, positions)
    try:
        if name in ("touch", "waiting"):
            return told | _time(name, text)
        if name == "next":
            notation.read(text, count)
    except Unclear as unclear:
        told["error"] = str(unclear)
    return told


def _position(text: str, positions: Positions) -> dict[str, Any]:
    pk = positions.register.find(text)
    if pk is not None:
        return {"value": positions.labels[pk]}
    near = [place.label for place in positions.register.suggest(text)]
    return {"error": unknown_position(text, near), "near": near}


def _time(name: str, text: str) -> dict[str, Any]:
    duration = durations.read(text)
    if duration is None:
        return {}
    told = {"value": plain(duration.minutes)}
    if question := durations.doubt(duration, waiting=name == "waiting"):
        return told | {"note": question}
    if duration.has_unit:
        told["note"] = f"{text} = {told['value']} {_('min')}"
    return told


def pasted_row(line: Mapping[str, str], positions: Positions) -> list[Cell]:
    """The cells that a pasted line fills, as the grid will hold them."""
    return [_pasted(Cell(name, line[name]), positions) for name in FIELDS if name in line]


def _pasted(cell: Cell, positions: Positions) -> Cell:
    if cell.name != "notes":
        cell.value = " ".join(cell.value.split())
    cell.value = cell.value[: LONGEST.get(cell.name, 40)]
    if cell.name == "position":
        told = _position(cell.value, positions) if cell.value else {}
        cell.value, cell.error = told.get("value", cell.value), told.get("error", "")
        cell.suggestions = told.get("near", [])
    elif cell.name in ("touch", "waiting"):
        try:
            told = _time(cell.name, cell.value)
            cell.value = told.get("value", "")
        except Unclear as unclear:
            cell.error = str(unclear)
    elif cell.name in ("value", "waste"):
        _choose(cell)
    return cell


def _choose(cell: Cell) -> None:
    choices: Any = ValueClass if cell.name == "value" else WasteType
    by_label = {str(label).casefold(): value for value, label in choices.choices}
    by_label |= {value: value for value in choices.values}
    by_label |= VALUES if cell.name == "value" else {}
    found = by_label.get(cell.value.casefold())
    if cell.value and found is None:
        cell.error = _("“%(text)s” is left out.") % {"text": cell.value[:40]}
    cell.value = found or ""


def said_of(rows: Sequence[Sequence[Cell]]) -> str:
    """How many rows would come, and what is not understood."""
    said = ngettext("%(n)d row will come.", "%(n)d rows will come.", len(rows)) % {"n": len(rows)}
    places = {cell.value for row in rows for cell in row if cell.name == "position" and cell.error}
    others = sum(1 for row in rows for cell in row if cell.error and cell.name != "position")
    if places:
        said += " " + ngettext(
            "%(n)d position is not known to the organization; after pasting you say what it is.",
            "%(n)d positions are not known to the organization; after pasting you say what they are.",
            len(places),
        ) % {"n": len(places)}  # fmt: skip
    if others:
        said += " " + ngettext(
            "%(n)d cell is not understood.", "%(n)d cells are not understood.", others
        ) % {"n": others}  # fmt: skip
    return said


def column_choices() -> list[tuple[str, str]]:
    return [
        ("", _("Leave this column out")),
        ("number", _("No.")),
        ("name", _("Activity")),
        ("position", _("Position")),
        ("system", _("System")),
        ("touch", _("Touch time")),
        ("waiting", _("Waiting time")),
        ("value", _("Value class")),
        ("waste", _("Type of waste")),
        ("next", _("Goes on with")),
        ("notes", _("Notes")),
    ]


def unit_choices() -> list[tuple[str, str]]:
    return [
        ("", _("minutes?")),
        ("min", _("minutes")),
        ("h", _("hours")),
        ("d", _("days (24 h)")),
        ("wd", _("working days (8 h)")),
    ]
