"""Inbox, search, background work and documents in Chromium, as people see them."""

from datetime import UTC, datetime

import pytest
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from sopman.documents import registry
from sopman.jobs.enums import JobState
from sopman.jobs.models import Job
from sopman.notifications.actions import notify
from sopman.people.models import User
from sopman.search import registry as searches
from sopman.search.matching import matching
from tests.browser import accessible, picture
from tests.factories.people import a_user, an_administrator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("desktop", "light"), ("phone", "dark")]
CARD = (
    "<html lang='{{ html_lang }}'><head><title>{{ document_title }}</title></head>"
    "<body><h1>{{ name }}</h1></body></html>"
)


@pytest.fixture
def reader():
    person = an_administrator(name="李晓梅", language="zh-hans")
    for number in range(3):
        notify(
            [person],
            "notifications.job_stopped",
            at=timezone.now(),
            key=str(number),
            url="/jobs/",
            kind="reviews.deadlines",
            number=number + 1,
            error="ConnectionRefusedError: mail server",
        )
    person.notices.filter(key__endswith=":1").update(read_at=timezone.now())
    return person


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_inbox(page_for, reader, width, theme):
    page = page_for(reader, width=width, theme=theme)
    page.goto(reverse("notifications:inbox"))

    accessible(page)
    picture(page, f"inbox-{width}-{theme}")


def test_a_notice_is_opened_and_counted_down(page_for, reader):
    page = page_for(reader)
    page.goto(reverse("notifications:inbox"))
    page.get_by_role("button", name="后台作业已停止").first.click()
    page.wait_for_url("**/jobs/")
    page.goto(reverse("notifications:inbox"))
    page.get_by_role("button", name="全部标为已读").click()

    page.get_by_text("已全部标为已读。").wait_for()
    assert not reader.notices.unread().exists()


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_empty_inbox(page_for, width, theme):
    page = page_for(a_user(), width=width, theme=theme)
    page.goto(reverse("notifications:inbox"))

    accessible(page)
    picture(page, f"inbox-empty-{width}-{theme}")


@pytest.fixture
def found(monkeypatch):
    monkeypatch.setattr(searches, "_sources", {})

    @searches.source("people", label="人员")
    def people(text, user, limit):
        rows = matching(User.objects.all(), text, "name")[:limit]
        extract = "投诉处理 SOP，适用于在线渠道的客户投诉"
        return [searches.Hit(one.name, "/", "客服部", extract) for one in rows]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_search_page(page_for, found, width, theme):
    for number in range(10):
        a_user(f"王投诉{number}")
    page = page_for(a_user("张三"), width=width, theme=theme)
    page.goto(reverse("search:search"))
    accessible(page)
    page.locator("#search-q").fill("投诉")
    page.locator("#search-q").press("Enter")
    page.get_by_text("显示更多").wait_for()

    accessible(page)
    picture(page, f"search-{width}-{theme}")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_background_work(page_for, reader, width, theme):
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    Job.objects.create(
        kind="documents.render", key="documents.render:8a", state=JobState.QUARANTINED, attempts=3,
        due_at=noon, created_at=noon, finished_at=noon, error="The worker died of it three times.",
    )  # fmt: skip
    Job.objects.create(kind="x", key="x", due_at=noon, created_at=noon)
    page = page_for(reader, width=width, theme=theme)
    page.goto(reverse("jobs:list"))

    accessible(page)
    picture(page, f"jobs-{width}-{theme}")


@pytest.fixture
def card(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "templates" / "test" / "print"
    folder.mkdir(parents=True)
    folder.joinpath("card.html").write_text(CARD)
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [first | {"DIRS": [tmp_path / "templates", *first["DIRS"]]}]
    monkeypatch.setattr(registry, "_deliverables", {})

    @registry.deliverable("test.card", model=User, title="人员卡片")
    def context(user, language):
        return {"name": user.name}

    yield
    loader.engines.__dict__.pop("templates", None)


@pytest.fixture
def opened():
    """`opened(page)`: what arrives as PDF. Chromium's own viewer is left out: half loaded it never closes."""

    def follow(page):
        found = []

        def on_route(route):
            answer = route.fetch()
            if answer.headers.get("content-type") != "application/pdf":
                return route.fulfill(response=answer)
            found.append(answer.body())
            return route.fulfill(body="<title>opened</title>", content_type="text/html")

        page.route("**/documents/**", on_route)
        return found

    return follow


def test_a_document_opens_by_itself(page_for, card, opened):
    person = a_user("李晓梅")
    page = page_for(person)
    found = opened(page)
    page.goto(reverse("documents:deliver", args=["test.card", person.pk]))
    expect(page).to_have_title("opened", timeout=30_000)
    assert found[0].startswith(b"%PDF")


def test_a_document_opens_without_scripts_too(page_for, card, opened):
    person = a_user("李晓梅")
    page = page_for(person, java_script_enabled=False)
    found = opened(page)
    page.goto(reverse("documents:deliver", args=["test.card", person.pk]))
    picture(page, "document-prepare")
    page.get_by_role("button", name="生成文档").click()
    expect(page).to_have_title("opened", timeout=30_000)
    assert found[0].startswith(b"%PDF")
