"""POST → the keyword arguments of one action; nothing here saves."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from pilots import rules
from pilots.actions.observing import Measured
from pilots.enums import ENDING, METRICS, PilotDecision, ProblemKind, ProblemState
from pilots.questions import MARKS, QUESTIONS
from projects.enums import MetricKind, Stage
from sopman.core.forms import (
    CharField,
    DateField,
    Form,
    ModelChoiceField,
    ModelMultipleChoiceField,
    TextField,
)
from sopman.people import queries as people
from sopman.people.models import Department, User
from sopman.signatures.forms import SignatureFields
from sops.fields import SopStepField


class DatesForm(Form):
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))


class ScenarioForm(Form):
    name = CharField(label=_("Scenario"), max_length=120)
    description = TextField(label=_("What is tried"), required=False, max_length=1000, rows=3)
    department = ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = people.departments_in_use()


class ParticipantsForm(Form):
    people = ModelMultipleChoiceField(User.objects.none(), label=_("People"))

    def __init__(self, *args, pilot, **kwargs):
        super().__init__(*args, **kwargs)
        there = pilot.participants.values("user")
        self.fields["people"].queryset = (
            people.active().exclude(pk__in=there).order_by("employee_number")
        )


class ProblemForm(Form):
    """What went wrong, at which step."""

    place = SopStepField()
    kind = forms.ChoiceField(label=_("Kind"), choices=ProblemKind.choices)
    text = TextField(label=_("What happened"), max_length=2000, rows=3)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(version)

    def arguments(self):
        data = self.cleaned_data
        return {"kind": data["kind"], "text": data["text"], "sop_step": data["place"]}


class AnswerForm(Form):
    """What becomes of a problem."""

    state = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[one for one in ProblemState.choices if one[0] != ProblemState.OPEN],
    )
    answer = TextField(label=_("What becomes of it"), max_length=2000, rows=3)
    owner = ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False,
        help_text=_("Who sees to it, when the problem is carried over."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people.active().order_by("employee_number")


class QuestionnaireForm(Form):
    """Four marks and a remark."""

    remark = TextField(label=_("What else do you want to say?"), required=False, max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, words in QUESTIONS:
            self.fields[code] = forms.TypedChoiceField(
                label=words, choices=MARKS, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*(code for code, _words in QUESTIONS), "remark"])

    def arguments(self):
        data = dict(self.cleaned_data)
        return {"remark": data.pop("remark"), "marks": data}


class FiguresForm(Form):
    """All figures of a pilot on one page: value, number of cases, where measured. Blank is left."""

    def __init__(self, *args, pilot, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.slots = {}
        have = {(one.scenario_id, one.objective_id, one.metric): one for one in pilot.figures.all()}
        open_to = partial(rules.may_enter_figure, pilot, user=user)
        for scenario in filter(open_to, pilot.scenarios.all()):
            for metric, (unit, _up) in METRICS.items():
                words = f"{MetricKind(metric).label} ({unit})"
                given = have.get((scenario.pk, None, metric))
                self._slot(f"s{scenario.pk}-{metric}", words, given,
                           group=scenario.name, scenario=scenario, metric=metric)  # fmt: skip
        for objective in pilot.own_objectives() if open_to(None) else []:
            words = f"{objective.name} ({objective.unit_shown})"
            given = have.get((None, objective.pk, objective.metric))
            self._slot(f"o{objective.pk}", words, given, group=_("Objectives of the charter"),
                       objective=objective, metric=objective.metric)  # fmt: skip

    def _slot(self, key, words, given, **facts):
        self.slots[key] = facts
        self.fields[f"{key}-value"] = forms.DecimalField(
            label=words, required=False, min_value=0, max_digits=12, decimal_places=2,
            initial=given.value if given else None,
        )  # fmt: skip
        self.fields[f"{key}-cases"] = forms.IntegerField(
            label=_("Number of cases"), required=False, min_value=1, max_value=10_000_000,
            initial=given.sample_size if given else None,
        )  # fmt: skip
        self.fields[f"{key}-source"] = CharField(
            label=_("Where it was measured"), required=False, max_length=200,
            initial=given.source if given else "",
        )  # fmt: skip

    def groups(self):
        """[(scenario or objectives, [(value, cases, source)])] for the template."""
        found = {}
        for key, facts in self.slots.items():
            row = tuple(self[f"{key}-{part}"] for part in ("value", "cases", "source"))
            found.setdefault(str(facts["group"]), []).append(row)
        return list(found.items())

    def clean(self):
        for key in self.slots:
            parts = [
                self.cleaned_data.get(f"{key}-{part}") for part in ("value", "cases", "source")
            ]
            if any(part not in (None, "") for part in parts) and not all(
                part not in (None, "") for part in parts
            ):
                self.add_error(
                    f"{key}-value",
                    _("A figure needs its number of cases and where it was measured."),
                )
        return self.cleaned_data

    def arguments(self):
        data, found = self.cleaned_data, []
        for key, facts in self.slots.items():
            if data.get(f"{key}-value") is None:
                continue
            found.append(
                Measured(
                    value=data[f"{key}-value"], sample_size=data[f"{key}-cases"],
                    source=data[f"{key}-source"], metric=facts["metric"],
                    scenario=facts.get("scenario"), objective=facts.get("objective"),
                )
            )  # fmt: skip
        return {"figures": found}


class ExtendForm(Form):
    ends_on = DateField(label=_("New last day"))
    reason = TextField(label=_("Reason"), max_length=1000, rows=3)


class ConcludeForm(SignatureFields):
    """The decision, its reason, the password."""

    decision = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[(one, PilotDecision(one).label) for one in ENDING],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Reason"), max_length=2000, rows=4)
    back_to = forms.ChoiceField(
        label=_("If abandoned, the project goes back to"),
        choices=[
            (Stage.DRAFTING, Stage.DRAFTING.label),
            (Stage.OPTIMIZATION, Stage.OPTIMIZATION.label),
        ],
        required=False,
        initial=Stage.DRAFTING,
    )
    field_order = ["decision", "reason", "back_to", "password", "shown_sha256"]

    def arguments(self):
        data = dict(self.cleaned_data)
        data["back_to"] = data["back_to"] or Stage.DRAFTING
        data.pop("shown_sha256")  # the decision is part of what is signed, so the server freezes it
        return data


class WaiveForm(SignatureFields):
    reason = TextField(label=_("Reason"), max_length=2000, rows=4)
    field_order = ["reason", "password", "shown_sha256"]
