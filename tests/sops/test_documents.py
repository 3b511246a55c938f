"""The SOP on paper says what the source says, in both languages."""

import io
import re
from decimal import Decimal

import docx
import pytest
from pypdf import PdfReader

from sops import actions, markup
from sops.enums import VersionState
from tests.factories import sops as make
from tests.factories.ground import a_picture, delivered
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db
ENGLISH = {
    "purpose": "One way to handle complaints that come in online.",
    "scope": "Applies to:\n\n- website\n- app",
    "responsibilities": "- **Service agent**: registers the complaint.",
    "procedure": "Begins when a complaint comes in.",
    "related": "None.",
    "records": "Complaint form.",
}


def written(language):
    version = make.a_draft(steps=("登记投诉", "首次联系客户"))
    lead = version.project.lead
    if language == "en":
        for kind, body in ENGLISH.items():
            actions.edit_section(version, kind=kind, body=body, actor=lead, at=NOON)
        for n, step in enumerate(version.steps.all(), start=1):
            actions.edit_step(
                step, title=f"Register complaint {n}", action="Open a ticket **within 10 minutes**.",
                position=step.position, time_limit_value=Decimal(10), time_limit_unit="minutes",
                output_standard="Ticket complete", caution="Never by chat", example="Hello",
                actor=lead, at=NOON,
            )  # fmt: skip
    first, second = version.steps.all()
    actions.add_branch(first, condition="大", target=second.step, actor=lead, at=NOON)
    actions.add_picture(first, upload=a_picture(), alt="图", caption="图注", actor=lead, at=NOON)
    return version


def sentences(version):
    for section in version.sections.all():
        yield from _words(section.body)
    for step in version.steps.all():
        for text in (step.title, step.action, step.output_standard, step.caution, step.example):
            yield from _words(text)
    yield version.sop.number


def _words(text):
    for block in markup.blocks(text):
        for line in block.lines:
            yield "".join(piece for piece, _bold in markup.runs(line))


def tight(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pdf_text_equals_the_source(language, client_for):
    version = written(language)
    content = delivered(client_for(version.project.lead), "sops.sop", version.pk, language=language)
    text = tight("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    lost = [one for one in sentences(version) if tight(one) not in text]
    assert lost == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_docx_text_equals_the_source_and_has_real_styles(language, client_for):
    version = written(language)
    content = delivered(
        client_for(version.project.lead), "sops.sop", version.pk, language=language, output="docx"
    )
    document = docx.Document(io.BytesIO(content))
    text = tight(
        "".join(p.text for p in document.paragraphs)
        + "".join(cell.text for t in document.tables for row in t.rows for cell in row.cells)
    )
    lost = [one for one in sentences(version) if tight(one) not in text]
    assert lost == []
    styles = {p.style.name for p in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    assert len(document.inline_shapes) == 1


def test_the_mark_and_the_signatures_follow_the_state(client_for):
    draft = make.a_draft()
    effective = make.a_version_in(VersionState.EFFECTIVE)
    text = _text(client_for, draft)
    assert "草稿" in text
    text = _text(client_for, effective)
    assert tight(effective.approved_by.name) in text
    assert effective.approval.content_sha256[:16] in text
    assert "尚未生效" not in text


def _text(client_for, version):
    content = delivered(client_for(version.project.lead), "sops.sop", version.pk)
    return tight("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
