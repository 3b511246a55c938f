"""What the pages of stage 3 ask. Each form gives the keyword arguments of one action."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from processes import doubts
from processes.enums import Decision, TimeUnit, ValueClass
from processes.models import Activity, Change, Finding
from processes.queries.optimization import Plan, Row
from sopman.core.forms import (
    CharField,
    Form,
    ModelChoiceField,
    ModelMultipleChoiceField,
    SeenField,
    TextField,
)
from sopman.core.wording import is_chinese
from sopman.people import queries as people

FIRST = "first"
MOST_MINUTES = 9_999_999


class Doubtful(Form):
    """Asks once more about figures that look like a mix-up of units, and about lost controls."""

    sure = forms.BooleanField(
        label=_("The figures are meant as they stand"), required=False, widget=forms.HiddenInput
    )

    def ask(self, field: str, sentence: str | None) -> None:
        """A doubt is an error until `sure` is ticked; then the figure is believed."""
        if not sentence or self.cleaned_data.get("sure"):
            return
        self.fields["sure"].widget = forms.CheckboxInput()
        self.add_error(field, sentence)

    def arguments(self) -> dict[str, Any]:
        """`cleaned_data` without what was only asked to be sure."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("sure", "aware")}


class PositionField(ModelChoiceField):
    """A position in use; loaded once for a form with several such fields."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "—")
        super().__init__(people.positions_in_use(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return _with_department(obj)


class PositionsField(ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(people.positions_in_use(), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return _with_department(obj)

    def put_first(self, keys: set[int]) -> None:
        """Those that work on the process already stand at the top of a long list."""
        self.choices = sorted(self.choices, key=lambda choice: choice[0].value not in keys)


def _with_department(position: Any) -> str:
    brackets = "{}（{}）" if is_chinese() else "{} ({})"
    return brackets.format(position.name, position.department.name)


class MinutesField(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(min_value=0, max_value=MOST_MINUTES, decimal_places=2, **kwargs)


class StepField(forms.ChoiceField):
    """One of the activities given to it; cleaned to its step."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.steps: dict[str, Any] = {}

    def offer(self, rows: Iterable[tuple[Any, str]], *, first: Any = "") -> None:
        """`rows` are (step, words)."""
        rows = list(rows)
        self.steps = {str(step.pk): step for step, _words in rows}
        choices = [("", "—")]
        if first:
            choices.append((FIRST, first))
        self.choices = choices + [(str(step.pk), words) for step, words in rows]

    def step_of(self, value: str) -> Any:
        return self.steps.get(value)


