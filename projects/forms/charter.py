"""Forms of the charter."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.enums import STAGES, Direction, MetricKind, Stage, Trend
from projects.forms.project import REASON, SeenNumber
from projects.models import Objective, Project
from sopman.core.forms import (
    CharField,
    DateField,
    Form,
    ModelMultipleChoiceField,
    TextField,
    bilingual,
    need_one_language,
)
from sopman.people import queries as people
from sopman.people.models import Department, Position
from sopman.signatures.forms import SignatureFields


class CharterForm(Form):
    background = TextField(
        label=_("Background"),
        required=False,
        help_text=_(
            "What goes wrong today, since when, how often, and what it costs. No causes yet."
        ),
    )
    purpose = TextField(label=_("Purpose"), required=False, help_text=_("What the SOP is for."))
    start_trigger = CharField(
        label=_("The process starts when"),
        required=False,
        max_length=300,
        help_text=_("For example: a customer files a complaint online."),
    )
    end_state = CharField(
        label=_("The process ends when"),
        required=False,
        max_length=300,
        help_text=_("For example: the customer has the answer and the ticket is closed."),
    )
    seen = SeenNumber()


class PositionChoices(forms.models.ModelChoiceIterator):
    """Positions under their departments."""

    def __iter__(self) -> Any:
        groups: dict[str, list] = {}
        for position in self.queryset:
            groups.setdefault(str(position.department), []).append(self.choice(position))
        yield from groups.items()


class AudienceForm(Form):
    departments = ModelMultipleChoiceField(
        Department.objects.none(),
        label=_("Departments concerned"),
        required=False,
        help_text=_("Their heads see the project and countersign the SOP."),
    )
    positions = ModelMultipleChoiceField(
        Position.objects.none(),
        label=_("Positions addressed"),
        required=False,
        help_text=_("Whoever holds one of them works by this SOP."),
    )
    seen = SeenNumber()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = people.departments_in_use()
        self.fields["positions"].queryset = people.positions_in_use()
        self.fields["positions"].label_from_instance = _position_label


def _position_label(position: Position) -> str:
    return f"{position.department} · {position}"


class ObjectiveForm(Form):
    name_zh, name_en = bilingual(_("Name"), max_length=120)
    metric = forms.ChoiceField(label=_("Metric"), choices=MetricKind.choices)
    unit = CharField(label=_("Unit"), max_length=30, help_text=_("For example: hours, %, points."))
    direction = forms.ChoiceField(
        label=_("Better is"), choices=Trend.choices, widget=forms.RadioSelect
    )
    baseline = forms.DecimalField(
        label=_("Baseline"), required=False, max_digits=12, decimal_places=2
    )
    measure_later = forms.BooleanField(
        label=_("The baseline is measured in stage 2"), required=False
    )
    target = forms.DecimalField(label=_("Target"), max_digits=12, decimal_places=2)
    measured_where = CharField(
        label=_("Where it is measured"),
        max_length=200,
        help_text=_("The system or the list the figure is read from."),
    )
    window = CharField(
        label=_("Measured over"), max_length=120, help_text=_("For example: each month.")
    )
    seen = SeenNumber()

    def clean(self) -> Any:
        need_one_language(self, "name")
        data = super().clean() or self.cleaned_data
        given = data.get("baseline") is not None
        if "baseline" not in self.errors and not given and not data.get("measure_later"):
            self.add_error(
                "baseline", _("Give the baseline, or say that it is measured in stage 2.")
            )
        if given and data.get("measure_later"):
            self.add_error("measure_later", _("The baseline is given; clear this."))
        return data


class BaselineForm(Form):
    baseline = forms.DecimalField(label=_("Baseline"), max_digits=12, decimal_places=2)
    source = CharField(
        label=_("Where the figure comes from"),
        max_length=300,
        help_text=_("For example: 212 tickets of March, ticket system."),
    )


class RevisionForm(Form):
    """A signed objective and what it is to say instead."""

    baseline = forms.DecimalField(label=_("Baseline"), max_digits=12, decimal_places=2)
    target = forms.DecimalField(label=_("Target"), max_digits=12, decimal_places=2)
    measured_where = CharField(label=_("Where it is measured"), max_length=200)
    window = CharField(label=_("Measured over"), max_length=120)
    reason = TextField(
        label=_("Reason for the change"),
        max_length=REASON,
        rows=3,
        help_text=_("What was not known when the charter was signed. It stays readable for ever."),
    )
    seen = SeenNumber()

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if objective.baseline is None:  # recorded in stage 2, not by a revision
            del self.fields["baseline"]


class ScopeItemForm(Form):
    direction = forms.ChoiceField(
        label=pgettext_lazy("scope", "In or out"),
        choices=Direction.choices,
        widget=forms.RadioSelect,
    )
    text_zh, text_en = bilingual(_("What"), max_length=300)
    covered_by = CharField(
        label=_("Who covers it instead"),
        required=False,
        max_length=200,
        help_text=_("Only for what is out of scope."),
    )
    seen = SeenNumber()

    def clean(self) -> Any:
        need_one_language(self, "text")
        return super().clean()


class ScheduleForm(Form):
    """One date per stage; the release is the wished effective date."""

    reason = TextField(label=_("Reason for the change"), max_length=REASON, rows=2)
    seen = SeenNumber()

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for stage in STAGES:
            self.fields[stage.value] = DateField(label=stage.label)
        last = self.fields[Stage.RELEASE.value]
        last.help_text = _("The wished effective date.")
        self.order_fields([*(stage.value for stage in STAGES), "reason", "seen"])
        if project.stage == Stage.CHARTER:
            del self.fields["reason"]

    def dates(self) -> dict[str, date]:
        return {stage.value: self.cleaned_data[stage.value] for stage in STAGES}


class SignForm(SignatureFields, Form):
    """The sponsor's signature."""
