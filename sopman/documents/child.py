"""HTML to PDF, or SVG to PNG, in a process of its own: killable, without network, bounded.

Started by `rendering.py` as a plain script in Python's isolated mode; it knows neither Django nor
the database. Reads one JSON object from stdin, writes the result to stdout; on stderr it says
`progress N` and, when it can't go on, one line `error …`.
"""

import base64
import ctypes
import io
import json
import logging
import re
import resource
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
STEPS = 7  # what WeasyPrint logs on its way
MEDIA = re.compile(r"media:(?://)?([0-9a-f-]{36})")


def say(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def bind_limits(asked):
    """Limits that even a hostile document can't lift. macOS knows no limit on address space."""
    wanted = [
        ("RLIMIT_AS", asked["memory"]),
        ("RLIMIT_CPU", asked["seconds"]),
        ("RLIMIT_FSIZE", asked["memory"]),
        ("RLIMIT_NOFILE", 256),
        ("RLIMIT_CORE", 0),
    ]
    for name, value in wanted:
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, OSError, ValueError):
            continue


def leave_the_network():
    """On top of the allow-list, where the kernel allows it."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


class Progress(logging.Handler):
    def emit(self, record):
        if match := re.match(r"Step (\d)", record.getMessage()):
            say(f"progress {int(match[1]) * 100 // (STEPS + 1)}")


def fetcher(folder):
    from weasyprint.urls import (  # noqa: PLC0415 -- after the limits
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class OnlyOurs(URLFetcher):
        """`data:` and our own `media:`; anything else ends the rendering."""

        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if match := MEDIA.fullmatch(url):
                path = Path(folder) / match[1]
                if path.is_file():
                    return URLFetcherResponse(url, path.read_bytes())
            raise FatalURLFetchingError(f"{url[:200]} may not be fetched.")

    return OnlyOurs(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)


def render(asked):
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- after the limits

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Progress())
    own = fetcher(asked["folder"])
    styles = [CSS(string=css, url_fetcher=own) for css in asked["styles"]]
    document = HTML(string=asked["html"], url_fetcher=own, base_url=None)
    return document.write_pdf(
        stylesheets=styles,
        pdf_variant=asked["variant"],
        optimize_images=True,
        dpi=150,
        jpeg_quality=80,
        pdf_identifier=asked["identifier"].encode(),
    )


def draw(asked):
    """Each SVG alone on a page of its size, then that page as PNG; a JSON list in base64."""
    import pypdfium2  # noqa: PLC0415 -- after the limits
    from weasyprint import HTML  # noqa: PLC0415 -- after the limits

    own = fetcher("")
    found = []
    for svg, width, height in asked["drawings"]:
        page = (
            f"<style>@page {{ size: {width}cm {height}cm; margin: 0 }} body {{ margin: 0 }} "
            f"img {{ display: block; width: {width}cm; height: {height}cm }}</style>"
            f'<img alt="" src="data:image/svg+xml;base64,{b64(svg.encode())}">'
        )
        pdf = HTML(string=page, url_fetcher=own, base_url=None).write_pdf()
        room = asked["pixels"] / (width * height / 2.54**2)
        scale = min(asked["dots"], room**0.5) / 72
        sheet = pypdfium2.PdfDocument(pdf)
        out = io.BytesIO()
        sheet[0].render(scale=scale).to_pil().save(out, "PNG", optimize=True)
        found.append(b64(out.getvalue()))
    return json.dumps(found).encode()


def b64(content):
    return base64.b64encode(content).decode()


def main():
    asked = json.load(sys.stdin)
    bind_limits(asked)
    leave_the_network()
    say("progress 5")
    try:
        made = draw(asked) if "drawings" in asked else render(asked)
    except MemoryError:
        say("error memory")
        return 2
    except BaseException as error:  # noqa: BLE001 -- WeasyPrint's fatal ones are no Exceptions
        text = " ".join(str(error).split())
        say(f"error {type(error).__name__}: {text[:500]}")
        return 1
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
