"""Templates per language and widgets without templates say what Django says."""

import pytest
from django.forms.renderers import TemplatesSetting
from django.template import Context, Engine
from django.utils.translation import override

from sopman.core import forms as face
from sopman.core.folding import Loader
from sopman.core.widgets import Select

PAGE = """{% load i18n face static %}{% if user %}{% translate "Save" %}{% endif %}{% icon "check" %}\
{% url "core:language" %}{% static "img/mark.svg" %}{% translate "Chinese" as word %}{{ word }}\
{% blocktranslate trimmed %}Chinese{% endblocktranslate %}{% language "en" %}{% translate "Chinese" %}\
{% endlanguage %}{% blocktranslate with n=number %}{{ n }} x{% endblocktranslate %}{% url "projects:detail" number %}"""


class LocMem(Loader):
    """The product's loader over one template of this test."""

    def __init__(self, engine):
        inner = ("django.template.loaders.locmem.Loader", {"page.html": PAGE})
        super().__init__(engine, [inner])


LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "face": "sopman.core.templatetags.face",
}


def engine(loader):
    return Engine(libraries=LIBRARIES, loaders=[loader])


def said(one, language):
    with override(language):
        return one.get_template("page.html").render(Context({"user": True, "number": 7}))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_folded_template_says_the_same(language):
    plain = engine(("django.template.loaders.locmem.Loader", {"page.html": PAGE}))
    folded = engine(f"{__name__}.LocMem")
    assert said(folded, language) == said(plain, language)
    assert said(folded, language) == said(plain, language)


def test_one_template_speaks_two_languages():
    folded = engine(f"{__name__}.LocMem")
    assert "中文" in said(folded, "zh-hans")
    assert "中文" not in said(folded, "en").partition("/static/")[2]


class Everything(face.Form):
    text = face.CharField(initial='<b>"&')
    long = face.TextField(required=False)
    on = face.DateField()
    seen = face.SeenField(initial="3")
    tick = face.forms.BooleanField(initial=True, required=False)
    kind = face.forms.ChoiceField(
        choices=[("", "—"), ("a&b", "<A>"), ("组", [("c", "C"), ("d", "D")])], initial="c"
    )
    plain = face.forms.ChoiceField(choices=[("", "—"), ("a&b", "<A>"), (3, "C")], initial=3)


def test_widgets_say_what_djangos_templates_say():
    ours, theirs = Everything(), Everything(renderer=TemplatesSetting())
    for name in ours.fields:
        if isinstance(theirs.fields[name].widget, Select):
            theirs.fields[name].widget.__class__ = face.forms.Select
        assert _flat(str(ours[name])) == _flat(str(theirs[name])), name


def _flat(html):
    return "".join(line.strip() for line in html.splitlines())
