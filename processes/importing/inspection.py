"""What a file would become, told without a database: counts, and whether nothing is lost."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from processes import bpmn, layout
from processes.bpmn import Document, Facts, Unreadable
from processes.importing import comparing, door
from processes.importing.counting import KEYS, counts, tags
from processes.importing.edits import Edit, edit_differences

POSITION, MINUTES = 1, Decimal("7.5")
STEP = "00000000-0000-4000-8000-000000000001"


def inspect(path: Path) -> dict[str, Any]:
    """One line of `inspect_map`; never raises for what a file holds."""
    name, data = path.name, b""
    try:
        data = _content(path)
        imported = door.read(name, data)
        return {
            "file": str(path),
            "format": imported.format,
            "ok": True,
            "error": None,
            **counts(tags(imported.document)),
            "simplified": imported.simplified,
            "warnings": imported.warnings,
            "roundtrip": roundtrip(imported.source) or True,
            "edit_roundtrip": edit_roundtrip(imported.source) or True,
        }
    except Unreadable as error:
        return {
            "file": str(path),
            "format": door.format_of(name, data),
            "ok": False,
            "error": str(error),
            **dict.fromkeys(KEYS, 0),
            "simplified": [],
            "warnings": [],
            "roundtrip": None,
            "edit_roundtrip": None,
        }


def _content(path: Path) -> bytes:
    """No more of it than may be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(door.MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(_("The file can't be opened.")) from error


def roundtrip(source: str | bytes) -> list[str]:
    """What importing and exporting changes; nothing, that is to say."""
    there = Document.parse(source).to_xml()
    return comparing.differences(comparing.read(source), comparing.read(there))


def edit_roundtrip(source: str | bytes) -> list[str]:
    """The first task renamed, given a position and minutes, one task added behind it: what else changed?

    Without a task one is added behind the start; a process without any node gets start and end.
    """
    document = Document.parse(source)
    redrawn = document.is_ours and not layout.is_placed_by_others(document)
    edit = replace(_edited(document), redrawn=redrawn)
    after = document.to_xml()
    return edit_differences(comparing.read(source), comparing.read(after), edit)


def _edited(document: Document) -> Edit:
    """Through the verbs that the step table uses."""
    rows = document.rows()
    first, name = "", ""
    if rows:
        first, name = rows[0].element_id, _("%(name)s, renamed") % {"name": rows[0].facts.name}
        facts = replace(
            rows[0].facts,
            name=name,
            position=POSITION,
            position_name=_("Position"),
            touch=MINUTES,
            waiting=MINUTES,
        )
        bpmn.change(document, first, facts)
    added = bpmn.add(document, Facts(_("New activity"), step=STEP), after=first or None)
    layout.draw(document)
    return Edit(first, name, str(POSITION), str(MINUTES), added)
