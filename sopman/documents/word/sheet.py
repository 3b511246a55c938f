"""The sheet: margins, styles, running head and foot; upright and across."""

from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from sopman.documents.docx import INK, set_fonts
from sopman.documents.word.inline import QUIET
from sopman.documents.word.xml import el, field, paragraph, text_of, twips

SIDE, TOP, BOTTOM = 1.9, 2.5, 2.0  # margins in centimetres
A4 = (21.0, 29.7)
ACCENT = "0F5FA8"
CELL, CELL_HEAD = "TableText", "TableHead"
# name: size in points, space before and after
SIZES = {
    "Normal": (10.5, 0, 5),
    "Title": (20, 0, 4),
    "Subtitle": (12, 0, 8),
    "Heading 1": (14, 16, 6),
    "Heading 2": (11.5, 11, 4),
    "Heading 3": (10.5, 8, 3),
    "Caption": (9, 2, 8),
}


def new_document() -> Any:
    """An empty A4 document whose styles have Latin and Chinese fonts."""
    document = docx.Document()
    styles = document.styles
    for name, parent in (("Table Text", "Normal"), ("Table Head", "Table Text")):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles[parent]
    for style in styles:
        if getattr(style, "font", None) is not None and style.type in (1, 2):
            set_fonts(style)
    for name, (size, before, after) in SIZES.items():
        _measure(styles[name], size, before, after)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        styles[name].font.bold, styles[name].font.italic = True, False
        styles[name].paragraph_format.keep_with_next = True
    styles["Normal"].paragraph_format.line_spacing = 1.2
    styles["Subtitle"].font.italic, styles["Subtitle"].font.bold = False, False
    styles["Caption"].font.bold = False
    styles["Caption"].font.color.rgb = RGBColor.from_string(QUIET)
    _measure(styles["Table Text"], 9.5, 1, 1)
    styles["Table Head"].font.bold = True
    styles["Table Head"].paragraph_format.keep_with_next = True
    _no_rule_under(styles["Title"])
    return document


def _measure(style: Any, size: float, before: float, after: float) -> None:
    style.font.size, style.font.color.rgb = Pt(size), INK
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)


def _no_rule_under(style: Any) -> None:
    """The template's title brings a line and letters set apart."""
    for name in ("w:pBdr", "w:contextualSpacing"):
        for old in style.element.get_or_add_pPr().findall(qn(name)):
            old.getparent().remove(old)
    for name in ("w:spacing", "w:kern"):
        for old in style.element.get_or_add_rPr().findall(qn(name)):
            old.getparent().remove(old)


def rule() -> Any:
    """The coloured line under the cover block."""
    made = paragraph()
    border = el("w:pBdr", el("w:bottom", val="single", sz=12, space=1, color=ACCENT))
    made.pPr.append(border)
    made.pPr.append(el("w:spacing", before=0, after=120))
    return made


class Sheet:
    """Page size of a section: room for what stands on it, and its properties."""

    def __init__(self, *, across: bool) -> None:
        self.across = across
        width, height = A4[::-1] if across else A4
        self.width, self.height = width, height
        self.room = (round(width - 2 * SIDE, 2), round(height - TOP - BOTTOM - 2.2, 2))

    def properties(self, head: str, foot: str) -> Any:
        """`head` and `foot` are the relations of this sheet's running lines."""
        made = el("w:sectPr")
        for kind, relation in (("header", head), ("footer", foot)):
            reference = el(f"w:{kind}Reference", type="default")
            reference.set(qn("r:id"), relation)
            made.append(reference)
        made.append(el("w:type", val="nextPage"))
        size = el("w:pgSz", w=twips(self.width), h=twips(self.height))
        if self.across:
            size.set(qn("w:orient"), "landscape")
        made.append(size)
        side, top, bottom = twips(SIDE), twips(TOP), twips(BOTTOM)
        edges = {"top": top, "right": side, "bottom": bottom, "left": side}
        made.append(el("w:pgMar", **edges, header=twips(1.2), footer=twips(0.9), gutter=0))
        return made


def running(part: Any, lines: dict[str, str], sheet: Sheet, *, foot: bool) -> None:
    """Left, middle and right of a header; left and the page number of a footer."""
    root = part.element
    for old in list(root):
        root.remove(old)
    made = paragraph("Footer" if foot else "Header")
    wide = twips(sheet.room[0])
    # Word's own stops of these styles are for another width.
    tabs = [el("w:tab", val="clear", pos=pos) for pos in (4320, 8640, 4680, 9360)]
    tabs += [el("w:tab", val="center", pos=wide // 2), el("w:tab", val="right", pos=wide)]
    made.pPr.append(el("w:tabs", *tabs))
    if not foot:
        edge = el("w:bottom", val="single", sz=4, space=4, color="8894A8")
        made.pPr.insert(1, el("w:pBdr", edge))
    if foot:
        pieces: list[Any] = [lines.get("foot", ""), "\t", "\t", "PAGE", " / ", "NUMPAGES"]
    else:
        names = [lines.get(side, "") for side in ("left", "middle", "right")]
        pieces = [names[0], "\t", names[1], "\t", names[2]]
    for piece in pieces:
        made.extend(_small(piece))
    root.append(made)


def _small(piece: str) -> list[Any]:
    if piece in {"PAGE", "NUMPAGES"}:
        runs = field(piece)
    else:
        runs = [el("w:r", el("w:tab") if piece == "\t" else text_of(piece))]
    for run in runs:
        run.insert(0, el("w:rPr", el("w:color", val=QUIET), el("w:sz", val=17)))
    return runs
