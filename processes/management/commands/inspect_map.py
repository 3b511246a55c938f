"""Says what importing files as process maps would do; touches no database."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import translation

from processes.importing.counting import KEYS
from processes.importing.inspection import inspect


class Command(BaseCommand):
    help = (
        "Read process maps (.bpmn, .vsdx, .xmind, .xlsx, .csv) without storing anything: what they "
        "hold, what is simplified, and whether import, export and an edit lose nothing. "
        "Without a task to edit, one is added behind the start. "
        "Ends with 0 when every file was read, with 1 when any was refused."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object per file and line")
        parser.add_argument(
            "--language", choices=("zh-hans", "en"), help="of the sentences; by default the site's"
        )

    def handle(self, *, files, json, language, **options):
        refused = False
        with translation.override(language or translation.get_language()):
            for path in files:
                found = inspect(path)
                refused = refused or not found["ok"]
                self.stdout.write(_line(found) if json else _table(found))
        if refused:
            sys.exit(1)


def _line(found):
    return json.dumps(found, ensure_ascii=False)


def _table(found):
    """For a reader at the terminal."""
    lines = [f"{found['file']}  ({found['format'] or '?'})"]
    if not found["ok"]:
        return f"{lines[0]}\n  ✗ {found['error']}\n"
    lines += [f"  {key.replace('_', ' '):<18}{found[key]:>6}" for key in KEYS]
    for key in ("roundtrip", "edit_roundtrip"):
        same = found[key] is True
        lines.append(f"  {key.replace('_', ' '):<18}{'✓' if same else '✗':>6}")
        lines += [] if same else [f"      {sentence}" for sentence in found[key]]
    lines += [f"  – {sentence}" for sentence in found["simplified"]]
    lines += [f"  ! {sentence}" for sentence in found["warnings"]]
    return "\n".join(lines) + "\n"
