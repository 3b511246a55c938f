"""The Chinese catalogues: one per app, extracted with GNU gettext, compiled with Babel.

An app's strings are those of its code and of `templates/<app>/`. What belongs to no app (the base
template, components, error pages, settings) is the catalogue of `sopman` itself.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.reloader import translation_file_changed

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["projects", "processes", "sops", "reviews", "pilots", "training"]
REST = "sopman"
LOCALE = "zh_Hans"
HEADER = """msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
NOT_CODE = {"migrations", "locale", "__pycache__", "docs", "frontend", "deploy"}


@dataclass(frozen=True)
class Source:
    """One app: where its code is, and which template folders are its own."""

    name: str
    code: Path
    templates: tuple[Path, ...]

    @property
    def catalogue(self) -> Path:
        return self.code / "locale" / LOCALE / "LC_MESSAGES" / "django.po"

    def files(self) -> Iterator[Path]:
        """Code and templates that may hold strings."""
        if self.name == REST:
            yield from self.code.glob("*.py")
        else:
            yield from _below(self.code, {".py"})
        for place in self.templates:
            yield from [place] if place.is_file() else _below(place, {".html", ".txt"})


def sources() -> list[Source]:
    """Every app with a catalogue, the ground first, what belongs to no app last."""
    ground = sorted(path.parent for path in (ROOT / "sopman").glob("*/apps.py"))
    folders = [*ground, *(ROOT / name for name in FLOORS if (ROOT / name).is_dir())]
    own = {folder.name: folder for folder in folders}
    found = [
        Source(name, folder, tuple(p for p in [ROOT / "templates" / name] if p.is_dir()))
        for name, folder in own.items()
    ]
    everything = sorted((ROOT / "templates").glob("*"))
    nobodys = tuple(place for place in everything if place.name not in own)
    return [*found, Source(REST, ROOT / "sopman", nobodys)]


def _below(folder: Path, kinds: set[str]) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_CODE)
        yield from (Path(here) / name for name in sorted(names) if Path(name).suffix in kinds)


def extract(source: Source) -> str | None:
    """The catalogue as it should be now, merged with what is translated; None without strings."""
    with tempfile.TemporaryDirectory(prefix="sopman-messages-") as scratch:
        top = Path(scratch)
        for path in source.files():
            target = top / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        fresh = top / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
        fresh.parent.mkdir(parents=True)
        if source.catalogue.exists():
            shutil.copyfile(source.catalogue, fresh)
        else:  # so that gettext merges into one plural form, as Chinese has
            fresh.write_text(HEADER, encoding="utf-8")
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [
                sys.executable, "-m", "django", "makemessages", "--locale", LOCALE,
                "--add-location", "file", "--no-obsolete", "--extension", "py,html,txt",
            ],
            cwd=top,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )  # fmt: skip
        return fresh.read_text(encoding="utf-8") if fresh.exists() else None


def update(source: Source) -> bool:
    """Write the merged catalogue when more than its date would change."""
    fresh = extract(source)
    if fresh is None:
        return False
    path = source.catalogue
    if path.exists() and _undated(path.read_text(encoding="utf-8")) == _undated(fresh):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fresh, encoding="utf-8")
    return True


def _undated(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith('"POT-Creation-Date')]


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def compile_all(*, force: bool = False) -> int:
    """Make every `.mo` that is missing or older than its catalogue; return how many.

    This process reads the fresh ones: the first start builds the demonstration company after it.
    """
    made = 0
    for source in sources():
        path = source.catalogue
        target = path.with_suffix(".mo")
        if not path.exists():
            continue
        if not force and target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, read(path))
        fresh.replace(target)
        translation_file_changed(sender=None, file_path=target)
        made += 1
    return made


def complaints() -> list[str]:
    """Everything wrong with the catalogues, one sentence each."""
    found = sources()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        extracted = list(pool.map(extract, found))
    told = []
    for source, fresh in zip(found, extracted, strict=True):
        told += _complaints_of(source, fresh)
    return [*told, *_contradictions(found)]


def _complaints_of(source: Source, fresh: str | None) -> Iterator[str]:
    if fresh is None:
        return
    where = source.catalogue.relative_to(ROOT)
    wanted = {_key(message) for message in read_po(fresh.splitlines(), locale=LOCALE) if message.id}
    if not source.catalogue.exists():
        if wanted:
            yield f"{where} is missing; type: python3 manage.py messages {source.name}"
        return
    catalogue = read(source.catalogue)
    there = {_key(message) for message in catalogue if message.id}
    for key in sorted(wanted - there, key=str):
        yield f"{where}: “{_said(key)}” is in the code but not in the catalogue"
    for key in sorted(there - wanted, key=str):
        yield f"{where}: “{_said(key)}” is in the catalogue but no more in the code"
    for message in catalogue:
        if message.id:
            yield from (
                f"{where}: “{_said(_key(message))}” {fault}"
                for fault in _faults(message, catalogue)
            )


def _faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(texts):
        yield "has no Chinese"
    elif message.fuzzy:
        yield "is marked fuzzy: check the Chinese and take the mark away"
    else:
        yield from (f"does not fit: {error}" for error in message.check(catalogue))


def _contradictions(found: list[Source]) -> Iterator[str]:
    """Django pours all catalogues into one: the same English must be the same Chinese everywhere."""
    first: dict[tuple, tuple[str, object]] = {}
    for source in found:
        if not source.catalogue.exists():
            continue
        for message in read(source.catalogue):
            if not message.id or message.fuzzy:
                continue
            name, text = first.setdefault(_key(message), (source.name, message.string))
            if text != message.string:
                yield (
                    f"“{_said(_key(message))}” is “{text}” in {name} but “{message.string}” in "
                    f"{source.name}; agree on one, or tell them apart with pgettext"
                )


def _key(message: Message) -> tuple:
    return (message.context, message.id)


def _said(key: tuple) -> str:
    return key[1][0] if isinstance(key[1], tuple) else key[1]
