"""The settings, in two forms: what only administrators set, and the deadlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import Form, bilingual, need_one_language
from sopman.organization.enums import Language

_ZONES_HELP = _("Decides when a day ends and from when dated rights hold.")


class SettingsForm(Form):
    name_zh, name_en = bilingual(_("Name of the organization"), max_length=120)
    base_url = forms.URLField(
        label=_("Address of the product"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Stands in e-mails and QR codes, for example https://sop.example.com"),
    )
    default_language = forms.ChoiceField(
        label=_("Language for new people"), choices=Language.choices
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_ZONES_HELP)
    idle_minutes = forms.IntegerField(
        label=_("Minutes without activity until log-out"), min_value=5, max_value=1440
    )
    library_open = forms.BooleanField(
        label=_("Everybody may read every SOP that is in force"), required=False
    )

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        need_one_language(self, "name")
        return cleaned


class WorkflowForm(Form):
    revision_days = forms.IntegerField(
        label=_("Working days for the revision after a review"), min_value=1, max_value=30
    )
    pilot_min_days = forms.IntegerField(
        label=_("Least days of a pilot"), min_value=1, max_value=365
    )
    readiness_threshold = forms.IntegerField(
        label=_("Readiness in percent"),
        min_value=0,
        max_value=100,
        help_text=_("Below it a release needs a signed override."),
    )
