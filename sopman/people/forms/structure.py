"""Departments, positions, sites, imports, and the first run."""

from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from holidays import list_supported_countries

from sopman.core.forms import CharField, Form, bilingual, need_one_language
from sopman.organization.enums import Language
from sopman.organization.zones import time_zone_choices
from sopman.people import queries
from sopman.people.forms.fields import PASSWORD_HINT, PasswordField, PersonField, PlaceField
from sopman.people.models import Department, Site


class _Named(Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        need_one_language(self, "name")
        return cleaned


class DepartmentForm(_Named):
    code = CharField(label=_("Code"), max_length=32)
    name_zh, name_en = bilingual(_("Name"), max_length=80)
    parent = PlaceField(
        Department.objects.all(),
        label=_("Belongs to"),
        required=False,
        empty_label=_("Nothing above"),
    )
    head = PersonField(queries.active(), label=_("Department head"), required=False)
    site = forms.ModelChoiceField(Site.objects.all(), label=_("Site"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class PositionForm(_Named):
    code = CharField(label=_("Code"), max_length=32)
    name_zh, name_en = bilingual(_("Name"), max_length=80)
    department = PlaceField(queries.departments_in_use(), label=_("Department"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class SiteForm(_Named):
    name_zh, name_en = bilingual(_("Name"), max_length=80)
    country = forms.ChoiceField(label=_("Calendar of public holidays"))
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(time_zone)
        self.fields["country"].choices = country_choices()


def country_choices() -> list[tuple[str, str]]:
    """The countries whose public holidays are known, by name in the language in force."""
    names = Locale.parse(get_language() or "zh-hans", sep="-").territories
    codes = list_supported_countries(include_aliases=False)
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


class ImportForm(Form):
    file = forms.FileField(
        label=_("XLSX or CSV file"),
        help_text=_("At most 5 MB and 10,000 rows. Nothing is written before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class FirstRunForm(Form):
    name_zh, name_en = bilingual(_("Name of the organization"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices())
    employee_number = CharField(label=_("Your employee number"), max_length=32)
    name = CharField(label=_("Your name"), max_length=80)
    password = PasswordField(label=_("Password"), new=True)
    again = PasswordField(label=_("Password once more"), new=True)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = PASSWORD_HINT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        need_one_language(self, "name")
        again = cleaned.pop("again", None)
        if cleaned.get("password") and again and cleaned["password"] != again:
            self.add_error("again", ValidationError(_("The two passwords differ.")))
        return cleaned
