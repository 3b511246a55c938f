"""Word documents with real styles: headings Word can list, fields it can count, a Chinese font."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
INK, QUIET, SHADE = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x5B, 0x67, 0x70), "EEF2F5"
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
HEADINGS = {"Title": 20, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11}
WIDTH_CM = 16.0  # between the margins of an A4 page


class DocxBuilder:
    """Build a document from top to bottom, then `save()` gives its bytes.

    builder = DocxBuilder(title="投诉处理", language="zh-hans", header="SOP-CS-001 · V1.0")
    builder.heading("目的"); builder.paragraph("…"); builder.table(["步骤", "时限"], rows)
    """

    def __init__(self, *, title: str, language: str, header: str = "", subject: str = "") -> None:
        self.document = docx.Document()
        self.language = "en-GB" if language.startswith("en") else "zh-CN"
        self._page()
        self._styles()
        properties = self.document.core_properties
        properties.title, properties.subject = clean(title), clean(subject)
        properties.language, properties.author, properties.comments = self.language, "", ""
        self._header(header)
        self._footer()

    # --- What is written --------------------------------------------------------------

    def title(self, text: Any) -> None:
        self.document.add_paragraph(clean(text), style="Title")

    def heading(self, text: Any, level: int = 1) -> None:
        self.document.add_paragraph(clean(text), style=f"Heading {max(1, min(level, 3))}")

    def paragraph(self, text: Any, *, bold: bool = False, quiet: bool = False) -> None:
        """Text; every line break of it becomes a paragraph of its own."""
        for line in clean(text).splitlines() or [""]:
            run = self.document.add_paragraph().add_run(line)
            run.bold = bold
            if quiet:
                run.font.color.rgb = QUIET

    def bullets(self, lines: Iterable[Any]) -> None:
        for line in lines:
            self.document.add_paragraph(clean(line), style="List Bullet")

    def numbers(self, lines: Iterable[Any]) -> None:
        for line in lines:
            self.document.add_paragraph(clean(line), style="List Number")

    def facts(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Two columns: what it is, and what it says."""
        table = self._table(2, [4.2, WIDTH_CM - 4.2])
        for name, value in pairs:
            cells = table.add_row().cells
            _write(cells[0], name, bold=True)
            _shade(cells[0])
            _write(cells[1], value)
        self.document.add_paragraph()

    def table(
        self,
        heads: Sequence[Any],
        rows: Iterable[Sequence[Any]],
        *,
        widths: Sequence[float] | None = None,
    ) -> None:
        """A table whose head row is repeated on every page. `widths` in centimetres."""
        table = self._table(len(heads), widths or [WIDTH_CM / len(heads)] * len(heads))
        first = table.add_row()
        for cell, head in zip(first.cells, heads, strict=True):
            _write(cell, head, bold=True)
            _shade(cell)
        first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in rows:
            line = table.add_row()
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, value in zip(line.cells, row, strict=True):
                _write(cell, value)
        self.document.add_paragraph()

    def picture(self, content: bytes, *, alt: str, width_cm: float = 12.0) -> None:
        """A picture with its words for those who can't see it, and as its caption."""
        shape = self.document.add_picture(io.BytesIO(content), width=Cm(min(width_cm, WIDTH_CM)))
        shape._inline.docPr.set("descr", clean(alt))
        if alt:
            self.document.add_paragraph(clean(alt), style="Caption")

    def page_break(self) -> None:
        self.document.add_page_break()

    def save(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- How it looks -----------------------------------------------------------------

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)

    def _styles(self) -> None:
        styles = self.document.styles
        for style in styles:
            if getattr(style, "font", None) is not None and style.type in (1, 2):
                set_fonts(style)
        normal = styles["Normal"]
        normal.font.size, normal.font.color.rgb = Pt(10.5), INK
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.25
        for name, size in HEADINGS.items():
            styles[name].font.size, styles[name].font.bold = Pt(size), True
            styles[name].font.color.rgb = INK
            styles[name].paragraph_format.keep_with_next = True

    def _header(self, text: str) -> None:
        paragraph = self.document.sections[0].header.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size, run.font.color.rgb = Pt(9), QUIET

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
        words = _("Page %(page)s of %(pages)s") % {"page": "\x01", "pages": "\x02"}
        paragraph.add_run("\t")
        for part in re.split("(\x01|\x02)", words):
            run = paragraph.add_run("" if part in "\x01\x02" else part)
            run.font.size, run.font.color.rgb = Pt(9), QUIET
            if part and part in "\x01\x02":
                _field(run, "PAGE" if part == "\x01" else "NUMPAGES")

    def _table(self, columns: int, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table


def set_fonts(style: Any) -> None:
    """Latin and Chinese letters each from their font; Word asks for them separately."""
    style.font.name = LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def clean(text: Any) -> str:
    """What XML can hold."""
    return FORBIDDEN.sub("", "" if text is None else str(text))


def _write(cell: Any, value: Any, *, bold: bool = False) -> None:
    lines = clean(value).splitlines() or [""]
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(line).bold = bold


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)
    cell._tc.get_or_add_tcPr().append(shade)


def _field(run: Any, code: str) -> None:
    """A field that Word fills: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        if kind == "":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        elif kind == "shown":
            part = OxmlElement("w:t")
            part.text = text
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
