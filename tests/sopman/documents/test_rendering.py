"""Real PDFs through the child process."""

import io
import re
import socket
import threading

import pypdf
import pytest
from django.utils.html import escape
from weasyprint.urls import FatalURLFetchingError

from sopman.documents import checks, child
from sopman.documents.rendering import NotRendered, key_of, render_pdf
from sopman.files import store
from tests.factories.ground import picture_bytes

ID = "0a0a0a0a-0000-4000-8000-000000000000"
CHINESE = (
    "客户投诉须在二十四小时内答复，满意度达到百分之九十以上。",
    "一线客服：“十分钟内首次联系”；重大投诉升级至总监。",
    "复核、会签与发布——版本 V1.0（试运行版，尚未生效）",
)
ENGLISH = (
    "Complaints are answered within 24 hours & satisfaction is ≥ 90 %.",
    "Fluffy office file",
)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def page(body, language="zh-CN", title="投诉处理"):
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<style>body { font-family: "Noto Sans CJK SC", sans-serif }</style></head>'
        f"<body>{body}</body></html>"
    )


def lines_of(pdf):
    """What can be copied out of the PDF, without the page numbers."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    lines = [line.strip() for p in reader.pages for line in p.extract_text().splitlines()]
    return [line for line in lines if not re.fullmatch(r"\d+ / \d+", line)]


@pytest.mark.parametrize(("language", "texts"), [("zh-CN", CHINESE), ("en", ENGLISH)])
def test_text_comes_out_again_exactly_as_it_went_in(language, texts):
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)

    pdf = render_pdf(page(body, language))

    assert lines_of(pdf) == list(texts)


def test_a_table_of_chinese_text_comes_out_cell_by_cell():
    cells = ["步骤", "责任岗位", "首次联系客户", "客服专员"]
    body = "<table>" + "".join(f"<tr><td>{c}</td></tr>" for c in cells) + "</table>"

    assert lines_of(render_pdf(page(body))) == cells


def test_the_pdf_is_tagged_and_has_title_and_language():
    root = pypdf.PdfReader(io.BytesIO(render_pdf(page("<h1>目的</h1><p>文字</p>"))))
    catalog = root.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "zh-CN"
    assert root.metadata.title == "投诉处理"


def test_the_same_content_gives_the_same_bytes():
    html = page("<p>一样</p>")

    assert render_pdf(html) == render_pdf(html)
    assert key_of(html, "pdf") != key_of(html, "docx")


def test_our_pictures_are_in_the_pdf():
    sha256 = store.put(picture_bytes())

    pdf = render_pdf(page(f'<img src="media:{ID}" alt="图">'), media={ID: sha256})

    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images) == 1


def test_progress_rises():
    told = []

    render_pdf(page("<p>x</p>"), progress=told.append)

    assert told
    assert told == sorted(set(told))
    assert max(told) <= 99


@pytest.fixture
def canary():
    """A listener on the loopback that must not be called."""
    hits = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(30)

    def listen():
        while True:
            try:
                hits.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=listen, daemon=True).start()
    yield server.getsockname()[1], hits
    server.close()


WAYS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<style>@import "{}";</style>',
    "<style>@font-face {{ font-family: f; src: url({}) }} p {{ font-family: f }}</style><p>x</p>",
    '<p style="background: url({})">x</p>',
    '<object data="{}"></object>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    """<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='{}'/%3E%3C/svg%3E">""",
]


def rendered_here(body, folder):
    """The child's own function in this process: the allow-list alone, without its other walls."""
    asked = {"html": page(body), "styles": [], "folder": str(folder)}
    return child.render(asked | {"variant": "pdf/ua-1", "identifier": "x"})


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_fetched_from_anywhere(canary, tmp_path, way):
    port, hits = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the house")
    places = [f"http://127.0.0.1:{port}/x", f"http://[::ffff:127.0.0.1]:{port}/x"]
    for address in [*places, f"ftp://127.0.0.1:{port}/x", secret.as_uri(), str(secret)]:
        try:
            pdf = rendered_here(way.format(address), tmp_path)
        except FatalURLFetchingError:
            continue
        assert not pypdf.PdfReader(io.BytesIO(pdf)).attachments
        assert "secret" not in "".join(lines_of(pdf))
    assert hits == []


def test_the_canary_does_sing_without_the_allow_list(canary):
    from weasyprint import HTML

    port, hits = canary
    html = page(f'<object data="http://127.0.0.1:{port}/x"></object>')
    document = threading.Thread(target=HTML(string=html).write_pdf, daemon=True)
    document.start()
    for _wait in range(100):
        if hits:
            break
        document.join(0.05)

    assert hits
    for connection in hits:
        connection.close()


@pytest.mark.parametrize(
    "address",
    [
        "media:../../etc/passwd", "media://x/../../etc/passwd", f"media:{ID}/../x",
        f"media:{ID}", "MEDIA:x", "file:///etc/passwd", "http://[::1]/", "gopher://x/", "jar:x",
    ],
)  # fmt: skip
def test_the_fetcher_knows_only_its_folder(tmp_path, address):
    with pytest.raises(BaseException, match="may not be fetched"):
        child.fetcher(str(tmp_path)).fetch(address)


def test_a_missing_picture_stops_the_document():
    with pytest.raises(NotRendered, match="can't be made") as stopped:
        render_pdf(page(f'<img src="media:{ID}">'))

    assert "may not be fetched" in stopped.value.detail


def test_a_poisonous_document_is_stopped_by_the_clock():
    with pytest.raises(NotRendered, match="too long"):
        render_pdf(page("<table><tr><td>" * 1500), seconds=2)


def test_a_poisonous_document_is_stopped_by_its_memory():
    with pytest.raises(NotRendered, match=r"memory|can't be made"):
        render_pdf(page("<p>x</p>" * 30_000), memory=260 * 1024 * 1024)


def test_a_machine_without_pango_or_font_says_so(monkeypatch):
    monkeypatch.setattr(checks, "missing_libraries", lambda: ["pango-1.0"])
    monkeypatch.setattr(checks, "has_chinese_font", lambda: False)

    assert [code for code, _text in checks.complaints()] == ["documents.W001", "documents.W002"]
    assert "fonts-noto-cjk" in checks.printing_is_possible()[0].hint


def test_this_machine_can_print():
    checks.missing_libraries.cache_clear()
    checks.has_chinese_font.cache_clear()

    assert checks.complaints() == []
