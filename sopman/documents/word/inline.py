"""Words within a paragraph: runs with bold, italic, quiet; line breaks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from sopman.documents.word.xml import el, text_of

QUIET = "5B6770"
SPACE = re.compile(r"[ \t\n\r\f]+")
HIDDEN = {"visually-hidden"}


@dataclass(frozen=True)
class Look:
    """How words look that stand here."""

    bold: bool = False
    italic: bool = False
    quiet: bool = False
    code: bool = False
    struck: bool = False
    kept: bool = False  # line breaks of the text are breaks

    def within(self, tag: str, classes: set[str]) -> "Look":
        return replace(
            self,
            bold=self.bold or tag in {"b", "strong"} or "signatures__name" in classes,
            italic=self.italic or tag in {"i", "em"},
            quiet=self.quiet or tag == "small" or bool(classes & QUIETLY),
            struck=self.struck or tag in {"del", "s"},
            code=self.code or tag in {"code", "kbd"},
            kept=self.kept or tag == "pre" or bool(classes & {"pre-line", "prose"}),
        )


QUIETLY = {"muted", "caption", "cover__org", "signatures__role", "signatures__note"}


def classes_of(node: Any) -> set[str]:
    return set((node.get("class") or "").split())


def is_hidden(node: Any) -> bool:
    return bool(classes_of(node) & HIDDEN) or node.get("hidden") is not None


class Runs:
    """Collects what a paragraph holds; white space is folded as a browser does."""

    def __init__(self) -> None:
        self.parts: list[Any] = []
        self._open = False  # a space may follow

    def __bool__(self) -> bool:
        return bool(self.parts)

    def words(self, text: str, look: Look) -> None:
        lines = text.split("\n") if look.kept else [text]
        for number, line in enumerate(lines):
            if number:
                self.line_break()
            self._line(SPACE.sub(" ", line), look)

    def _line(self, text: str, look: Look) -> None:
        if not self._open:
            text = text.lstrip(" ")
        if text:
            self.parts.append(el("w:r", _properties(look), text_of(text)))
            self._open = not text.endswith(" ")

    def line_break(self) -> None:
        self.parts.append(el("w:r", el("w:br")))
        self._open = False

    def thing(self, run: Any) -> None:
        self.parts.append(run)
        self._open = True

    def take(self) -> list[Any]:
        """Everything so far, without the break or the space at its end."""
        found, self.parts, self._open = self.parts, [], False
        while found and found[-1].find(qn("w:br")) is not None:
            found.pop()
        if found and (last := found[-1].find(qn("w:t"))) is not None:
            last.text = last.text.rstrip(" ")
        return found


def _properties(look: Look) -> Any:
    made = el("w:rPr")
    if look.code:
        made.append(el("w:rFonts", ascii="Consolas", hAnsi="Consolas"))
    if look.bold:
        made.append(el("w:b"))
    if look.italic:
        made.append(el("w:i"))
    if look.struck:
        made.append(el("w:strike"))
    if look.quiet:
        made.append(el("w:color", val=QUIET))
        made.append(el("w:sz", val=18))
    return made if len(made) else None


def collect(node: Any, runs: Runs, look: Look, picture: Callable[[Any], Any]) -> None:
    """The words of an inline element and of all in it; `picture` makes a run of img and svg."""
    look = look.within(tag_of(node), classes_of(node))
    if node.text:
        runs.words(node.text, look)
    for child in node:
        tag = tag_of(child)
        if tag == "br":
            runs.line_break()
        elif tag in {"img", "svg"}:
            if (made := picture(child)) is not None:
                runs.thing(made)
        elif tag and not is_hidden(child):
            collect(child, runs, look, picture)
        if child.tail:
            runs.words(child.tail, look)


def tag_of(node: Any) -> str:
    """The bare name; comments have none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def plain(node: Any) -> str:
    """All words of an element in one line."""
    return SPACE.sub(" ", "".join(_texts(node))).strip()


def _texts(node: Any) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        if tag_of(child) == "br":
            yield "\n"
        elif tag_of(child) not in {"", "svg"} and not is_hidden(child):
            yield from _texts(child)
        if child.tail:
            yield child.tail
