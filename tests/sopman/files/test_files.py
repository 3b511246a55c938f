import io
import uuid
import zipfile
import zlib

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.files import registry, store
from sopman.files.actions import MAX_PER_SUBJECT, attach, copy_attachments, remove
from sopman.files.enums import DOCX, LIMITS, XLSX, Kind
from sopman.files.forms import UploadField
from sopman.files.models import Attachment, new_id
from sopman.files.queries import attachments_by_subject, attachments_of
from sopman.files.sniffing import check, clean_name
from tests.factories.ground import (
    DOCX_PARTS,
    XLSX_PARTS,
    a_pdf,
    a_picture,
    an_upload,
    picture_bytes,
    zip_bytes,
)
from tests.factories.people import a_department, a_user

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BPMN = (
    b'<?xml version="1.0"?><bpmn:definitions '
    b'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def attached(subject=None, upload=None, *, now, actor=None, **given):
    subject = subject or a_user()
    actor = actor or subject
    return attach(subject, upload=upload or a_picture(), actor=actor, at=now, **given)


# --- What is taken


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", a_pdf().read(), "application/pdf"),
        ("a.docx", zip_bytes(DOCX_PARTS), DOCX),
        ("a.xlsx", zip_bytes(XLSX_PARTS), XLSX),
        ("a.txt", "投诉".encode(), "text/plain; charset=utf-8"),
        ("a.csv", "编号,标题\r\n".encode("gb18030"), "text/csv; charset=gb18030"),
        ("a.bpmn", BPMN, "application/xml"),
        ("a.mp3", b"ID3\x03\x00" + bytes(40), "audio/mpeg"),
        ("a.mp3", b"\xff\xfb\x90\x00" + bytes(40), "audio/mpeg"),
        ("a.m4a", b"\x00\x00\x00\x20ftypM4A " + bytes(40), "audio/mp4"),
    ],
)
def test_allowed_files_are_known_by_their_content(name, content, media_type):
    assert check(an_upload(name, content)).media_type == media_type


