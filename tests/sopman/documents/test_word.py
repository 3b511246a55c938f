"""A Word document from the HTML that the PDF is made of."""

import io
import zipfile

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sopman.documents import rendering
from sopman.documents.docx import CHINESE
from sopman.documents.word import Drawing, docx_of
from tests.factories.ground import picture_bytes

PICTURE = "0" * 8 + "-0000-4000-8000-" + "0" * 12
SVG = '<svg viewBox="0 0 200 100" xmlns="http://www.w3.org/2000/svg" role="img"><title>Flow</title><linearGradient id="a"/><rect width="200" height="100" fill="#0f5fa8"/><text x="10" y="50">流程</text></svg>'
PAGE = """<!doctype html><html lang="zh-CN"><head><title>立项说明书 P-1</title><meta name="author" content="青橙"></head><body>
<div class="run run--left">青橙科技</div><div class="run run--middle">立项说明书</div><div class="run run--right">P-1</div><div class="run run--foot">非受控</div>
<header class="cover"><p class="cover__org">青橙科技</p><h1>立项说明书</h1><p class="subtitle">投诉处理</p></header>
{body}</body></html>"""


def drawn(drawings):
    return [picture_bytes() for _one in drawings]


def word(body, **more):
    given = {"media": lambda name: picture_bytes(), "draw": drawn} | more
    return docx.Document(io.BytesIO(docx_of(PAGE.replace("{body}", body), **given)))


def texts(document):
    return [one.text for one in document.paragraphs if one.text]


def test_headings_paragraphs_and_lists_are_word_s_own():
    document = word(
        "<section><h2>1 背景</h2><p>第一行<br>第二行 <b>粗</b></p><h3>目的</h3><ol><li>甲<ul><li>内</li></ul></li><li>乙</li></ol><ol><li>丙</li></ol></section>"
    )
    styles = {one.text: one.style.name for one in document.paragraphs if one.text}

    assert styles["立项说明书"] == "Title"
    assert styles["投诉处理"] == "Subtitle"
    assert styles["1 背景"] == "Heading 1"
    assert styles["目的"] == "Heading 2"
    assert "第一行\n第二行 粗" in texts(document)
    lists = {
        one.text: one._p.pPr.numPr for one in document.paragraphs if one._p.pPr.numPr is not None
    }
    assert (lists["甲"].ilvl.val, lists["内"].ilvl.val) == (0, 1)
    assert lists["甲"].numId.val == lists["乙"].numId.val != lists["丙"].numId.val


def test_a_table_keeps_its_spans_repeats_its_head_and_fills_the_line():
    document = word(
        "<table><caption class='visually-hidden'>x</caption><thead><tr><th>甲</th><th class='num'>乙</th><th>丙</th></tr></thead><tbody><tr><td rowspan='2'>一</td><td colspan='2'>二</td></tr><tr><td>三</td><td></td></tr></tbody></table>"
    )
    [table] = document.tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["甲", "乙", "丙"], ["一", "二", "二"], ["一", "三", ""],
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert "x" not in texts(document)
    wide = sum(one.width.cm for one in table.columns)
    assert wide == pytest.approx(21 - 2 * 1.9, abs=0.1)


def test_what_is_taken_out_is_struck_through():
    runs = word("<p>目标 <del>78 %</del> → <ins>76 %</ins></p>").paragraphs[-1].runs

    assert [run.text for run in runs if run.font.strike] == ["78 %"]


def test_terms_and_what_they_say_become_a_table():
    document = word(
        "<dl class='facts'><div><dt>编号</dt><dd>P-1</dd></div><div><dt>负责人</dt><dd>李晓梅</dd></div></dl>"
    )

    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["编号", "P-1"], ["负责人", "李晓梅"],
    ]  # fmt: skip


def test_pictures_and_drawings_are_placed_with_their_words():
    asked = []

    def draw(drawings):
        asked.extend(drawings)
        return drawn(drawings)

    document = word(
        f"<figure>{SVG}<figcaption>图 1</figcaption></figure><p><img src='media:{PICTURE}' alt='登记'></p>",
        draw=draw,
    )

    assert [one._inline.docPr.get("descr") for one in document.inline_shapes] == ["Flow", "登记"]
    assert "linearGradient" in asked[0].svg
    assert asked[0].width / asked[0].height == pytest.approx(2)
    assert next(one for one in document.paragraphs if one.text == "图 1").style.name == "Caption"


def test_a_part_across_gets_a_sheet_and_running_lines_of_its_own():
    document = word(
        "<section><p>甲</p></section><section class='landscape'><p>乙</p></section><section><p>丙</p></section>"
    )
    sections = list(document.sections)

    assert [one.page_width > one.page_height for one in sections] == [False, True, False]
    for one in sections:
        assert one.header.paragraphs[0].text == "青橙科技\t立项说明书\tP-1"
        codes = [node.text.strip() for node in one.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]
        assert "非受控" in one.footer.paragraphs[0].text


def test_every_style_has_a_chinese_font_and_the_file_its_title():
    document = word("<p>x</p>")

    for name in ("Normal", "Title", "Heading 1", "Table Text", "List Paragraph"):
        assert document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == CHINESE
    assert (document.core_properties.title, document.core_properties.author) == (
        "立项说明书 P-1",
        "青橙",
    )


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<&>"), max_size=12)
INNER = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(["p", "b", "ul", "li", "table", "tr", "td rowspan=2", "td colspan=9", "div", "section class=landscape", "dl", "dd", "h2", "svg"]),
        st.lists(inner, max_size=3),
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=20)
@given(INNER)
def test_whatever_stands_in_the_html_the_file_opens_and_every_cell_ends_in_a_paragraph(body):
    content = docx_of(PAGE.replace("{body}", body), media=lambda name: b"", draw=drawn)
    document = docx.Document(io.BytesIO(content))

    for cell in document.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    for table in document.tables:
        grid = len(table._tbl.tblGrid.gridCol_lst)
        for row in table.rows:
            spans = [one.grid_span for one in row._tr.tc_lst]
            assert sum(spans) == grid


def test_drawings_become_png_of_the_size_they_get():
    [content] = rendering.draw_pictures([Drawing(SVG, 5.08, 2.54)], dots=100)

    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (200, 100))
        assert picture.convert("RGB").getpixel((150, 90)) == (15, 95, 168)


def test_nothing_is_fetched_and_a_broken_picture_is_said():
    for bad in ("https://example.org/x.png", "file:///etc/passwd", "media:nobody"):
        with pytest.raises(rendering.NotRendered):
            rendering.render_docx(PAGE.replace("{body}", f"<img src='{bad}'>"))


def test_the_same_html_is_another_file_in_another_format():
    html = PAGE.replace("{body}", SVG)
    content = rendering.render_docx(html)
    pdf = rendering.render_pdf(html)

    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    assert rendering.key_of(html, "pdf") != rendering.key_of(html, "docx")
