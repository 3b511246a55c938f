"""The benchmark command: what it reports and how it ends; never how fast anything was."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from sopman.benchmarks import running
from sopman.benchmarks.management.commands import benchmark

PAGES = {
    "projects:list",
    "portal:board",
    "portal:work",
    "sops:library",
    "people:list",
    "notifications:inbox",
    "audit:trail",
    "projects:detail",
    "sops:read",
    "sops:read (304)",
}


@pytest.fixture(scope="module")
def ended():
    """The command over a tiny company, in a process of its own."""
    size = ["--projects", "20", "--sops", "20", "--people", "60"]
    effort = ["--slices", "1", "--slice-seconds", "0.001", "--strict"]
    command = [sys.executable, "manage.py", "benchmark", "pages", *size, *effort]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=600
    )


@pytest.mark.slow
def test_it_reports_every_page_for_two_people(ended):
    report = json.loads(ended.stdout)
    assert set(report["pages"]) == PAGES
    for name, page in report["pages"].items():
        expected = 304 if name.endswith("(304)") else 200
        assert (page["status"], page["complicated_rights"]["status"]) == (expected, expected), name
        assert min(page["queries"], page["ratio"]) > 0, name


@pytest.mark.slow
def test_the_list_with_a_query_per_row_is_caught(ended):
    control = json.loads(ended.stdout)["control"]
    assert control["caught_by_queries"]
    assert control["queries"] > 2 * control["queries_of_the_sound_list"]


@pytest.mark.slow
def test_it_ends_as_its_report_says(ended):
    assert ended.returncode == (0 if json.loads(ended.stdout)["ok"] else 1)


@pytest.mark.parametrize(
    ("ok", "options", "code"),
    [(False, ["--strict"], 1), (False, [], 0), (True, ["--strict"], 0)],
)
def test_strict_fails_when_a_goal_is_missed(monkeypatch, ok, options, code):
    monkeypatch.setenv(benchmark.INSIDE, "1")
    monkeypatch.setattr(running, "pages", lambda *_args, **_options: {"ok": ok})
    with pytest.raises(SystemExit) as ended:
        call_command("benchmark", "pages", *options)
    assert ended.value.code == code
