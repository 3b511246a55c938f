"""From HTML to the bytes of a PDF, in a child process that can be killed."""

import base64
import hashlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext_noop

from sopman.documents import word
from sopman.documents.enums import Format
from sopman.files import store

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
MEMORY = 1024 * 1024 * 1024  # address space; what lies in memory is about half of it
VARIANT = "pdf/ua-1"
VERSION = "1"  # raise it when the same HTML shall give another file
STYLE = "css/print.css"
DOTS = 220  # per inch
PIXELS = 24_000_000  # of one picture; larger ones get fewer dots


class NotRendered(Exception):
    """The document can't be made; the sentence is for the reader, `detail` for the log."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.detail = sentence, detail


TOO_LONG = gettext_noop("The document took too long and was stopped.")
TOO_BIG = gettext_noop("The document needs too much memory and was stopped.")
BROKEN = gettext_noop("The document can't be made from this content.")


def styles() -> list[str]:
    """The print sheet; read again only when it changes."""
    path = finders.find(STYLE)
    if not path:
        collected = Path(settings.STATIC_ROOT or "") / STYLE
        path = str(collected) if collected.is_file() else ""
    return [_read(path, Path(path).stat().st_mtime)] if path else []


@lru_cache(maxsize=4)
def _read(path: str, _changed: float) -> str:
    return Path(path).read_text(encoding="utf-8")


def key_of(html: str, output: str) -> str:
    """The name of a rendition: the same content, sheet and format give the same file."""
    made_by = [word.VERSION] if output == Format.DOCX else [VARIANT, styles()]
    content = json.dumps([VERSION, output, made_by, html], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def render_pdf(
    html: str,
    *,
    media: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda percent: None,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> bytes:
    """The PDF of `html`, tagged for screen readers. `media`: attachment id → SHA-256 in the store.

    Nothing is fetched but `data:` and `media:<id>` of this list; a missing picture is an error.
    """
    with tempfile.TemporaryDirectory(prefix="sopman-pdf-") as folder:
        for name, sha256 in (media or {}).items():
            (Path(folder) / str(name)).write_bytes(store.get(sha256))
        asked = {
            "html": html,
            "styles": styles(),
            "folder": folder,
            "variant": VARIANT,
            "identifier": key_of(html, "pdf")[:32],
            "memory": memory,
            "seconds": int(seconds) + 1,
        }
        pdf = _run(json.dumps(asked).encode(), progress, seconds)
        if not pdf.startswith(b"%PDF-"):
            raise NotRendered(BROKEN)
        return pdf


def render_docx(html: str, *, media: Mapping[str, str] | None = None) -> bytes:
    """The Word document of `html`; what is drawn in it becomes pictures. Fetches nothing else."""
    names = media or {}
    try:
        return word.docx_of(
            html,
            media=lambda name: store.get(names[name]),
            draw=draw_pictures,
        )
    except (ValueError, KeyError, OSError, RecursionError, store.Damaged) as error:
        raise NotRendered(BROKEN, f"{type(error).__name__}: {error}") from error


def draw_pictures(
    drawings: Sequence[word.Drawing],
    *,
    dots: int = DOTS,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> list[bytes]:
    """SVG markup to PNG, each as large as its drawing says (centimetres) at `dots` per inch.

    Drawn by the same child process as the PDF: same fonts, same limits, nothing is fetched.
    """
    asked = {
        "drawings": [[one.svg, one.width, one.height] for one in drawings],
        "dots": dots,
        "pixels": PIXELS,
        "memory": memory,
        "seconds": int(seconds) + 1,
    }
    content = _run(json.dumps(asked).encode(), lambda percent: None, seconds)
    try:
        return [base64.b64decode(one) for one in json.loads(content)]
    except ValueError as error:
        raise NotRendered(BROKEN, str(error)) from error


def _run(asked: bytes, progress: Callable[[int], None], seconds: float) -> bytes:
    # Only what a process needs to find itself and the fonts; no secrets of ours.
    passed = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "DYLD_FALLBACK_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in passed if name in os.environ}
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        with child:
            pdf, said = _listen(child, asked, progress, time.monotonic() + seconds)
            code = child.wait(timeout=5)
    except BaseException:
        _kill(child)
        raise
    if code == 0:
        return pdf
    if code in (2, -signal.SIGKILL) or "MemoryError" in said:
        raise NotRendered(TOO_BIG, said)
    if code == -signal.SIGXCPU:
        raise NotRendered(TOO_LONG, said)
    raise NotRendered(BROKEN, said or f"exit code {code}")


def _listen(child, asked: bytes, progress, until: float) -> tuple[bytes, str]:
    """Feed the child and read both pipes until they close or the time is up."""
    try:
        child.stdin.write(asked)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it ended before reading; its error line says why
    pdf, said, told = bytearray(), bytearray(), 0
    with selectors.DefaultSelector() as pipes:
        pipes.register(child.stdout, selectors.EVENT_READ, pdf)
        pipes.register(child.stderr, selectors.EVENT_READ, said)
        while pipes.get_map():
            left = until - time.monotonic()
            if left <= 0:
                _kill(child)
                raise NotRendered(TOO_LONG)
            for ready, _events in pipes.select(timeout=left):
                chunk = os.read(ready.fd, 256 * 1024)
                if not chunk:
                    pipes.unregister(ready.fileobj)
                ready.data.extend(chunk)
                if ready.data is said and told < (told := _percent(said, told)):
                    progress(told)
    lines = said.decode(errors="replace").splitlines()
    return bytes(pdf), "\n".join(line for line in lines if not line.startswith("progress "))[-2000:]


def _percent(said: bytearray, before: int) -> int:
    """The last progress the child told of."""
    line = said.rstrip().rsplit(b"\n", 1)[-1].split()
    if len(line) == 2 and line[0] == b"progress" and line[1].isdigit():
        return max(before, int(line[1]))
    return before


def _kill(child) -> None:
    """The child and whatever it may have started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        child.kill()
