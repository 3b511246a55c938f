"""`benchmark pages`: found the company, measure, judge."""

import cProfile
import gc
import pstats
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sopman.audit import triggers
from sopman.audit.trail import record
from sopman.benchmarks import measuring
from sopman.benchmarks.company.founding import found
from sopman.benchmarks.company.size import Company, Size
from sopman.benchmarks.measuring import Reader, Series
from sopman.core import catalogues
from sopman.people.models import User

NOT_BUILT = (
    "The front end is not built, and SOPMAN_NO_BOOTSTRAP=1 keeps the benchmark from building it; "
    "type: node sopman/frontend/build.mjs"
)
LIST, DETAIL, PUBLISHED = 4.0, 3.0, 2.0
ANYBODY = 1.25  # the most complicated rights beside anybody else's


@dataclass(frozen=True)
class Effort:
    slices: int = 7
    seconds: float = 0.3


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    goal: float | None
    staff: bool = False  # asked for by administrators
    headers: dict[str, str] = field(default_factory=dict)
    about: Any = None  # what a write to makes the next view work out again


def pages(size: Size, effort: Effort, *, only: list[str] | None = None, profile: bool = False):
    began = time.monotonic()
    prepare()
    company = found(size)
    seeded = time.monotonic() - began
    gc.collect()
    gc.freeze()  # a web process doesn't walk through the rows that founded the company
    application = get_wsgi_application()
    readers = {
        name: Reader(application, getattr(company, name))
        for name in ("ordinary", "complicated", "clerk", "steward")
    }
    chosen = [one for one in _pages(company, readers) if not only or one.name in only]
    if profile:
        return _profiles(chosen, readers)
    report = {
        "benchmark": "pages",
        "database": connection.vendor,
        "size": {"projects": size.projects, "sops": size.sops, "people": size.people},
        "seeded_in_seconds": round(seeded, 1),
        "slices": effort.slices,
        "pages": {one.name: _judged(one, readers, effort) for one in chosen},
        "control": _control(readers, effort),
    }
    report["ok"] = report["control"]["caught"] and all(
        one["ok"] for one in report["pages"].values()
    )
    report["quiet"] = all(one["quiet"] for one in report["pages"].values())
    return report


def prepare() -> None:
    """Tables, words and static files of the scratch folder."""
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if not collected and finders.find("build/bootstrap.min.css") is None:
        raise CommandError(NOT_BUILT)
    measuring.with_benchmark_urls()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    triggers.install()
    catalogues.compile_all()
    if User.objects.exists():
        raise CommandError("This database holds people already; name an empty one.")
    if not collected:
        call_command("collectstatic", interactive=False, verbosity=0)


def _pages(company: Company, readers: dict[str, Reader]) -> list[Page]:
    read = reverse("sops:read", args=[company.sop.pk])
    known = readers["ordinary"].get(read).headers["ETag"]
    return [
        Page("projects:list", reverse("projects:list"), LIST),
        Page("portal:board", reverse("portal:board"), None, about=company.project),
        Page("portal:work", reverse("portal:work"), LIST),
        Page("sops:library", reverse("sops:library"), LIST),
        Page("people:list", reverse("people:list"), LIST, staff=True),
        Page("notifications:inbox", reverse("notifications:inbox"), LIST),
        Page("audit:trail", reverse("audit:trail"), LIST, staff=True),
        Page(
            "projects:detail",
            reverse("projects:detail", args=[company.project.pk]),
            DETAIL,
            about=company.project,
        ),
        Page("sops:read", read, PUBLISHED),
        Page("sops:read (304)", read, PUBLISHED, headers={"HTTP_IF_NONE_MATCH": known}),
    ]


def _floor(reader: Reader) -> Series:
    return Series("floor", partial(reader.get, "/benchmark/floor/"))


