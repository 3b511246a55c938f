"""The calendar editor's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import CharField, DateField, Form
from sopman.people.models import Site

_KINDS = [("off", _("Day off")), ("work", _("Workday"))]


class YearForm(Form):
    """Which calendar is shown. Nonsense in the address shows this year for all sites."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    site = forms.ModelChoiceField(
        Site.objects.all(), label=_("Site"), required=False, empty_label=_("All sites")
    )


class DayForm(Form):
    day = DateField(label=_("Date"))
    kind = forms.ChoiceField(label=_("The day is a"), choices=_KINDS, widget=forms.RadioSelect)
    note = CharField(
        label=_("Note"), max_length=120, required=False, help_text=_("For example: National Day")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["is_workday"] = cleaned.pop("kind", "") == "work"
        return cleaned


class ImportDaysForm(Form):
    file = forms.FileField(
        label=_("XLSX or CSV file"),
        help_text=_("Columns: date, kind (day off or workday), note."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
