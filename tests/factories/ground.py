"""Jobs, files and documents for tests of every floor."""

import io
import wave
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from sopman.jobs import running
from sopman.jobs.enums import JobState
from sopman.jobs.models import Job

DOCX_PARTS = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
XLSX_PARTS = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


def run_due_jobs(*, at=None, rounds=10):
    """Work off what is waiting, as a worker would; fails the test when a job failed."""
    for _round in range(rounds):
        now = at or timezone.now()
        due = list(Job.objects.filter(state=JobState.WAITING, due_at__lte=now, attempts=0))
        if not due:
            break
        for job in due:
            running.run_job(job.pk, at=now)
            job.refresh_from_db()
            assert job.state == JobState.DONE, f"{job}: {job.error}"


def delivered(client, code, pk, *, output="pdf", language="zh-hans"):
    """The bytes of a document, asked for as a person would: prepare, then download."""
    address = reverse("documents:deliver", args=[code, pk])
    address += f"?format={output}&language={language}"
    response = client.get(address)
    if response.headers["Content-Type"].startswith("text/html"):
        assert client.post(address).status_code == 302
        run_due_jobs()
        response = client.get(address)
    assert response.status_code == 200
    assert not response.headers["Content-Type"].startswith("text/html"), response.content.decode()
    return response.content


def an_upload(name="说明.txt", content=b"content", media_type="application/octet-stream"):
    return SimpleUploadedFile(name, content, media_type)


def picture_bytes(size=(40, 30), output="PNG", color=(20, 120, 90), **options):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, output, **options)
    return out.getvalue()


def a_picture(name="步骤.png", **options):
    return an_upload(name, picture_bytes(**options), "image/png")


def zip_bytes(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_pdf(name="扫描件.pdf"):
    return an_upload(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


def a_recording(name="访谈.wav", seconds=1):
    """A second of silence as WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000 * seconds)
    return an_upload(name, out.getvalue(), "audio/wav")