def _judged(page: Page, readers: dict[str, Reader], effort: Effort) -> dict[str, Any]:
    simple, tangled = _people(page, readers)
    asks = [_ask(page, simple), _ask(page, tangled)]
    floor, one, other = _floor(simple), Series("one", asks[0]), Series("other", asks[1])
    noise = measuring.interleave([floor, one, other], slices=effort.slices, seconds=effort.seconds)
    answers = [one.ask(), other.ask()]
    ratio, beside = one.cost / floor.cost, other.cost / one.cost
    ok = page.goal is None or ratio <= page.goal
    return {
        "goal": page.goal,
        "ratio": round(ratio, 2),
        "cpu_ms": round(one.cost * 1000, 2),
        "floor_cpu_ms": round(floor.cost * 1000, 2),
        "status": answers[0].status,
        "bytes": len(answers[0].body),
        "queries": len(measuring.queries_of(one.ask)),
        "complicated_rights": {
            "goal": ANYBODY,
            "ratio": round(beside, 2),
            "cpu_ms": round(other.cost * 1000, 2),
            "status": answers[1].status,
            "bytes": len(answers[1].body),
            "queries": len(measuring.queries_of(other.ask)),
            "ok": beside <= ANYBODY,
        },
        **_after_a_write(page, one, floor.cost),
        "ok": ok and beside <= ANYBODY,
        "cores_of_others": round(noise, 2),
        "quiet": noise <= measuring.CORES_OF_OTHERS,
    }


def _after_a_write(page: Page, series: Series, floor: float) -> dict[str, Any]:
    """The first view after the project changed; nothing of its page is kept then."""
    if page.about is None:
        return {}

    def write() -> None:
        record(page.about, "projects.charter.edited", actor=page.about.lead, at=timezone.now())

    cost = measuring.first_views(series.ask, write)
    write()
    queries = len(measuring.queries_at_once(series.ask))
    return {
        "after_a_write": {
            "ratio": round(cost / floor, 2),
            "cpu_ms": round(cost * 1000, 2),
            "queries": queries,
        }
    }


def _people(page: Page, readers: dict[str, Reader]) -> tuple[Reader, Reader]:
    names = ("clerk", "steward") if page.staff else ("ordinary", "complicated")
    return readers[names[0]], readers[names[1]]


def _ask(page: Page, reader: Reader) -> Any:
    """A 304 needs the reader's own ETag: pages carry the reader's name."""
    headers = dict(page.headers)
    if headers:
        headers["HTTP_IF_NONE_MATCH"] = reader.get(page.path).headers["ETag"]
    return partial(reader.get, page.path, **headers)


def _control(readers: dict[str, Reader], effort: Effort) -> dict[str, Any]:
    """The list with a query per row has to miss the goal, else the figures above prove nothing."""
    reader = readers["ordinary"]
    floor = _floor(reader)
    naive = Series("naive", partial(reader.get, "/benchmark/naive/"))
    measuring.interleave([floor, naive], slices=effort.slices, seconds=effort.seconds)
    sound = len(measuring.queries_of(partial(reader.get, reverse("projects:list"))))
    queries, ratio = len(measuring.queries_of(naive.ask)), naive.cost / floor.cost
    return {
        "what": "the project list with a query for each row",
        "goal": LIST,
        "ratio": round(ratio, 2),
        "queries": queries,
        "queries_of_the_sound_list": sound,
        "caught_by_ratio": ratio > LIST,
        "caught_by_queries": queries > sound,
        "caught": ratio > LIST and queries > sound,
    }


def _profiles(chosen: list[Page], readers: dict[str, Reader]) -> dict[str, Any]:
    """Where the time goes, to standard error; for whoever makes a page faster."""
    for page in chosen:
        ask = _ask(page, _people(page, readers)[0])
        for sql in measuring.queries_of(ask):
            sys.stderr.write(f"  {sql[:600]}\n")
        profiler = cProfile.Profile()
        profiler.enable()
        for _n in range(30):
            ask()
        profiler.disable()
        sys.stderr.write(f"== {page.name}\n")
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(45)
    return {"ok": True}
