"""What the pages of the as-is map ask. Each form gives the keyword arguments of one action."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.bpmn import END
from processes.enums import ValueClass, WasteType
from sopman.core.forms import CharField, Form, ModelChoiceField, SeenField, TextField
from sopman.core.wording import is_chinese
from sopman.people import queries as people
from sopman.people.models import Position

MOST_MINUTES = 999_999
NEXT = ""
MOST_BRANCHES = 8


class MinutesField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            min_value=Decimal(0),
            max_value=MOST_MINUTES,
            max_digits=8,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "min": "0"}),
            **kwargs,
        )


class PlaceField(ModelChoiceField):
    """A position in use, with its department; one that is out of use stays where it was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", gettext_lazy("Not named yet"))
        kwargs.setdefault("required", False)
        super().__init__(people.positions_in_use(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return place_label(obj)


def place_label(position: Position) -> str:
    name, department = position.name, position.department.name
    return f"{name}（{department}）" if is_chinese() else f"{name} ({department})"


def _classes() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Not judged yet")), *ValueClass.choices]


class ActivityForm(Form):
    """One activity. `after` stands in the form of a new one only."""

    name = CharField(label=gettext_lazy("Activity"), max_length=200)
    position = PlaceField(label=gettext_lazy("Position"))
    system = CharField(
        label=gettext_lazy("System"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("The IT system the work is done in; empty for none."),
    )
    touch_minutes = MinutesField(
        label=gettext_lazy("Touch time (minutes)"),
        help_text=gettext_lazy("How long somebody works on it."),
    )
    waiting_minutes = MinutesField(
        label=gettext_lazy("Waiting time (minutes)"),
        help_text=gettext_lazy("How long the case lies still before this activity is done."),
    )
    value_class = forms.ChoiceField(
        label=gettext_lazy("Value class"),
        choices=_classes,
        required=False,
        widget=forms.RadioSelect,
    )
    waste = forms.ChoiceField(
        label=gettext_lazy("Type of waste"),
        choices=lambda: [("", gettext_lazy("None")), *WasteType.choices],
        required=False,
    )
    entered = CharField(
        label=gettext_lazy("Data typed in here"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Separate them by commas. What is typed in at several activities is found by itself."
        ),
    )
    output = CharField(
        label=gettext_lazy("Output"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("What comes out of it and is passed on."),
    )
    notes = TextField(label=gettext_lazy("Notes"), max_length=2000, required=False, rows=3)
    seen = SeenField()

    def __init__(self, *args: Any, held: Position | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _keep(self.fields["position"], [held] if held else [])
        self.fields["system"].widget.attrs["list"] = "systems"

    def clean_seen(self) -> int | None:
        return seen_number(self.cleaned_data["seen"])


class NewActivityForm(ActivityForm):
    after = forms.ChoiceField(label=gettext_lazy("Stands after"), required=False)
    field_order = ["name", "after"]

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        behind = list(names.items())
        self.fields["after"].choices = [("", _("at the end")), *reversed(behind)]


class BranchForm(Form):
    condition = CharField(label=gettext_lazy("Condition"), max_length=60, required=False)
    target = forms.ChoiceField(label=gettext_lazy("Goes on with"), required=False)
    share = forms.DecimalField(
        label=gettext_lazy("Share of cases (%)"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
    )

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", "—"), *targets, (END, _("End of the process"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("condition") and not data.get("target") and "target" not in self.errors:
            raise ValidationError(_("Say where “%(condition)s” goes on.") % data)
        return data


BranchForms = forms.formset_factory(
    BranchForm, extra=2, max_num=MOST_BRANCHES, validate_max=True, can_delete=True
)


class QuestionForm(Form):
    question = CharField(
        label=gettext_lazy("Question of the decision"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "For example: which class of complaint? It stands at the decision on the map."
        ),
    )
    is_fork = forms.BooleanField(
        label=gettext_lazy("These parts all run at the same time"), required=False
    )
    seen = SeenField()

    def clean_seen(self) -> int | None:
        return seen_number(self.cleaned_data["seen"])


class AbsenceForm(Form):
    reason = TextField(
        label=gettext_lazy("Why there is no present process"),
        max_length=1000,
        help_text=gettext_lazy("For example: a new business that nobody has carried out yet."),
    )


class ConfirmForm(Form):
    seen = SeenField()

    def clean_seen(self) -> int | None:
        return seen_number(self.cleaned_data["seen"])


def seen_number(text: str) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _keep(field: Any, held: list[Position]) -> None:
    """A position that is out of use stays a choice where it stands already."""
    if held:
        pks = [one.pk for one in held]
        field.queryset = (
            Position.objects.filter(pk__in=pks).select_related("department")
            | people.positions_in_use()
        ).distinct()