class DecisionForm(Doubtful):
    """One decision; what does not belong to it is left out of account."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[(d.value, d.label) for d in Decision if d != Decision.ADD],
    )
    into = StepField(label=_("Combine into"))
    name = CharField(label=_("Name of the combined activity"), required=False, max_length=200)
    position = PositionField(label=_("Position of the combined activity"), required=False)
    after = StepField(label=_("Stands after"))
    system = CharField(label=_("System that does it"), required=False, max_length=80)
    touch_minutes = MinutesField(label=_("New touch time (minutes)"))
    waiting_minutes = MinutesField(label=_("New waiting time (minutes)"))
    reason = TextField(
        label=_("Reason"), required=False, rows=3, max_length=1000,
        help_text=_("Needed for everything but “keep”."),
    )  # fmt: skip
    findings = ModelMultipleChoiceField(
        Finding.objects.none(), label=_("Findings it answers"), required=False
    )
    aware = forms.BooleanField(
        label=_("I know that this control falls away"), required=False, widget=forms.HiddenInput
    )
    seen = SeenField()

    def __init__(self, *args: Any, plan: Plan, row: Row, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_change(row.change))
        super().__init__(*args, **kwargs)
        self.row, self.plan = row, plan
        others = [one for one in plan.present if one.pk != row.activity.pk]
        self.fields["into"].offer((one.step, words_of(one)) for one in others)
        self.fields["after"].offer(
            [*((one.step, words_of(one)) for one in others), *_added(plan)],
            first=_("At the very beginning"),
        )
        _offer_findings(self, plan, [one.pk for one in row.findings])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        decision = data.get("decision")
        if decision and decision != Decision.KEEP and not data.get("reason"):
            self.add_error("reason", _("Give the reason for this decision."))
        if decision == Decision.COMBINE and not data.get("into"):
            self.add_error("into", _("Choose the activity that this one is combined into."))
        if decision == Decision.REARRANGE and not data.get("after"):
            self.add_error("after", _("Say after which activity it shall stand."))
        if decision == Decision.AUTOMATE and not data.get("system"):
            self.add_error("system", _("Name the system that does it."))
        self._ask_about(decision, data)
        data["into"] = self.fields["into"].step_of(data.get("into", ""))
        data["after"] = self.fields["after"].step_of(data.get("after", ""))
        return data

    def _ask_about(self, decision: str | None, data: dict[str, Any]) -> None:
        if decision in (Decision.SIMPLIFY, Decision.AUTOMATE, Decision.COMBINE):
            now = self.row.activity
            self.ask(
                "touch_minutes", doubts.about_minutes(data.get("touch_minutes"), now.touch_minutes)
            )
            self.ask(
                "waiting_minutes",
                doubts.about_minutes(
                    data.get("waiting_minutes"), now.waiting_minutes, doubts.WAITING_MOST
                ),
            )
        if decision == Decision.SIMPLIFY and (
            data.get("touch_minutes") is None and data.get("waiting_minutes") is None
        ):
            self.add_error(
                "touch_minutes", _("Say what it takes then: touch time, waiting, or both.")
            )
        if decision == Decision.ELIMINATE and self.row.is_control and not data.get("aware"):
            self.fields["aware"].widget = forms.CheckboxInput()
            self.add_error(
                "decision",
                _("This activity approves, checks or answers a risk. Tick below that you know it."),
            )


class AdditionForm(Doubtful):
    """An activity that the present process does not have."""

    name = CharField(label=_("Activity"), max_length=200)
    after = StepField(label=_("Stands after"))
    position = PositionField(label=_("Position"), required=False)
    system = CharField(label=_("System"), required=False, max_length=80)
    touch_minutes = MinutesField(label=_("Touch time (minutes)"))
    waiting_minutes = MinutesField(label=_("Waiting time (minutes)"))
    value_class = forms.ChoiceField(
        label=_("Value class"), required=False, choices=[("", "—"), *ValueClass.choices]
    )
    reason = TextField(label=_("Reason"), required=False, rows=3, max_length=1000)
    findings = ModelMultipleChoiceField(
        Finding.objects.none(), label=_("Findings it answers"), required=False
    )
    seen = SeenField()

    def __init__(self, *args: Any, plan: Plan, change: Change | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_change(change) if change else _at_the_end(plan))
        super().__init__(*args, **kwargs)
        self.plan, own = plan, change.step_id if change else None
        self.fields["after"].offer(
            [*((one.step, words_of(one)) for one in plan.present), *_added(plan, besides=own)],
            first=_("At the very beginning"),
        )
        if plan.project.has_present_process:
            self.fields["reason"].help_text = _("Why the process needs it.")
        _offer_findings(self, plan, [])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.plan.project.has_present_process and not data.get("reason"):
            self.add_error("reason", _("Say why the activity is added."))
        self.ask("touch_minutes", doubts.about_minutes(data.get("touch_minutes"), None))
        self.ask(
            "waiting_minutes",
            doubts.about_minutes(data.get("waiting_minutes"), None, doubts.WAITING_MOST),
        )
        data["after"] = self.fields["after"].step_of(data.get("after", ""))
        return data


class ReasonForm(Form):
    reason = TextField(label=_("Reason"), rows=3, max_length=1000)


class LimitForm(Doubtful):
    """A time limit with its unit, asked about when it looks mixed up."""

    time_limit_value = forms.DecimalField(
        label=_("Time limit"), min_value=0, max_value=99_999, decimal_places=2
    )
    time_limit_unit = forms.ChoiceField(label=_("Unit"), choices=TimeUnit.choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        value, unit = data.get("time_limit_value"), data.get("time_limit_unit", "")
        if value is not None and value <= 0:
            self.add_error("time_limit_value", _("A time limit is greater than zero."))
        else:
            self.ask("time_limit_value", doubts.about_limit(value, unit))
        return data


class ControlPointForm(LimitForm):
    why = TextField(label=_("Why it must not be skipped"), rows=2, max_length=1000)
    output_standard = TextField(
        label=_("Output standard"), rows=3, max_length=1000,
        help_text=_("What can be checked: a sentence that is true or not, or a number."),
    )  # fmt: skip
    on_failure = TextField(
        label=_("What happens on failure"), required=False, rows=2, max_length=1000
    )
    escalation = PositionField(label=_("Escalates to"), required=False)
    field_order = ["why", "time_limit_value", "time_limit_unit", "output_standard"]


class HandoverForm(LimitForm):
    what = CharField(label=_("What is passed"), max_length=200)
    form = CharField(
        label=_("In which form"), required=False, max_length=200,
        help_text=_("Form number, ticket, e-mail, by phone …"),
    )  # fmt: skip
    acceptance = CharField(
        label=_("Acceptance"), required=False, max_length=300,
        help_text=_("How the one who receives it sees that it is complete."),
    )  # fmt: skip
    copied_to = PositionField(label=_("Copied to"), required=False)
    field_order = ["what", "form", "time_limit_value", "time_limit_unit", "acceptance", "copied_to"]


class DutiesForm(Form):
    """Exactly one responsible position, at most one that approves, any others."""

    responsible = PositionField(label=_("Responsible position"))
    approves = PositionField(label=_("Approves"), required=False)
    takes_part = PositionsField(label=_("Takes part"))
    informed = PositionsField(label=_("Is informed"))
    seen = SeenField()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_work = {one.position_id for one in (*plan.planned, *plan.present)}
        for name in ("takes_part", "informed"):
            self.fields[name].put_first(at_work)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        own, approver = data.get("responsible"), data.get("approves")
        if own and own == approver:
            self.add_error("approves", _("The responsible position can't approve its own work."))
        return data


def words_of(activity: Activity) -> str:
    """“3. First contact”, as the board numbers it."""
    return f"{activity.order + 1}. {activity.name}"


def _added(plan: Plan, besides: Any = None) -> list[tuple[Any, str]]:
    return [
        (one.step, _("Added: %(name)s") % {"name": one.name})
        for one in plan.additions
        if one.step_id != besides
    ]


def _offer_findings(form: Form, plan: Plan, pinned: list[int]) -> None:
    """Those pinned to the activity first."""
    field = form.fields["findings"]
    ordered = sorted(plan.findings, key=lambda one: (one.pk not in pinned, one.number))
    field.queryset = Finding.objects.filter(project=plan.project)
    colon = pgettext("after a label", ": ")
    field.choices = [
        (one.pk, f"{one.code} {one.get_kind_display()}{colon}{one.text[:60]}") for one in ordered
    ]


def _at_the_end(plan: Plan) -> dict[str, Any]:
    last = (plan.additions or plan.present or [None])[-1]
    return {"after": str(last.step_id) if last else FIRST}


def _of_change(change: Change | None) -> dict[str, Any]:
    if change is None:
        return {"seen": "0"}
    placed = change.decision in (Decision.ADD, Decision.REARRANGE)
    return {
        "decision": change.decision,
        "reason": change.reason,
        "findings": [one.pk for one in change.findings.all()],
        "into": str(change.into_id or ""),
        "after": str(change.after_id or (FIRST if placed else "")),
        "name": change.name,
        "position": change.position_id,
        "system": change.system,
        "touch_minutes": change.touch_minutes,
        "waiting_minutes": change.waiting_minutes,
        "value_class": change.value_class,
        "seen": str(change.revision),
    }
