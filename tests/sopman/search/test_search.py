import pytest
from django.urls import reverse

from sopman.people.models import Department, User
from sopman.search import registry
from sopman.search.matching import clean, extract, marked, matching, words
from sopman.search.registry import Hit
from tests.factories.people import a_department, a_user, an_administrator


@pytest.fixture
def sources(monkeypatch):
    """Departments for all, people for those who may see them."""
    monkeypatch.setattr(registry, "_sources", {})

    @registry.source("departments", label="Departments")
    def departments(text, user, limit):
        found = matching(Department.objects.all(), text, "name_zh", "name_en")
        return [Hit(d.name_zh, "/d/", "unit", extract(d.name_en, text)) for d in found[:limit]]

    @registry.source("people", label="People")
    def people(text, user, limit):
        found = matching(User.objects.visible_to(user), text, "name")
        return [Hit(one.name, "/p/") for one in found[:limit]]


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("  投诉   处理 ", "投诉 处理"),
        ("ＳＯＰ－１", "SOP-1"),  # full width
        ("a\x00b\r\nc", "a b c"),
        ("x" * 500, "x" * 100),
        ("", ""),
        (None, ""),
    ],
)
def test_the_query_is_trimmed_and_bounded(typed, used):
    assert clean(typed) == used


def test_words_are_few_and_different():
    assert words("a b a " + " ".join(str(n) for n in range(20))) == list("ab") + list("012345")


def test_marks_are_set_after_escaping():
    assert marked("<b>投诉</b> & 处理", "投诉 b") == (
        "&lt;<mark>b</mark>&gt;<mark>投诉</mark>&lt;/<mark>b</mark>&gt; &amp; 处理"
    )
    assert marked("a amp &", "amp") == "a <mark>amp</mark> &amp;"
    assert marked("<script>", "") == "&lt;script&gt;"
    assert marked("SOP (1)", "(1)") == "SOP <mark>(1)</mark>"
    assert marked("Complaint", "complaint") == "<mark>Complaint</mark>"


def test_an_extract_shows_the_place_of_the_word():
    body = "前" * 200 + "投诉" + "后" * 200

    shown = extract(body, "投诉", width=40)

    assert "投诉" in shown
    assert len(shown) <= 42
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert extract("short", "nothing") == "short"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["投诉", "Complaints", "投诉 Team", "plaint"])
def test_every_word_must_match_somewhere(sources, typed):
    a_department("投诉处理组", name_en="Complaints Team")
    a_department("仓库", name_en="Store")

    assert [d.name_zh for d in matching(Department.objects.all(), typed, "name_zh", "name_en")] == [
        "投诉处理组"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\", "投诉 仓库"])
def test_wildcards_and_quotes_are_only_characters(sources, typed):
    a_department("投诉处理组", name_en="Complaints Team")

    assert not matching(Department.objects.all(), typed, "name_zh", "name_en")


@pytest.mark.django_db
def test_hits_are_grouped_and_marked(client, sources):
    a_department("投诉处理组", name_en="Complaints <b>")
    client.force_login(a_user(language="en"))

    page = client.get(reverse("search:search"), {"q": "投诉"}).content.decode()

    assert "<mark>投诉</mark>处理组" in page
    assert "Complaints &lt;b&gt;" in page
    assert "Departments" in page


@pytest.mark.django_db
def test_only_what_a_person_may_see_is_found(client, sources):
    a_user("王大力")
    client.force_login(a_user())
    assert "王大力</mark>" not in client.get("/search/?q=王大力").content.decode()

    client.force_login(an_administrator())
    assert "王大力</mark>" in client.get("/search/?q=王大力").content.decode()


@pytest.mark.django_db
def test_many_hits_are_shown_in_part_then_by_source(client, sources):
    for number in range(12):
        a_department(f"投诉{number}组")
    client.force_login(a_user(language="en"))

    first = client.get("/search/?q=投诉").content.decode()
    more = client.get("/search/?q=投诉&in=departments").content.decode()

    assert first.count("<mark>") == 8
    assert "Show more" in first
    assert more.count("<mark>") == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "said"),
    [("", "What are you looking for"), ("q=zzz", "Nothing found for"), ("q=a&in=x", "Nothing")],
)
def test_empty_states_say_what_to_do(client, sources, query, said):
    client.force_login(a_user(language="en"))

    page = client.get(f"/search/?{query}")

    assert page.status_code == 200
    assert said in page.content.decode()


@pytest.mark.django_db
def test_htmx_gets_the_results_alone(client, sources):
    client.force_login(a_user())

    page = client.get("/search/?q=x", headers={"HX-Request": "true"}).content.decode()

    assert page.startswith('<div id="results"')
