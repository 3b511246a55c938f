"""The consultation group's QR picture: checked as every file, shown where people read, printed."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from sopman.core.errors import Refused
from sopman.files import store
from tests.factories import training as make
from tests.factories.ground import a_picture, an_upload, delivered
from training import actions
from training.models import Release

pytestmark = pytest.mark.django_db


def name_group(release, **more):
    return actions.set_group(
        release, group_name="答疑群", consultant=release.project.lead,
        actor=release.project.lead, at=make.PLANNED_AT, **more,
    )  # fmt: skip


@pytest.fixture
def release():
    release = make.a_released_version()
    name_group(release, group_picture=a_picture("群二维码.png", size=(300, 300)))
    release.refresh_from_db()
    return release


def group_url(release):
    return reverse("training:group", args=[release.pk])


def test_a_reader_sees_it_with_name_and_who_answers(release, client_for):
    client = client_for(release.readers[0])
    page = client.get(reverse("sops:read", args=[release.version.sop_id])).content.decode()

    address = release.group_picture.get_absolute_url()
    assert address in page
    assert "答疑群" in page
    assert release.project.lead.name in page
    sent = client.get(address)
    assert sent.status_code == 200
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    assert Image.open(io.BytesIO(content)).size == (300, 300)


def test_it_is_uploaded_replaced_and_taken_away_on_the_form(release, client_for):
    client, old = client_for(release.project.lead), release.group_picture
    data = {"group_name": "答疑群", "group_link": "", "consultant": release.project.lead.pk}

    new = a_picture("新群.png", size=(200, 200))
    assert client.post(group_url(release), data | {"group_picture": new}).status_code == 302
    release.refresh_from_db()
    assert release.group_picture != old
    old.refresh_from_db()
    assert old.removed_at

    assert client.post(group_url(release), data).status_code == 302  # says nothing about it: stays
    assert Release.objects.get(pk=release.pk).group_picture == release.group_picture
    client.post(group_url(release), data | {"without_picture": "on"})
    assert Release.objects.get(pk=release.pk).group_picture is None


def test_what_is_no_picture_is_refused_with_what_was_typed_kept(release, client_for):
    data = {"group_name": "另一个群", "group_link": "", "consultant": release.project.lead.pk,
            "group_picture": an_upload("群.png", b"<script>alert(1)</script>")}  # fmt: skip
    answer = client_for(release.project.lead).post(group_url(release), data)
    assert answer.status_code == 422
    assert "另一个群" in answer.content.decode()
    with pytest.raises(Refused):
        name_group(release, group_picture=an_upload("群.png", b"no picture"))


def test_it_is_drawn_anew_like_every_picture(release):
    upload = a_picture("群.png")
    original = upload.read() + b"tail"
    name_group(release, group_picture=an_upload("群.png", original, "image/png"))
    release.refresh_from_db()
    assert b"tail" not in store.get(release.group_picture.sha256)


def test_the_training_record_prints_it(release, client_for):
    content = delivered(client_for(release.project.lead), "training.record", release.pk)
    pages = PdfReader(io.BytesIO(content)).pages
    assert any(len(page.images) for page in pages)
