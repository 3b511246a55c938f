"""The few marks an author may write in plain text, and the HTML they become. Pure.

A blank line parts paragraphs; lines that begin with “- ” or “1. ” are lists; **this** is bold.
Everything else is shown as it was typed, escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_BULLET = re.compile(r"\s*[-*•·]\s+(.*)")
_NUMBER = re.compile(r"\s*\d{1,3}[.)、．]\s*(?=\S)(?!\d)(.*)")
BREAK, NOTHING = format_html("<br>{}", ""), format_html("{}", "")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Block:
    """A paragraph (`p`) or a list (`ul`, `ol`), with its lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The text in paragraphs and lists."""
    kind, lines = "", []
    for line in (text or "").splitlines():
        found, words = _read(line)
        if lines and (not found or found != kind):
            yield Block(kind, tuple(lines))
            lines = []
        if found:
            kind = found
            lines.append(words)
    if lines:
        yield Block(kind, tuple(lines))


def _read(line: str) -> tuple[str, str]:
    if not line.strip():
        return "", ""
    if match := _BULLET.fullmatch(line):
        return "ul", match[1].strip()
    if match := _NUMBER.fullmatch(line):
        return "ol", match[1].strip()
    return "p", line.strip()


def runs(line: str) -> list[tuple[str, bool]]:
    """A line as pieces that are bold or not."""
    pieces = _BOLD.split(line)
    return [(piece, bool(n % 2)) for n, piece in enumerate(pieces) if piece]


def html(text: str) -> SafeString:
    """Escaped HTML of the text."""
    return format_html_join("", "{}", ((_block(one),) for one in blocks(text)))


def _block(one: Block) -> SafeString:
    if one.kind == "p":
        lines = format_html_join("", "{}{}", _broken(one.lines))
        return format_html("<p>{}</p>", lines)
    items = format_html_join("", "<li>{}</li>", ((_line(x),) for x in one.lines))
    return format_html("<{}>{}</{}>", one.kind, items, one.kind)


def _broken(lines: tuple[str, ...]) -> Iterator[tuple[SafeString, SafeString]]:
    """Each line, with a break between them."""
    for n, line in enumerate(lines):
        yield (BREAK if n else NOTHING), _line(line)


def _line(text: str) -> SafeString:
    return format_html_join(
        "",
        "{}",
        ((format_html("<b>{}</b>", piece) if bold else piece,) for piece, bold in runs(text)),
    )


def plain(text: str) -> str:
    """The words without the marks, for search and short extracts."""
    return " ".join(
        "".join(piece for piece, _bold in runs(line)) for one in blocks(text) for line in one.lines
    )
