"""Forms with our face: trimmed text, no NUL, one template for every field."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sopman.core import widgets

FIRST_YEAR, LAST_YEAR = 1900, 2100
LINE = 200
PARAGRAPH = 4000


class FaceRenderer(TemplatesSetting):
    """`{{ form }}`, `{{ field.as_field_group }}` and `{{ formset }}` come out in our components."""

    form_template_name = "components/_fields.html"
    field_template_name = "components/_field.html"
    formset_template_name = "components/_formset.html"

    def render(self, template_name: str, context: dict, request: Any = None) -> str:
        """Plain widgets without the detour over templates."""
        said = widgets.rendered(template_name, context)
        return super().render(template_name, context, request) if said is None else said


class Form(forms.Form):
    """The base of every form: names of fields are the argument names of the action it feeds."""

    default_renderer = FaceRenderer
    required_css_class = "field--required"
    error_css_class = "field--error"
    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _harden(field)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        return _plain_number(super().get_initial_for_field(field, field_name))


class ModelForm(forms.ModelForm):
    """For reading initial values off a row; saving stays with the action."""

    default_renderer = FaceRenderer
    required_css_class = "field--required"
    error_css_class = "field--error"

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _harden(field)


def _harden(field: forms.Field) -> None:
    """Every text field has a limit, given here where a form forgot it; what is missing is asked for in words."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages["required"] = (
            _("Please choose.") if chosen else _("Please fill this in.")
        )
    if type(field.widget) is forms.Select:
        field.widget.__class__ = widgets.Select
    if isinstance(field, forms.CharField) and field.max_length is None:
        long = isinstance(field.widget, forms.Textarea)
        field.max_length = PARAGRAPH if long else LINE
        field.validators.append(MaxLengthValidator(field.max_length))
        field.widget.attrs.setdefault("maxlength", str(field.max_length))


def _plain_number(value: Any) -> Any:
    """As somebody types it: 600 and not 600.00."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) and value.is_finite() else value


class CharField(forms.CharField):
    """One line: trimmed, no NUL, no line breaks kept."""

    def __init__(self, *, max_length: int = LINE, **kwargs: Any):
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return " ".join(text.split()) if isinstance(text, str) and self.strip else text


class TextField(forms.CharField):
    """Several lines: trimmed, line ends made one kind, no NUL."""

    def __init__(self, *, max_length: int = PARAGRAPH, rows: int = 4, **kwargs: Any):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(value)


def _must_be_near(day: date) -> None:
    """Days are reckoned with: the last one a calendar knows has no day after it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Please give a date between the years %(first)d and %(last)d."),
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


class DateField(forms.DateField):
    """A date with the browser's own picker; always ISO on the wire."""

    default_validators = [_must_be_near]

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y/%m/%d"])
        super().__init__(**kwargs)


class MomentField(forms.DateTimeField):
    """A date and time, local to the reader's time zone."""

    default_validators = [_must_be_near]

    def __init__(self, **kwargs: Any):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("widget", widget)
        kwargs.setdefault(
            "input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        )
        super().__init__(**kwargs)


class ModelChoiceField(forms.ModelChoiceField):
    """Choose one row; somebody else's id is not among the choices and says so."""

    def __init__(self, queryset: Any, **kwargs: Any):
        needed = kwargs.get("required", True)
        kwargs.setdefault("empty_label", _("Please choose") if needed else "—")
        super().__init__(queryset, **kwargs)


class ModelMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Choose several rows by ticking them; no holding of keys."""

    def __init__(self, queryset: Any, **kwargs: Any):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(queryset, **kwargs)

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except OverflowError as error:  # a number that no row can have; SQLite says it so
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"}
            ) from error


class SeenField(forms.CharField):
    """The revision the page was made from, hidden; the action compares it and refuses with 409."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.HiddenInput)
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 64)
        super().__init__(**kwargs)


def bilingual(label: str | Promise, *, long: bool = False, **kwargs: Any) -> tuple:
    """A pair for the columns `x_zh` and `x_en`; Chinese or English alone is enough.

    title_zh, title_en = bilingual(_("Title"), max_length=200)
    Call `need_one_language(self, "title")` in `clean()` when one of the two must be there.
    """
    kind = TextField if long else CharField
    kwargs["required"] = False
    pair = []
    for lang, word in (("zh-CN", _("Chinese")), ("en", _("English"))):
        field = kind(label=format_lazy(_("{label} ({word})"), label=label, word=word), **kwargs)
        field.widget.attrs["lang"] = lang
        pair.append(field)
    return tuple(pair)


def need_one_language(form: forms.Form, stem: str) -> None:
    """Call in `clean()`: at least one of `stem_zh` and `stem_en`."""
    names = (f"{stem}_zh", f"{stem}_en")
    if any(form.errors.get(name) for name in names):
        return
    if not any(form.cleaned_data.get(name) for name in names):
        form.add_error(
            names[0], ValidationError(_("Write this in Chinese or in English, or in both."))
        )
