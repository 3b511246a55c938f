"""Theme, language, gallery; and every component in Chromium, watched and measured by axe."""

import pytest
from django.urls import reverse

from sopman.core.gallery import PAGES
from tests.browser import accessible
from tests.factories.people import a_user

pytestmark = pytest.mark.django_db


def test_the_theme_is_kept_in_a_cookie_and_comes_back_to_the_page(client):
    answer = client.post(reverse("core:theme"), {"theme": "dark", "next": "/_gallery/confirm/"})
    assert answer.headers["Location"] == "/_gallery/confirm/"
    assert client.cookies["theme"].value == "dark"
    assert 'data-bs-theme="dark"' in client.get("/_gallery/confirm/").content.decode()


def test_an_unknown_theme_changes_nothing(client):
    client.post(reverse("core:theme"), {"theme": "pink"})
    assert "theme" not in client.cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_the_switches_lead_nowhere_else(client, elsewhere):
    for name in ("core:theme", "core:language"):
        answer = client.post(reverse(name), {"theme": "dark", "language": "en", "next": elsewhere})
        assert answer.headers["Location"] == "/"


def test_the_language_is_kept_for_the_person_and_for_the_device(client):
    someone = a_user(language="zh-hans")
    client.force_login(someone)
    client.post(reverse("core:language"), {"language": "en", "next": "/_gallery/confirm/"})
    someone.refresh_from_db()
    assert someone.language == "en"
    assert '<html lang="en"' in client.get("/_gallery/confirm/").content.decode()


def test_an_unknown_language_changes_nothing(client):
    someone = a_user(language="zh-hans")
    client.force_login(someone)
    client.post(reverse("core:language"), {"language": "xx"})
    someone.refresh_from_db()
    assert someone.language == "zh-hans"


def test_the_gallery_is_for_tests_only(client, settings):
    settings.TESTING = settings.DEBUG = False
    assert client.get("/_gallery/").status_code == 404


def test_an_unknown_page_is_a_404_in_the_readers_language(client):
    client.cookies["django_language"] = "zh-hans"
    answer = client.get("/_gallery/nothing/")
    assert answer.status_code == 404
    assert "这里没有您可以查看的内容" in answer.content.decode()


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_no_component_has_an_axe_finding(page_for, width):
    page = page_for(a_user(language="zh-hans"), width=width)
    for name in PAGES:
        page.goto(f"/_gallery/{name}/" if name else "/_gallery/")
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_english_fits_too(page_for):
    page = page_for(a_user(language="en"), width="phone")
    for name in PAGES:
        page.goto(f"/_gallery/{name}/" if name else "/_gallery/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_what_was_typed_is_offered_again_and_put_back(page_for):
    page = page_for(a_user(language="en"))
    page.goto("/_gallery/")
    field = page.locator("form[data-draft=sample] [name=title_en]")
    field.fill("Half a thought")
    page.wait_for_timeout(400)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/_gallery/confirm/")
    page.goto("/_gallery/")
    page.get_by_role("button", name="Put it back").click()
    assert field.input_value() == "Half a thought"


def test_rows_are_added_and_removed(page_for):
    page = page_for(a_user(language="en"))
    page.goto("/_gallery/")
    rows = page.locator("form-rows [data-row]:visible")
    before = rows.count()
    page.get_by_role("button", name="Add a row").click()
    assert rows.count() == before + 1
    assert page.locator("[name=objectives-TOTAL_FORMS]").input_value() == str(before + 1)
    rows.last.get_by_role("button", name="Remove this row").click()
    assert rows.count() == before
    assert page.locator(f"[name=objectives-{before}-DELETE]").is_checked()


def test_a_dangerous_step_is_asked_for_in_a_dialog(page_for):
    page = page_for(a_user(language="en"))
    page.goto("/_gallery/")
    page.get_by_role("link", name="Withdraw SOP").click()
    dialog = page.get_by_role("dialog", name="Withdraw this SOP?")
    dialog.wait_for()
    accessible(page, without=["label-title-only"])  # labels behind the open dialog are inert
    dialog.get_by_role("link", name="Cancel").click()
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert page.url.endswith("/_gallery/")


def test_pinyin_sends_nothing_until_the_word_is_chosen(page_for):
    page = page_for(a_user(language="zh-hans"))
    page.goto("/_gallery/")
    page.evaluate("window.heard = 0; document.addEventListener('input', () => { heard += 1; })")
    page.locator("#top-search, [name=title_zh]").last.focus()
    session = page.context.new_cdp_session(page)
    for text in ("s", "sh", "shou"):
        session.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
    assert page.evaluate("heard") == 0
    session.send("Input.insertText", {"text": "收货"})
    assert page.evaluate("heard") >= 1
