"""A charter template on one page: words, seats, lengths, objectives, scope."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.enums import Direction, MemberRole, MetricKind, Trend
from projects.forms.project import SeenNumber
from projects.models import CharterTemplate
from projects.starting import LENGTHS, TEXTS, Content, Goal, Hint
from sopman.core.forms import CharField, Form, bilingual, need_one_language

LONGEST = 120  # working days of one stage


class TemplateForm(Form):
    name_zh, name_en = bilingual(_("Name"), max_length=80)
    about_zh, about_en = bilingual(_("When to use it"), max_length=300, required=False)
    is_offered = forms.BooleanField(label=_("Offered for new projects"), required=False)
    background_zh, background_en = bilingual(_("Background"), long=True, required=False)
    purpose_zh, purpose_en = bilingual(_("Purpose"), long=True, required=False)
    start_trigger_zh, start_trigger_en = bilingual(
        _("The process starts when"), max_length=300, required=False
    )
    end_state_zh, end_state_en = bilingual(
        _("The process ends when"), max_length=300, required=False
    )
    seen = SeenNumber()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for role in MemberRole:
            zh, en = bilingual(role.label, max_length=300, required=False)
            self.fields[f"seat_{role}_zh"], self.fields[f"seat_{role}_en"] = zh, en
        for stage in LENGTHS:
            self.fields[f"days_{stage}"] = forms.IntegerField(
                label=stage.label, min_value=1, max_value=LONGEST
            )

    def clean(self) -> Any:
        need_one_language(self, "name")
        return super().clean()

    @property
    def texts(self) -> list[list[Any]]:
        return [[self[f"{name}_zh"], self[f"{name}_en"]] for name in TEXTS]

    @property
    def seats(self) -> list[list[Any]]:
        return [[self[f"seat_{role}_zh"], self[f"seat_{role}_en"]] for role in MemberRole]

    @property
    def days(self) -> list[Any]:
        return [self[f"days_{stage}"] for stage in LENGTHS]


class GoalForm(Form):
    name_zh, name_en = bilingual(_("Name"), max_length=120)
    metric = forms.ChoiceField(label=_("Metric"), choices=MetricKind.choices)
    unit = CharField(label=_("Unit"), max_length=30)
    direction = forms.ChoiceField(label=_("Better is"), choices=Trend.choices)
    target = forms.DecimalField(
        label=_("Target"), required=False, max_digits=12, decimal_places=2,
        help_text=_("Empty: the project sets its own."),
    )  # fmt: skip
    where_zh, where_en = bilingual(_("Where it is measured"), max_length=200, required=False)
    window_zh, window_en = bilingual(_("Measured over"), max_length=120, required=False)

    def clean(self) -> Any:
        need_one_language(self, "name")
        return super().clean()


class HintForm(Form):
    direction = forms.ChoiceField(
        label=pgettext_lazy("scope", "In or out"), choices=Direction.choices
    )
    text_zh, text_en = bilingual(_("What"), max_length=300)
    covered_zh, covered_en = bilingual(_("Who covers it instead"), max_length=200, required=False)

    def clean(self) -> Any:
        need_one_language(self, "text")
        data = super().clean() or self.cleaned_data
        out = data.get("direction") == Direction.OUT
        if out and not (data.get("covered_zh") or data.get("covered_en")):
            self.add_error(
                "covered_zh", _("Say who covers it instead; write “nobody” when nobody does.")
            )
        return data


ROWS = {"extra": 1, "can_delete": True, "max_num": 30, "absolute_max": 60, "validate_max": True}
GoalForms = forms.formset_factory(GoalForm, **ROWS)
HintForms = forms.formset_factory(HintForm, **ROWS)


class TemplateForms:
    """The three forms of the page as one."""

    def __init__(self, data: Any, template: CharterTemplate | None) -> None:
        content = Content.read(template.content if template else {})
        self.main = TemplateForm(data, initial=_initial(template, content))
        if template is None:
            del self.main.fields["seen"]  # nobody can have changed it
        goals = [vars(one) for one in content.goals]
        scope = [vars(one) for one in content.scope]
        self.goals = GoalForms(data, prefix="goals", initial=goals)
        self.scope = HintForms(data, prefix="scope", initial=scope)

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), self.goals.is_valid(), self.scope.is_valid()])

    def arguments(self) -> dict[str, Any]:
        data = self.main.cleaned_data
        names = ("name_zh", "name_en", "about_zh", "about_en", "is_offered", "seen")
        content = Content(
            texts={name: (data[f"{name}_zh"], data[f"{name}_en"]) for name in TEXTS},
            goals=tuple(Goal(**_words(one)) for one in _rows(self.goals)),
            scope=tuple(Hint(**_words(one)) for one in _rows(self.scope)),
            seats={role: (data[f"seat_{role}_zh"], data[f"seat_{role}_en"]) for role in MemberRole},
            days={stage: data[f"days_{stage}"] for stage in LENGTHS},
        )
        return {name: data[name] for name in names if name in data} | {"content": content}


def _initial(template: CharterTemplate | None, content: Content) -> dict[str, Any]:
    found: dict[str, Any] = {"is_offered": True, "seen": 0}
    if template is not None:
        found |= {
            name: getattr(template, name)
            for name in ("name_zh", "name_en", "about_zh", "about_en", "is_offered")
        } | {"seen": template.revision}
    for name, pair in content.texts.items():
        found[f"{name}_zh"], found[f"{name}_en"] = pair
    for role, pair in content.seats.items():
        found[f"seat_{role}_zh"], found[f"seat_{role}_en"] = pair
    return found | {f"days_{stage}": days for stage, days in content.days.items()}


def _rows(formset: Any) -> list[dict[str, Any]]:
    filled = [one.cleaned_data for one in formset.forms if one.cleaned_data]
    return [
        {name: value for name, value in one.items() if name != "DELETE"}
        for one in filled
        if not one.get("DELETE")
    ]


def _words(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}
