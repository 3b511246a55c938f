"""Tags and filters of the face; what they write is escaped."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from sopman.core import tones
from sopman.core.paging import page_of
from sopman.core.templatetags.face import mark_of

ROOT = Path(__file__).resolve().parents[3]


def shown(source, **context):
    request = RequestFactory().get("/", context.pop("query", {}))
    return Template("{% load face %}" + source).render(Context({"request": request, **context}))


def test_a_chip_escapes_its_word():
    assert (
        shown('{% chip "warn" word %}', word="<b>")
        == '<span class="chip chip--warn">&lt;b&gt;</span>'
    )


def test_a_state_brings_its_tone_and_its_word():
    version = SimpleNamespace(state="effective", get_state_display=lambda: "现行有效")
    assert shown("{% state_chip v %}", v=version) == '<span class="chip chip--ok">现行有效</span>'


def test_an_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="purple"):
        tones.teach({"x": "purple"})


@pytest.mark.parametrize(
    ("name", "mark"), [("李晓梅", "李"), ("Anna Berg", "AB"), ("anna", "A"), (" ", "?")]
)
def test_marks_of_people(name, mark):
    assert mark_of(name) == mark


@pytest.mark.parametrize(
    ("value", "baseline", "target", "direction", "words"),
    [
        (25, 42, 25, "down", "target met"),
        (31, 42, 25, "down", "better, target not met"),
        (42, 42, 25, "down", "unchanged, target not met"),
        (50, 42, 25, "down", "worse than before"),
        (93, 81, 90, "up", "target met"),
        (85, 81, 90, "up", "better, target not met"),
        (94, None, 95, "up", "target not met"),
        (None, 42, 25, "down", "not measured yet"),
    ],
)
def test_a_figure_says_in_words_whether_it_is_better(value, baseline, target, direction, words):
    html = shown(
        '{% kpi "Time" v baseline=b target=t direction=d %}',
        v=value,
        b=baseline,
        t=target,
        d=direction,
    )
    assert words in html


def test_the_gate_counts_and_links_only_what_is_open():
    criteria = [
        SimpleNamespace(sentence="Signed.", met=True, url="/a"),
        SimpleNamespace(sentence="Numbered.", met=False, url="/b"),
    ]
    html = shown("{% gate criteria %}", criteria=criteria)
    assert "1 of 2 met" in html
    assert 'href="/b"' in html
    assert 'href="/a"' not in html


def test_paging_keeps_the_rest_of_the_query():
    page = Paginator(range(200), 50).get_page(2)
    html = shown("{% paging page %}", page=page, query={"q": "a b", "page": "2"})
    assert 'href="?q=a+b&amp;page=3"' in html
    assert "51–100 of 200" in html


@pytest.mark.parametrize(("asked", "number"), [("0", 4), ("99", 4), ("x", 1), ("", 1)])
def test_an_impossible_page_gives_the_nearest(asked, number):
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(request, list(range(200))).number == number


def test_every_icon_that_is_named_is_in_the_sprite():
    listed = set((ROOT / "static" / "icons.txt").read_text(encoding="utf-8").split("\n"))
    named = re.compile(r"""{% (?:icon|empty) ["']([a-z0-9-]+)["']""")
    for path in (ROOT / "templates").rglob("*.html"):
        for name in named.findall(path.read_text(encoding="utf-8")):
            assert name in listed, f"{path} names the icon {name}"
