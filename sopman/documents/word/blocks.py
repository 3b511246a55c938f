"""From the tree of the HTML to the body of the document, from top to bottom."""

import io
from collections.abc import Callable
from typing import Any

import tinyhtml5
from docx.oxml.ns import qn
from docx.shared import Cm

from sopman.documents.word.inline import Look, Runs, classes_of, collect, is_hidden, plain, tag_of
from sopman.documents.word.lists import DEPTHS, Numbering
from sopman.documents.word.pictures import (
    Drawing,
    bytes_of,
    embeddable,
    fitted,
    markup_of,
    size_of_drawing,
    size_of_picture,
    words_of,
)
from sopman.documents.word.sheet import CELL, Sheet, new_document, rule, running
from sopman.documents.word.tables import table_of
from sopman.documents.word.xml import FORBIDDEN, el, paragraph

HEADINGS = {"h1": "Title", "h2": "Heading1", "h3": "Heading2"} | dict.fromkeys(
    ("h4", "h5", "h6"), "Heading3"
)
BLOCKS = {
    *HEADINGS, "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "section", "div", "article",
    "header", "footer", "main", "aside", "figure", "figcaption", "blockquote", "pre", "hr",
    "details", "summary", "address",
}  # fmt: skip
SKIPPED = {"", "script", "style", "template", "noscript", "head"}
QR = 2.2  # centimetres; a code beside the title
RUNNING = {"left": "run--left", "middle": "run--middle", "right": "run--right", "foot": "run--foot"}