@pytest.mark.parametrize("output", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_keep_their_format_and_size(output):
    checked = check(an_upload("图.png", picture_bytes(output=output)))

    assert (checked.width, checked.height) == (40, 30)
    assert checked.media_type == f"image/{output.lower()}"
    assert Image.open(io.BytesIO(checked.content)).format == output


def test_what_is_not_pixels_stays_behind():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6  # lies on its side
    original = picture_bytes(output="JPEG", exif=exif) + b"<script>alert(1)</script>"

    checked = check(an_upload("foto.JPG", original))

    assert b"secret place" not in checked.content
    assert b"script" not in checked.content
    assert (checked.name, checked.width, checked.height) == ("foto.jpg", 30, 40)


def test_big_pictures_are_made_smaller():
    checked = check(an_upload("big.png", picture_bytes(size=(6000, 3000))))

    assert (checked.width, checked.height) == (4096, 2048)


def test_a_moving_picture_goes_on_moving():
    frames = [Image.new("RGB", (20, 20), (n * 40, 0, 0)) for n in range(4)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    checked = check(an_upload("a.gif", out.getvalue()))

    assert Image.open(io.BytesIO(checked.content)).n_frames == 4


# --- What is refused


def png_header(width, height):
    """A picture that says how big it is and has no pixels: 100 MP in 70 bytes."""

    def chunk(kind, body):
        crc = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + crc

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    data = chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + data + chunk(b"IEND", b"")


def lying_zip():
    """The directory says little, the data unpack to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", bytes(300 * 1024 * 1024))
    return out.getvalue()


HOSTILE = {
    "svg with a script": ("a.svg", SVG),
    "svg that says it is a png": ("a.png", SVG),
    "html that says it is a jpg": ("a.jpg", b"<html><script>alert(1)</script>"),
    "html by name": ("a.html", b"<p>x"),
    "program": ("a.exe", b"MZ\x00"),
    "two endings": ("a.png.exe", picture_bytes()),
    "no ending": ("a", picture_bytes()),
    "100 megapixels": ("a.png", png_header(10_000, 10_000)),
    "more pixels than there are": ("a.png", png_header(2**31 - 1, 2**31 - 1)),
    "broken picture": ("a.png", picture_bytes()[:60]),
    "text that says it is a pdf": ("a.pdf", b"hello"),
    "pdf without an end": ("a.pdf", b"%PDF-1.4 hello"),
    "picture that says it is a pdf": ("a.pdf", picture_bytes()),
    "zip that says it is a docx": ("a.docx", zip_bytes({"a.txt": "x"})),
    "xlsx that says it is a docx": ("a.docx", zip_bytes(XLSX_PARTS)),
    "text that says it is a docx": ("a.docx", b"hello"),
    "zip bomb": ("a.docx", lying_zip()),
    "many entries": ("a.docx", zip_bytes(DOCX_PARTS | {f"e{n}": "" for n in range(2500)})),
    "zip in the zip": ("a.docx", zip_bytes(DOCX_PARTS | {"in.zip": zip_bytes({"a": "x"})})),
    "way out of the folder": ("a.docx", zip_bytes(DOCX_PARTS | {"../../etc/passwd": "x"})),
    "way out with backslashes": ("a.docx", zip_bytes(DOCX_PARTS | {"..\\..\\x": "x"})),
    "absolute path": ("a.xlsx", zip_bytes(XLSX_PARTS | {"/etc/passwd": "x"})),
    "macros": ("a.xlsx", zip_bytes(XLSX_PARTS | {"xl/vbaProject.bin": "x"})),
    "binary that says it is a text": ("a.txt", b"a\x00b"),
    "text in no encoding": ("a.txt", b"\xff\xff\xfe"),
    "entities": ("a.bpmn", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + BPMN[21:]),
    "other xml": ("a.bpmn", b"<definitions/>"),
    "no xml": ("a.bpmn", b"x"),
    "text that says it is audio": ("a.mp3", b"hello"),
    "video": ("a.m4a", b"\x00\x00\x00\x20ftypqt  " + bytes(40)),
    "empty": ("a.txt", b""),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_wrong_files_are_refused(case):
    name, content = HOSTILE[case]

    with pytest.raises(Refused):
        check(an_upload(name, content))


def test_a_link_in_an_archive_is_refused():
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in DOCX_PARTS.items():
            archive.writestr(name, content)
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(Refused, match="unsafe"):
        check(an_upload("a.docx", out.getvalue()))


@pytest.mark.parametrize("kind", Kind)
def test_each_family_has_its_limit(kind, monkeypatch):
    name = {
        Kind.PICTURE: "a.png", Kind.PDF: "a.pdf", Kind.OFFICE: "a.docx",
        Kind.TEXT: "a.txt", Kind.BPMN: "a.bpmn", Kind.AUDIO: "a.mp3",
    }[kind]  # fmt: skip
    monkeypatch.setitem(LIMITS, kind, 10)

    with pytest.raises(Refused, match="too big"):
        check(an_upload(name, b"x" * 11))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\照片\\步骤 1.PNG", "步骤 1.PNG"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("\u202egnp.exe.txt", "gnp.exe.txt"),
        (".htaccess.txt", "htaccess.txt"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ('<b>"a"</b>.txt', "b.txt"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert clean_name(given) == kept


# --- Attaching and removing


def test_files_of_one_moment_stay_in_their_order():
    ids = [new_id() for _ in range(500)]

    assert ids == sorted(ids)
    assert len(set(ids)) == 500
    assert {one.version for one in ids} == {7}


def test_attach_keeps_the_bytes_once_and_leaves_a_trace(now):
    person = a_user()
    one, two = attached(person, now=now), attached(person, now=now)

    assert one.sha256 == two.sha256
    assert list(attachments_of(person, "picture")) == [one, two]
    assert store.get(one.sha256)
    assert [e.code for e in Event.objects.all()] == ["files.attachment.added"] * 2
    assert one.history.get().history_user == person


def test_a_picture_place_takes_pictures_only(now):
    with pytest.raises(Refused, match="png"):
        attached(upload=a_pdf(), now=now)

    assert attached(upload=a_pdf(), now=now, purpose="scan").kind == Kind.PDF
    with pytest.raises(Refused, match="pdf"):
        attached(upload=a_picture(), now=now, purpose="scan", kinds={Kind.PDF})


def test_what_has_no_permission_rule_takes_no_files(now):
    with pytest.raises(ImproperlyConfigured):
        attached(a_department(), now=now, actor=a_user())


def test_there_is_an_end_to_files(now, monkeypatch):
    monkeypatch.setattr("sopman.files.actions.MAX_PER_SUBJECT", 1)
    person = a_user()
    attached(person, now=now)

    with pytest.raises(Refused, match="too many"):
        attached(person, now=now)
    assert MAX_PER_SUBJECT > 1


def test_a_removed_file_is_gone_from_the_page_and_kept_for_the_record(now, client):
    person = a_user()
    one = attached(person, now=now)

    remove(one, actor=person, at=now, reason="wrong picture")

    assert not attachments_of(person)
    assert Attachment.objects.get().removed_by == person
    assert Event.objects.last().reason == "wrong picture"
    client.force_login(person)
    assert client.get(one.get_absolute_url()).status_code == 404
    with pytest.raises(Refused, match="already"):
        remove(one, actor=person, at=now)


def test_copies_share_the_bytes(now):
    one, other = a_user(), a_user()
    original = attached(one, now=now)

    [copy] = copy_attachments(one, other, actor=one, at=now)

    assert copy.pk != original.pk
    assert copy.sha256 == original.sha256
    assert Attachment.objects.count() == 2


def test_files_of_many_rows_are_read_in_one_query(now, django_assert_num_queries):
    people = [a_user() for _ in range(3)]
    one = attached(people[1], now=now)
    attachments_of(people[0])

    with django_assert_num_queries(1):
        found = attachments_by_subject(people)

    assert found == {people[0].pk: [], people[1].pk: [one], people[2].pk: []}


def test_the_form_field_refuses_what_attach_would():
    field = UploadField(kinds={Kind.PDF})

    assert field.widget.attrs["accept"] == ".pdf"
    assert field.clean(a_pdf()).read().startswith(b"%PDF-")
    with pytest.raises(Exception, match="isn't what its name says"):
        field.clean(an_upload("a.pdf", b"x"))


# --- Downloads


def test_who_sees_the_subject_downloads_the_file(client, now):
    person = a_user()
    one = attached(person, now=now)
    client.force_login(person)

    answer = client.get(one.get_absolute_url())

    assert answer.content == store.get(one.sha256)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "private" in answer.headers["Cache-Control"]


def test_an_unchanged_file_is_not_sent_twice(client, now):
    person = a_user()
    one = attached(person, now=now)
    client.force_login(person)
    etag = client.get(one.get_absolute_url()).headers["ETag"]

    answer = client.get(one.get_absolute_url(), headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_anything_but_pictures_and_pdf_is_saved_not_shown(client, now):
    person = a_user()
    one = attached(person, an_upload("表.bpmn", BPMN), now=now, purpose="evidence")
    client.force_login(person)

    headers = client.get(one.get_absolute_url()).headers

    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]


def test_who_does_not_see_the_subject_gets_404(client, now):
    one = attached(now=now)
    client.force_login(a_user())

    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.get(f"/files/{uuid.uuid4()}/a.png").status_code == 404


def test_a_stranger_is_asked_to_log_in(client, now):
    assert client.get(attached(now=now).get_absolute_url()).status_code == 302


def test_a_closed_subject_is_refused_with_the_sentence(client, now, monkeypatch):
    monkeypatch.setattr(registry, "_locks", {})
    person = a_user()
    one = attached(person, now=now)
    registry.lock(lambda subject, user: "An exam is open." if user == person else None)
    client.force_login(person)

    answer = client.get(one.get_absolute_url())

    assert answer.status_code == 409
    assert "An exam is open." in answer.content.decode()


@pytest.mark.parametrize("damage", [b"changed", None])
def test_a_damaged_file_is_not_handed_out(client, now, tmp_path, damage):
    person = a_user()
    one = attached(person, now=now)
    path = tmp_path / store.path_of(one.sha256)
    path.write_bytes(damage) if damage else path.unlink()
    client.force_login(person)
    client.raise_request_exception = False

    assert client.get(one.get_absolute_url()).status_code == 500
