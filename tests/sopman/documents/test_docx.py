import io

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from sopman.documents.docx import CHINESE, DocxBuilder
from tests.factories.ground import picture_bytes


@pytest.fixture
def built():
    with translation.override("en"):
        builder = DocxBuilder(title="投诉处理", language="zh-hans", header="SOP-CS-001 · V1.0")
    builder.title("投诉处理 SOP")
    builder.heading("目的")
    builder.paragraph("二十四小时内答复。\n满意度九成以上。", bold=True)
    builder.heading("步骤", 2)
    builder.bullets(["第一", "第二"])
    builder.numbers(["甲"])
    builder.facts([("编号", "SOP-CS-001"), ("负责人", None)])
    builder.table(["步骤", "时限"], [["首次联系", "10 分钟"], ["答复\n客户", 24]], widths=[10, 6])
    builder.picture(picture_bytes(), alt="登记页面")
    builder.page_break()
    builder.paragraph("bad \x00\x0b\ud800 characters", quiet=True)
    return docx.Document(io.BytesIO(builder.save()))


def test_headings_are_real_styles(built):
    styles = {p.text: p.style.name for p in built.paragraphs if p.text}

    assert styles["投诉处理 SOP"] == "Title"
    assert styles["目的"] == "Heading 1"
    assert styles["步骤"] == "Heading 2"
    assert styles["第一"] == "List Bullet"
    assert styles["甲"] == "List Number"


def test_text_comes_out_as_it_went_in_and_bad_characters_stay_behind(built):
    texts = [p.text for p in built.paragraphs]

    assert "二十四小时内答复。" in texts
    assert "满意度九成以上。" in texts
    assert "bad  characters" in texts


def test_tables_repeat_their_head_and_hold_every_cell(built):
    facts, table = built.tables

    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["步骤", "时限"],
        ["首次联系", "10 分钟"],
        ["答复\n客户", "24"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert facts.rows[1].cells[1].text == ""


def test_every_style_names_a_chinese_font(built):
    for name in ("Normal", "Title", "Heading 1", "Heading 3"):
        fonts = built.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == CHINESE
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_header_and_footer_hold_number_and_page_fields(built):
    section = built.sections[0]
    codes = [node.text.strip() for node in section.footer._element.iter(qn("w:instrText"))]

    assert section.header.paragraphs[0].text == "SOP-CS-001 · V1.0"
    assert codes == ["PAGE", "NUMPAGES"]
    assert "Page" in section.footer.paragraphs[0].text


def test_pictures_have_words(built):
    [picture] = built.inline_shapes

    assert picture._inline.docPr.get("descr") == "登记页面"


def test_the_title_is_in_the_properties(built):
    assert built.core_properties.title == "投诉处理"
    assert built.core_properties.language == "zh-CN"
