"""Form ground: trimmed, limited, no NUL, and refusals that lose nothing typed."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from sopman.core.errors import Refused
from sopman.core.forms import CharField, Form, TextField, bilingual, need_one_language
from sopman.core.http import refusals


class Sample(Form):
    title_zh, title_en = bilingual("Title", max_length=10)
    line = CharField()
    text = TextField(required=False)
    forgotten = forms.CharField(required=False)

    def clean(self):
        need_one_language(self, "title")
        return super().clean()


def filled(**values):
    return Sample({"title_zh": "投诉", "line": "x", **values})


def test_text_is_trimmed_and_line_ends_are_one_kind():
    form = filled(line="  a \t b\n", text="  one\r\ntwo  ")
    assert form.is_valid()
    assert form.cleaned_data["line"] == "a b"
    assert form.cleaned_data["text"] == "one\ntwo"


@pytest.mark.parametrize("field", ["line", "text", "title_en", "forgotten"])
def test_nul_is_refused(field):
    assert field in filled(**{field: "a\x00b"}).errors


@pytest.mark.parametrize(
    ("field", "length"), [("title_zh", 11), ("line", 201), ("text", 4001), ("forgotten", 201)]
)
def test_every_text_has_a_limit(field, length):
    assert field in filled(**{field: "x" * length}).errors


def test_one_language_is_enough_and_none_is_not():
    assert filled(title_zh="", title_en="Complaint").is_valid()
    assert "title_zh" in filled(title_zh=" ").errors


def test_what_is_missing_is_asked_for_in_words():
    assert filled(line="").errors["line"] == ["Please fill this in."]


def test_a_refusal_stands_above_the_fields_and_settles_what_must_be_kept():
    form, kept = filled(), []
    assert form.is_valid()
    with refusals(form):
        raise Refused(["Not yet.", "Nobody signed."], afterwards=lambda: kept.append(1))
    assert form.non_field_errors() == ["Not yet.", "Nobody signed."]
    assert kept == [1]


def test_an_error_of_a_field_the_form_lacks_is_not_lost():
    form = filled()
    assert form.is_valid()
    with refusals(form):
        raise ValidationError({"line": ["too plain"], "elsewhere": ["wrong"]})
    assert form.errors["line"] == ["too plain"]
    assert form.non_field_errors() == ["wrong"]


def test_a_field_names_its_label_hint_and_error_for_everyone():
    class Hinted(Form):
        line = CharField(label="Line", help_text="Say it.")

    html = str(Hinted({"line": ""}))
    assert '<label class="field__label" for="id_line">Line' in html
    assert (
        'aria-describedby="id_line_helptext id_line_error"' in html
        or 'id="id_line_helptext"' in html
    )
    assert 'id="id_line_error"' in html
    assert 'href="#id_line_field"' in html
    assert 'aria-invalid="true"' in html
