"""`manage.py benchmark pages`: what pages cost beside a bare logged-in view; prints JSON.
`manage.py benchmark map`: what a large map costs from file to picture, a save, and the canvas.

Runs in a process of its own with a scratch data folder: the product's own data is not touched.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from sopman.benchmarks.company.size import Size

INSIDE = "SOPMAN_BENCHMARK"
NAMES = ("pages", "map")
_FULL = Size()


class Command(BaseCommand):
    help = (
        "Measure what pages cost beside a bare logged-in view, or what a large map costs from file "
        "to picture, to save and on the canvas; print the figures as JSON."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--projects", type=int, default=_FULL.projects)
        parser.add_argument("--sops", type=int, default=_FULL.sops)
        parser.add_argument("--people", type=int, default=_FULL.people)
        parser.add_argument("--slices", type=int, default=7, help="of each page, at least")
        parser.add_argument("--slice-seconds", type=float, default=0.3, help="of CPU time")
        parser.add_argument("--page", action="append", help="only this page; may be repeated")
        parser.add_argument(
            "--database-url", default="", help="an empty PostgreSQL database instead of SQLite"
        )
        parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")
        parser.add_argument(
            "--profile", action="store_true", help="a cProfile of each page instead"
        )

    def handle(self, *, strict, database_url, **options):
        if os.environ.get(INSIDE):
            report = _measured(**options)
            print(json.dumps(report, ensure_ascii=False, indent=1))
            sys.exit(1 if strict and not report["ok"] else 0)
        with tempfile.TemporaryDirectory(prefix="sopman-benchmark-") as folder:
            sys.exit(_in_scratch(folder, database_url))


def _in_scratch(folder, database_url):
    """The same command again, in a process that has never seen the product's data."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SOPMAN_") or name == "SOPMAN_STATIC_ROOT"
    }
    own = {
        INSIDE: "1",
        "SOPMAN_NO_BOOTSTRAP": "1",
        "SOPMAN_DATA": folder,
        "SOPMAN_DATABASE_URL": database_url,
        "SOPMAN_LOG_LEVEL": "ERROR",
        "SOPMAN_ROLE": "web",  # persistent connections, as the web process has them
    }
    program = str(Path(settings.BASE_DIR) / "manage.py")
    return subprocess.run([sys.executable, program, *sys.argv[1:]], env=kept | own).returncode


def _measured(*, name, projects, sops, people, page, profile, slices, slice_seconds, **_options):
    # Only now: nothing of this is needed by the process that starts the scratch one.
    from sopman.benchmarks import maps, running  # noqa: PLC0415

    if name == "map":
        return maps.maps(running.prepare, times=slices)
    size = Size(projects=projects, sops=sops, people=people)
    effort = running.Effort(slices=slices, seconds=slice_seconds)
    return running.pages(size, effort, only=page, profile=profile)
