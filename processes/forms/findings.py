"""What the pages of the problem list ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.enums import FindingKind, Frequency, Impact, Severity
from processes.forms.mapping import seen_number
from sopman.core.forms import Form, ModelChoiceField, SeenField, TextField
from sopman.files.enums import Kind
from sopman.files.forms import UploadField
from sopman.people.models import User

# No recordings: those belong to an evidence record, which holds the consent.
EVIDENCE = {Kind.PICTURE, Kind.PDF, Kind.OFFICE, Kind.TEXT}


class FindingForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=FindingKind.choices, widget=forms.RadioSelect
    )
    text = TextField(label=gettext_lazy("What is wrong"), max_length=1000, rows=3)
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("Where on the map"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pin the finding to at least one activity.")},
    )
    impact = forms.TypedChoiceField(
        label=gettext_lazy("Impact"), choices=Impact.choices, coerce=int, widget=forms.RadioSelect
    )
    frequency = forms.TypedChoiceField(
        label=gettext_lazy("Frequency"),
        choices=Frequency.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    owner = ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Owner"), required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("Who sees to it; it stands in that person's “My work”."),
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence records and pinned sentences"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = TextField(
        label=gettext_lazy("Evidence in words"),
        max_length=2000,
        required=False,
        rows=3,
        help_text=gettext_lazy("Who said or saw it, when, how often it was counted."),
    )
    upload = UploadField(
        label=gettext_lazy("Picture or document as evidence"), required=False, kinds=EVIDENCE
    )
    seen = SeenField()

    def __init__(
        self, *args: Any, names: dict[str, str], people: list[User], sources: list, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = list(names.items())
        self.fields["sources"].choices = sources
        chosen = [one.pk for one in people]
        self.fields["owner"].queryset = User.objects.filter(pk__in=chosen)

    def clean_seen(self) -> int | None:
        return seen_number(self.cleaned_data["seen"])


class EvidenceForm(Form):
    upload = UploadField(label=gettext_lazy("Picture or document"), kinds=EVIDENCE)


class ProblemFilter(Form):
    """The line of filters above the problem list."""

    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Activity"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    ground = forms.ChoiceField(label=gettext_lazy("Evidence"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sort by"), required=False)

    def __init__(
        self, *args: Any, names: dict[str, str], owners: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        self.fields["kind"].choices = everything + FindingKind.choices
        self.fields["severity"].choices = everything + Severity.choices[::-1]
        self.fields["step"].choices = everything + list(names.items())
        people = [(str(one.pk), str(one)) for one in owners]
        self.fields["owner"].choices = [*everything, *people, ("none", _("Nobody yet"))]
        self.fields["ground"].choices = [
            *everything,
            ("missing", _("Without evidence")),
            ("given", _("With evidence")),
        ]
        self.fields["sort"].choices = [
            ("", _("Severity, the worst first")),
            ("number", _("Number")),
            ("kind", _("Type")),
            ("step", _("Activity")),
            ("owner", _("Owner")),
            ("newest", _("The newest first")),
        ]

    def chosen(self) -> dict[str, str]:
        """What was chosen of what is offered."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
