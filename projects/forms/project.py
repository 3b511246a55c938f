"""Forms of the project: list filter, opening, facts, team, moves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.enums import FIRST_STAGE, STAGES, Kind, MemberRole, Stage
from projects.models import CharterTemplate, Membership, Project
from projects.queries import leads_of, stages_before
from sopman.core.forms import (
    CharField,
    DateField,
    Form,
    ModelChoiceField,
    SeenField,
    TextField,
    bilingual,
    need_one_language,
)
from sopman.people import queries as people
from sopman.people.models import Department, User

REASON = 1000


class SeenNumber(SeenField):
    """The revision the page was made from, as a number; None when the page sent none."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            raise forms.ValidationError(_("Reload the page."))
        return int(text)


class FilterForm(Form):
    """What the list is narrowed to; nonsense in the address narrows nothing."""

    words = CharField(label=_("Title or number"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    department = ModelChoiceField(
        Department.objects.none(),
        label=_("Owning department"),
        required=False,
        empty_label=_("All departments"),
    )
    lead = ModelChoiceField(
        User.objects.none(), label=_("Team lead"), required=False, empty_label=_("Everybody")
    )
    mine = forms.BooleanField(label=_("I take part"), required=False)
    overdue = forms.BooleanField(label=_("Overdue"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", _("All stages")), *Stage.choices]
        self.fields["department"].queryset = people.departments_in_use()
        self.fields["lead"].queryset = leads_of(user)


class OpenForm(Form):
    """A new project."""

    title_zh, title_en = bilingual(_("Title"), max_length=120)
    owning_department = ModelChoiceField(
        Department.objects.none(),
        label=_("Owning department"),
        empty_label=_("Please choose"),
        help_text=_("Its head becomes the sponsor and approves the SOP."),
    )
    lead = ModelChoiceField(
        User.objects.none(),
        label=_("Team lead"),
        required=False,
        empty_label=_("I lead it myself"),
    )
    wished_effective_on = DateField(
        label=_("Wished effective date"), help_text=_("The schedule is planned backwards from it.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Small changes to an SOP in force begin with the drafting; an editorial correction is "
            "signed by the head alone."
        ),
    )
    begin_with = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        help_text=_("What stands in it can be changed until the sponsor signs."),
    )
    has_present_process = forms.BooleanField(
        label=_("The process is carried out today"),
        required=False,
        help_text=_("Clear it for new business: there is nothing to map and no baseline then."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        departments = people.departments_in_use()
        leads_one = user.standing.is_controller or user.led_projects.exists()
        if not leads_one:
            departments = departments.filter(pk__in=user.standing.headed_ids)
        self.fields["owning_department"].queryset = departments
        if user.standing.is_controller or user.standing.headed_ids:
            self.fields["lead"].queryset = people.active().exclude(pk=user.pk)
        else:
            del self.fields["lead"]
        self.fields["begin_with"].choices = _beginnings(user)

    def clean(self) -> Any:
        need_one_language(self, "title")
        return super().clean()

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        kind, _colon, pk = data.pop("begin_with").partition(":")
        if kind == "template":
            data["template"] = CharterTemplate.objects.offered().filter(pk=pk).first()
        elif kind == "copy":
            data["copy_of"] = Project.objects.get(pk=pk)
        return data


MOST_COPIES = 50  # finished projects that are offered, the latest


def _beginnings(user: User) -> list[Any]:
    """An empty charter, the templates, and finished projects that `user` sees."""
    offered = CharterTemplate.objects.visible_to(user).offered()
    templates = [(f"template:{one.pk}", _named(one)) for one in offered]
    closed = Project.objects.visible_to(user).filter(stage=Stage.CLOSED)
    finished = closed.exclude(kind__in=FIRST_STAGE).order_by("-ended_at", "-pk")[:MOST_COPIES]
    copies = [(f"copy:{one.pk}", str(one)) for one in finished]
    groups = [(_("Templates"), templates), (_("Copy from a finished project"), copies)]
    return [("", _("An empty charter")), *(group for group in groups if group[1])]


def _named(template: CharterTemplate) -> str:
    return f"{template.name} – {template.about}" if template.about else template.name


class FactsForm(Form):
    title_zh, title_en = bilingual(_("Title"), max_length=120)
    sponsor = ModelChoiceField(
        User.objects.none(),
        label=_("Sponsor"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Signs the charter; by default the head of the owning department."),
    )
    has_present_process = forms.BooleanField(
        label=_("The process is carried out today"), required=False
    )
    seen = SeenNumber()

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        heads = people.departments_in_use().exclude(head=None).values("head")
        fit = people.active().filter(pk__in=heads).exclude(pk=project.lead_id)
        self.fields["sponsor"].queryset = fit

    def clean(self) -> Any:
        need_one_language(self, "title")
        return super().clean()


class SeatForm(Form):
    """What somebody does in the team."""

    work = CharField(label=_("Division of work"), required=False, max_length=300)
    deputy = ModelChoiceField(
        User.objects.none(), label=_("Deputy"), required=False, empty_label=_("Nobody")
    )
    seen = SeenNumber()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people.active()


class MemberForm(SeatForm):
    user = ModelChoiceField(User.objects.none(), label=_("Person"), empty_label=_("Please choose"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[one for one in MemberRole.choices if one[0] != MemberRole.LEAD],
    )
    field_order = ["user", "role", "work", "deputy"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        self.fields["user"].queryset = people.active()


class TaskForm(Form):
    """One piece of work of somebody in the team."""

    what = CharField(label=_("What is to be done"), max_length=300)
    holder = ModelChoiceField(
        User.objects.none(), label=_("Done by"), empty_label=_("Please choose"),
        help_text=_("Somebody of the team, or a deputy named there."),
    )  # fmt: skip
    due_on = DateField(label=_("Until"))
    seen = SeenNumber()

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        seats = list(project.memberships.all())
        there = {one.user_id for one in seats} | {one.deputy_id for one in seats}
        self.fields["holder"].queryset = people.active().filter(pk__in=there - {None})


class _Reason(Form):
    reason = TextField(label=_("Reason"), max_length=REASON, rows=3)


class ReplaceForm(_Reason):
    user = ModelChoiceField(
        User.objects.none(), label=_("New person"), empty_label=_("Please choose")
    )
    seen = SeenNumber()
    field_order = ["user", "reason", "seen"]

    def __init__(self, *args: Any, member: Membership, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people.active().exclude(pk=member.user_id)


class LeadForm(_Reason):
    lead = ModelChoiceField(
        User.objects.none(), label=_("New team lead"), empty_label=_("Please choose")
    )
    field_order = ["lead", "reason"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people.active().exclude(pk=project.lead_id)


class SendBackForm(_Reason):
    to = forms.ChoiceField(label=pgettext_lazy("send back", "Back to"), widget=forms.RadioSelect)
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        before = stages_before(project) if project.stage in STAGES else []
        self.fields["to"].choices = [(stage.value, stage.label) for stage in before]


class CancelForm(_Reason):
    """Give the project up."""


class ReturnForm(_Reason):
    """The sponsor doesn't sign yet."""


__all__ = [
    "CancelForm",
    "FactsForm",
    "FilterForm",
    "LeadForm",
    "MemberForm",
    "OpenForm",
    "ReplaceForm",
    "ReturnForm",
    "SeatForm",
    "SeenNumber",
    "SendBackForm",
    "TaskForm",
]
