"""The benchmark command: what it reports and how it ends; never how fast anything was."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from sopman import bootstrap
from sopman.benchmarks import measuring, running
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


class Spinning:
    """A reader in whose browser one page works so many times as hard as the floor."""

    def __init__(self, hard):
        self.hard = hard

    def get(self, path, **_headers):
        for _n in range(self.hard if path == "/page/" else 1):
            sum(range(2000))
        return measuring.Answer(200, {}, b"x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ordinary", "complicated", "ok"), [(1, 1, True), (12, 12, False), (1, 4, False)]
)
def test_a_page_is_judged_by_its_goal_and_by_complicated_rights(ordinary, complicated, ok):
    readers = {"ordinary": Spinning(ordinary), "complicated": Spinning(complicated)}
    effort = running.Effort(slices=5, seconds=0.02)
    found = running._judged(running.Page("page", "/page/", running.DETAIL), readers, effort)
    assert found["ok"] is ok
    assert found["complicated_rights"]["ok"] is (ordinary == complicated)


@pytest.mark.slow
def test_the_first_view_after_a_write_is_measured_too(ended):
    pages = json.loads(ended.stdout)["pages"]
    for name in ("projects:detail", "portal:board"):
        first = pages[name]["after_a_write"]
        assert first["queries"] > pages[name]["queries"], name


def test_without_a_front_end_it_says_what_to_type(monkeypatch, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(running.finders, "find", lambda _name: None)
    with pytest.raises(CommandError, match=r"front end is not built.* node sopman/frontend"):
        running.pages(running.Size(), running.Effort())


def test_in_a_fresh_clone_the_front_end_is_built_first_and_only_data_is_printed(
    monkeypatch, capsys
):
    made = []
    monkeypatch.delenv("SOPMAN_NO_BOOTSTRAP", raising=False)
    for module, name in (
        (bootstrap.folder, "ensure"),
        (bootstrap.environment, "ensure"),
        (bootstrap.machine, "ensure"),
        (bootstrap.machine, "library_path"),
    ):
        monkeypatch.setattr(module, name, lambda *_given, **_named: None)  # fmt: skip
    monkeypatch.setattr(bootstrap.environment, "inside", lambda: True)
    monkeypatch.setattr(
        bootstrap.frontend, "ensure", lambda: made.append(sys.stdout.write("• Front end …"))
    )
    bootstrap.enter(["manage.py", "benchmark", "pages"])
    assert len(made) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "• Front end …")


@pytest.mark.slow
def test_the_map_is_measured_with_goals_and_controls():
    command = [sys.executable, "manage.py", "benchmark", "map", "--slices", "1"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=600
    )
    report = json.loads(done.stdout)

    assert report["whole"]["goal_seconds"] == 1
    assert report["whole"]["control"]["caught"]
    assert set(report["save"]["of"]) == {"canvas", "row"}
    assert report["save"]["control"]["caught"]
    assert "seconds" in report["canvas"] or report["canvas"]["why"]