class Walker:
    """One document. `made()` may be asked for once."""

    def __init__(
        self,
        html: str,
        *,
        media: Callable[[str], bytes],
        draw: Callable[[list[Drawing]], list[bytes]],
    ) -> None:
        self.media, self.draw = media, draw
        root = tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)
        self.page = root.find("body")
        language = root.get("lang") or "zh-CN"
        self.document = new_document()
        self._tell(root, language)
        self.numbering = Numbering(self.document)
        self.body = self.document.element.body
        self.last = self.body.sectPr
        self.sheet = Sheet(across=False)
        self.waiting: list[tuple[Any, Drawing, str]] = []
        self.lines = {
            side: plain(found)
            for side, name in RUNNING.items()
            for found in self.page.iter("div")
            if name in classes_of(found)
        }
        self.heads: dict[bool, tuple[str, str]] = {}

    def made(self) -> bytes:
        self._children(self.page)
        self._end()
        self._place_drawings()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- Blocks -----------------------------------------------------------------------

    def _children(self, node: Any, look: Look | None = None, style: str = "") -> None:
        """What stands in a block: words of its own become paragraphs between the blocks in it."""
        look = (look or Look()).within(tag_of(node), classes_of(node))
        runs = Runs()
        if node.text:
            runs.words(node.text, look)
        for child in node:
            tag = tag_of(child)
            if tag in BLOCKS:
                self._flush(runs, style)
                if not is_hidden(child):
                    self._block(child, tag, look)
            elif tag == "br":
                runs.line_break()
            elif tag in {"img", "svg"}:
                if (made := self._picture(child)) is not None:
                    runs.thing(made)
            elif tag not in SKIPPED and not is_hidden(child):
                collect(child, runs, look, self._picture)
            if child.tail:
                runs.words(child.tail, look)
        self._flush(runs, style)

    def _block(self, node: Any, tag: str, look: Look) -> None:
        classes = classes_of(node)
        if "run" in classes or "watermark" in classes:
            return
        if tag in HEADINGS:
            self._paragraph(node, HEADINGS[tag], Look())
        elif tag in {"p", "pre", "figcaption", "summary"}:
            self._paragraph(node, _style_of(tag, classes), look)
        elif tag in {"ul", "ol"}:
            self._list(node, look, 0, ordered=tag == "ol")
        elif tag == "dl":
            self._facts(node)
        elif tag == "table":
            self._table(node)
        elif tag == "header" and "cover" in classes:
            self._cover(node, look)
        elif tag != "hr":
            self._part(node, classes, look)

    def _part(self, node: Any, classes: set[str], look: Look) -> None:
        across = "landscape" in classes
        if across != self.sheet.across and (across or tag_of(node) == "section"):
            self._turn(across)
        elif "pagebreak" in classes:
            self._add(el("w:p", el("w:r", el("w:br", type="page"))))
        self._children(node, look)

    def _paragraph(self, node: Any, style: str, look: Look, **form: Any) -> None:
        runs = Runs()
        if any(tag_of(child) in BLOCKS for child in node):
            self._children(node, look, style)
            return
        collect(node, runs, look, self._picture)
        self._flush(runs, style, **form)

    def _flush(self, runs: Runs, style: str = "", **form: Any) -> None:
        if parts := runs.take():
            made = paragraph(style, **form)
            made.extend(parts)
            self._add(made)

    def _list(self, node: Any, look: Look, depth: int, *, ordered: bool) -> None:
        number = self.numbering.list(ordered=ordered), min(depth, DEPTHS - 1)
        for item in node:
            if tag_of(item) != "li" or is_hidden(item):
                continue
            runs, inner = Runs(), look.within("li", classes_of(item))
            runs.words(item.text or "", inner)
            for child in item:
                tag = tag_of(child)
                if tag in {"ul", "ol"}:
                    self._flush(runs, "ListParagraph", number=number)
                    self._list(child, inner, depth + 1, ordered=tag == "ol")
                elif tag == "br":
                    runs.line_break()
                elif tag in {"img", "svg"}:
                    if (made := self._picture(child)) is not None:
                        runs.thing(made)
                elif tag not in SKIPPED and not is_hidden(child):
                    collect(child, runs, inner, self._picture)
                runs.words(child.tail or "", inner)
            self._flush(runs, "ListParagraph", number=number)

    def _cover(self, node: Any, look: Look) -> None:
        self._children(node, look)
        self._add(rule())

    def _facts(self, node: Any) -> None:
        """`dl`: a table of two columns, the terms shaded."""
        table = tinyhtml5.parse("<table class='facts'></table>", namespace_html_elements=False)
        made = table.find(".//table")
        line = None
        for one in node.iter():
            if tag_of(one) == "dt":
                line = made.makeelement("tr", {})
                made.append(line)
                line.append(_renamed(one, "th"))
            elif tag_of(one) == "dd" and line is not None:
                line.append(_renamed(one, "td"))
        self._table(made)

    def _table(self, node: Any) -> None:
        for child in node:
            if tag_of(child) == "caption" and not is_hidden(child):
                self._paragraph(child, "Caption", Look())
        made = table_of(node, self.sheet.room[0], self._cell)
        if made is not None:
            self._add(made)
            self._add(_gap())  # two tables without a paragraph between them would be one

    def _cell(self, node: Any, style: str, align: str) -> list[Any]:
        """The paragraphs of a cell: written like a body of its own."""
        outer, self.body = self.body, el("w:body")
        last, self.last = self.last, None
        try:
            if any(tag_of(child) in BLOCKS for child in node):
                self._children(node, Look(), style)
            else:
                self._paragraph(node, style, Look(), align=align)
            found = list(self.body)
        finally:
            self.body, self.last = outer, last
        for one in found:
            if one.tag == qn("w:p") and one.pPr.find(qn("w:pStyle")) is None:
                one.pPr.insert(0, el("w:pStyle", val=CELL))
        return found

    def _add(self, block: Any) -> None:
        if self.last is None:
            self.body.append(block)
        else:
            self.last.addprevious(block)

    # --- Sheets -----------------------------------------------------------------------

    def _turn(self, across: bool) -> None:
        """The section so far ends; the next one is across or upright."""
        if self.last is None or not any(child is not self.last for child in self.body):
            self.sheet = Sheet(across=across)
            return
        end = paragraph()
        end.pPr.append(self._properties())
        before = self.last.getprevious()
        if before is not None and _is_gap(before):
            self.body.remove(before)
        end.pPr.insert(0, el("w:spacing", before=0, after=0, line=20, lineRule="exact"))
        self._add(end)
        self.sheet = Sheet(across=across)

    def _end(self) -> None:
        self.body.replace(self.last, self._properties())

    def _properties(self) -> Any:
        across = self.sheet.across
        if across not in self.heads:
            part = self.document.part
            head, head_id = part.add_header_part()
            foot, foot_id = part.add_footer_part()
            running(head, self.lines, self.sheet, foot=False)
            running(foot, self.lines, self.sheet, foot=True)
            self.heads[across] = (head_id, foot_id)
        return self.sheet.properties(*self.heads[across])

    # --- Pictures ---------------------------------------------------------------------

    def _picture(self, node: Any) -> Any | None:
        """A run; a drawing gets its bytes at the end, all of them at once."""
        width, height = self.sheet.room
        room = (width if self.last is not None else width / 3, height)
        if tag_of(node) == "svg":
            return self._drawing(markup_of(node), size_of_drawing(node), room, words_of(node))
        address = node.get("src") or ""
        if not address:
            return None
        kind, content = bytes_of(address, self.media)
        if kind == "image/svg+xml":
            root = tinyhtml5.parse(io.BytesIO(content), transport_encoding="utf-8")
            svg = next((one for one in root.iter() if tag_of(one) == "svg"), None)
            if svg is None:
                return None
            return self._drawing(markup_of(svg), (QR, QR), room, words_of(node))
        size = fitted(*size_of_picture(content), room)
        run = el("w:r")
        self._embed(run, embeddable(content), size, words_of(node))
        return run

    def _drawing(
        self, svg: str, size: tuple[float, float], room: tuple[float, float], words: str
    ) -> Any:
        run = el("w:r")
        self.waiting.append((run, Drawing(svg, *fitted(*size, room)), words))
        return run

    def _place_drawings(self) -> None:
        if not self.waiting:
            return
        drawn = self.draw([drawing for _run, drawing, _words in self.waiting])
        for (run, drawing, words), content in zip(self.waiting, drawn, strict=True):
            self._embed(run, content, (drawing.width, drawing.height), words)

    def _embed(self, run: Any, content: bytes, size: tuple[float, float], words: str) -> None:
        width, height = size
        shape = self.document.part.new_pic_inline(io.BytesIO(content), Cm(width), Cm(height))
        shape.docPr.set("descr", FORBIDDEN.sub("", words))
        run.append(el("w:drawing", shape))

    def _tell(self, root: Any, language: str) -> None:
        told = self.document.core_properties
        meta = {one.get("name"): one.get("content") or "" for one in root.iter("meta")}
        told.title = FORBIDDEN.sub("", root.findtext("head/title") or "")[:255]
        told.author = FORBIDDEN.sub("", meta.get("author", ""))[:255]
        told.language, told.comments = language, ""


def _style_of(tag: str, classes: set[str]) -> str:
    if "subtitle" in classes:
        return "Subtitle"
    return "Caption" if "caption" in classes or tag == "figcaption" else ""


def _renamed(node: Any, tag: str) -> Any:
    made = node.makeelement(tag, dict(node.attrib))
    made.text = node.text
    made.extend(list(node))
    return made


def _gap() -> Any:
    made = paragraph()
    made.pPr.append(el("w:spacing", before=0, after=0, line=140, lineRule="exact"))
    return made


def _is_gap(block: Any) -> bool:
    return block.tag == qn("w:p") and block.find(qn("w:r")) is None
