"""Who gets a document, when it is made, and that it is made once."""

import io
import uuid
from datetime import timedelta

import docx
import pypdf
import pytest
from django.template import loader
from django.urls import reverse
from django.utils import timezone

from sopman.documents import registry, rendering, tasks
from sopman.documents.docx import DocxBuilder
from sopman.documents.models import Rendition
from sopman.files import registry as locks
from sopman.files import store
from sopman.files.actions import attach
from sopman.jobs.models import Job
from sopman.people.models import User
from tests.factories.ground import a_picture, delivered, run_due_jobs
from tests.factories.people import a_user

pytestmark = pytest.mark.django_db
CARD = "{% load i18n %}<html lang='{{ html_lang }}'><head><title>{{ document_title }}</title></head><body><h1>{{ name }}</h1>{% for p in pictures %}<img alt='' src='media:{{ p }}'>{% endfor %}</body></html>"


@pytest.fixture(autouse=True)
def card(tmp_path, settings, monkeypatch):
    """A deliverable about a person, with a template of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "templates" / "test" / "print"
    folder.mkdir(parents=True)
    folder.joinpath("card.html").write_text(CARD)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path / "templates", *settings.TEMPLATES[0]["DIRS"]]}]  # fmt: skip
    monkeypatch.setattr(registry, "_deliverables", {})
    monkeypatch.setattr(locks, "_locks", {})
    pictures = []

    def write(context, language):
        builder = DocxBuilder(title=context["name"], language=language)
        builder.heading(context["name"])
        return builder.save()

    @registry.deliverable("test.card", model=User, title="Card", docx=write)
    def context(user, language):
        return {"name": user.name, "pictures": pictures, "file_name": f"Card {user.name}"}

    yield pictures
    loader.engines.__dict__.pop("templates", None)


@pytest.fixture
def person(client):
    user = a_user("李晓梅", language="en")
    client.force_login(user)
    return user


def address(person, **given):
    query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"{reverse('documents:deliver', args=['test.card', person.pk])}?{query}"


def test_a_document_is_prepared_once_and_then_handed_out(client, person):
    pdf = delivered(client, "test.card", person.pk)
    again = delivered(client, "test.card", person.pk)

    assert "李晓梅" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert again == pdf
    rendition = Rendition.objects.get()
    assert (rendition.html, rendition.size) == ("", len(pdf))
    assert Job.objects.count() == 1


def test_reading_writes_nothing(client, person):
    page = client.get(address(person))

    assert page.status_code == 200
    assert "Prepare document" in page.content.decode()
    assert not Rendition.objects.exists()


def test_without_scripts_the_button_leads_to_the_waiting_page(client, person):
    answer = client.post(address(person), follow=True)

    assert "being prepared" in answer.content.decode()
    assert address(person, format="pdf", language="en").partition("?")[0] in answer.content.decode()
    run_due_jobs()
    assert client.get(answer.redirect_chain[-1][0]).headers["Content-Type"] == "application/pdf"


def test_with_scripts_the_fragment_polls_and_then_sends_the_browser_there(client, person):
    htmx = {"HX-Request": "true"}
    waiting = client.post(address(person), headers=htmx)
    where = reverse("documents:progress", args=[Rendition.objects.get().pk])
    assert where in waiting.content.decode()
    assert "<html" not in waiting.content.decode()

    assert client.get(where, headers=htmx).status_code == 200
    run_due_jobs()
    done = client.get(where, headers=htmx)

    assert done.status_code == 204
    assert done.headers["HX-Redirect"] == address(person, format="pdf", language="en")


def test_the_file_is_shown_or_saved_and_can_do_nothing(client, person):
    delivered(client, "test.card", person.pk, language="en")

    answer = client.get(address(person, language="en"))
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "Card%20%E6%9D%8E" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    saved = client.get(address(person, language="en", download=1))
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_changed_content_is_another_document(client, person):
    first = delivered(client, "test.card", person.pk)
    person.name = "李晓梅二"
    person.save()

    assert delivered(client, "test.card", person.pk) != first
    assert Rendition.objects.count() == 2


def test_the_docx_of_it_opens_in_word(client, person):
    content = delivered(client, "test.card", person.pk, output="docx")

    assert [p.text for p in docx.Document(io.BytesIO(content)).paragraphs] == ["李晓梅"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_does_not_see_the_subject_gets_404_for_the_document_too(client, person, method):
    delivered(client, "test.card", person.pk)
    client.force_login(a_user())

    assert getattr(client, method)(address(person)).status_code == 404
    where = reverse("documents:progress", args=[Rendition.objects.get().pk])
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/documents/test.none/1/", "/documents/test.card/0/", "/documents/test.card/x/",
        "/documents/test.card/99999999999999999999999/", f"/documents/test.card/{uuid.UUID(int=7)}/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client, person, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("given", [{"format": "exe"}, {"language": "xx"}])
def test_formats_and_languages_that_we_lack_are_404(client, person, given):
    assert client.get(address(person, **given)).status_code == 404


def test_a_closed_subject_is_not_printed(client, person):
    locks.lock(lambda subject, user: "An exam is open.")

    assert client.get(address(person)).status_code == 409
    assert client.post(address(person)).status_code == 409


def test_pictures_of_the_subject_are_in_the_document(client, person, card, now):
    card.append(attach(person, upload=a_picture(), actor=person, at=now).pk)

    pdf = delivered(client, "test.card", person.pk)

    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images) == 1


def test_pictures_the_reader_may_not_see_stop_the_document(client, person, card, now):
    other = a_user()
    card.append(attach(other, upload=a_picture(), actor=other, at=now).pk)
    client.post(address(person))
    run_due_jobs()

    page = client.get(address(person))

    assert "was not made" in page.content.decode()
    assert "Try again" in page.content.decode()


def test_a_document_that_failed_is_made_on_the_next_try(client, person, monkeypatch):
    def broken(*args, **given):
        raise rendering.NotRendered(rendering.TOO_LONG)

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "render_pdf", broken)
        client.post(address(person))
        run_due_jobs()
    assert "took too long" in client.get(address(person)).content.decode()

    client.post(address(person))
    run_due_jobs()
    assert client.get(address(person)).headers["Content-Type"] == "application/pdf"
    assert Rendition.objects.get().tries == 2


def test_a_damaged_document_is_not_handed_out(client, person, settings):
    delivered(client, "test.card", person.pk, language="en")
    path = settings.MEDIA_ROOT / store.path_of(Rendition.objects.get().sha256)
    path.write_bytes(b"changed")

    assert client.get(address(person, language="en")).status_code == 500


def test_old_documents_are_forgotten_with_their_files(client, person):
    delivered(client, "test.card", person.pk)
    sha256 = Rendition.objects.get().sha256

    tasks.forget(at=timezone.now())
    assert Rendition.objects.exists()
    tasks.forget(at=timezone.now() + timedelta(days=61))

    assert not Rendition.objects.exists()
    with pytest.raises(store.Damaged):
        store.get(sha256)
