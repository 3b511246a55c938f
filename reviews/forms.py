"""POST → the keyword arguments of one action; nothing here saves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews import rules
from reviews.actions.rounds import SeatPlan
from reviews.enums import REVIEWING, Answer, CommentClass, Dimension, Disposition, SeatKind, Verdict
from sopman.core.forms import CharField, DateField, Form, ModelChoiceField, TextField
from sopman.people import queries as people
from sopman.people.models import User
from sopman.signatures.forms import SignatureFields
from sops.enums import SectionKind
from sops.fields import numbered


class OpenRoundForm(Form):
    """Who reviews in which seat until when; the other seats fill themselves."""

    business = ModelChoiceField(User.objects.none(), label=SeatKind.BUSINESS.label)
    business_due_on = DateField(label=_("Due on"))
    frontline = ModelChoiceField(User.objects.none(), label=SeatKind.FRONTLINE.label)
    frontline_due_on = DateField(label=_("Due on"))
    compliance = ModelChoiceField(User.objects.none(), label=SeatKind.COMPLIANCE.label)
    compliance_due_on = DateField(label=_("Due on"))
    sign_by = DateField(label=_("Signatures due on"))
    note = TextField(label=_("Note to the reviewers"), required=False, max_length=1000, rows=3)
    approver = ModelChoiceField(
        User.objects.none(),
        label=_("Approver instead of the head"),
        required=False,
        help_text=_("Only where the head can't approve. The reason is kept on record."),
    )
    approver_reason = CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        authors = [author.pk for author in version.authors.all()] if version else []
        choices = people.active().exclude(pk__in=authors).order_by("employee_number")
        self.kinds = REVIEWING
        if version and rules.head_alone(version.project):
            self.kinds = ()
            for kind in REVIEWING:
                del self.fields[kind], self.fields[f"{kind}_due_on"]
        for name in (*self.kinds, "approver"):
            self.fields[name].queryset = choices

    def seat_rows(self):
        """The fields of each seat side by side, for the template."""
        return [(self[kind], self[f"{kind}_due_on"]) for kind in self.kinds]

    def arguments(self):
        data = self.cleaned_data
        return {
            "seats": [SeatPlan(kind, data[kind], data[f"{kind}_due_on"]) for kind in self.kinds],
            "sign_by": data["sign_by"],
            "note": data["note"],
            "approver": data["approver"],
            "approver_reason": data["approver_reason"],
        }


class CommentForm(Form):
    """One comment and where it sits."""

    place = forms.ChoiceField(label=_("Place"))
    dimension = forms.ChoiceField(label=_("Perspective"), choices=Dimension.choices)
    kind = forms.ChoiceField(label=_("Class"), choices=CommentClass.choices)
    text = TextField(label=_("Comment"), max_length=2000, rows=3)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        steps = {f"step-{row.pk}": (row, words) for row, words in numbered(version)}
        self.steps = {key: row for key, (row, _words) in steps.items()}
        self.fields["place"].choices = [
            ("", _("The whole document")),
            (_("Steps"), [(key, words) for key, (_row, words) in steps.items()]),
            (_("Sections"), [(f"section-{kind}", label) for kind, label in SectionKind.choices]),
        ]  # fmt: skip
        self.fields["place"].required = False

    def arguments(self):
        data = dict(self.cleaned_data)
        place = data.pop("place")
        data["sop_step"] = self.steps.get(place)
        data["section"] = place.removeprefix("section-") if place.startswith("section-") else ""
        return data


class WordingForm(Form):
    """Rewording a comment that is not handed in yet."""

    dimension = forms.ChoiceField(label=_("Perspective"), choices=Dimension.choices)
    kind = forms.ChoiceField(label=_("Class"), choices=CommentClass.choices)
    text = TextField(label=_("Comment"), max_length=2000)


class ChecklistForm(Form):
    """Every question of a seat's checklist, each with a note."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            code, given = row["question"].code, row["answer"]
            self.fields[code] = forms.ChoiceField(
                label=row["question"].words, choices=Answer.choices, widget=forms.RadioSelect,
                required=False, initial=given.answer if given else None,
            )  # fmt: skip
            self.fields[f"{code}_note"] = CharField(
                label=_("Note"), required=False, max_length=500, initial=given.note if given else ""
            )

    def field_pairs(self):
        return [
            (self[row["question"].code], self[f"{row['question'].code}_note"], row["question"])
            for row in self.rows
        ]

    def clean(self):
        for row in self.rows:
            code = row["question"].code
            no = self.cleaned_data.get(code) == Answer.NO
            if no and not self.cleaned_data.get(f"{code}_note"):
                self.add_error(f"{code}_note", _("Say what is missing where you answer “no”."))
        return self.cleaned_data

    def answers(self):
        """(question, answer, note) of every question that was answered."""
        for row in self.rows:
            code = row["question"].code
            if answer := self.cleaned_data.get(code):
                yield code, answer, self.cleaned_data.get(f"{code}_note", "")


class HandInForm(SignatureFields):
    """Verdict, summary and password."""

    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    summary = TextField(label=_("Summary"), required=False, max_length=1000, rows=3)
    field_order = ["verdict", "summary", "password", "shown_sha256"]


class AnswerForm(Form):
    """What becomes of a comment."""

    disposition = forms.ChoiceField(label=_("Disposition"), choices=Disposition.choices)
    reply = TextField(label=_("Reply"), max_length=2000, rows=3)


class ReasonForm(Form):
    reason = TextField(label=_("Reason"), max_length=1000, rows=3)


class ExtendForm(Form):
    due_on = DateField(label=_("New due date"))
    reason = CharField(label=_("Reason"), max_length=200)


class FillForm(Form):
    person = ModelChoiceField(User.objects.none(), label=_("Reviewer"))
    reason = CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        choices = people.active().exclude(pk__in=seat.round.author_ids)
        self.fields["person"].queryset = choices.order_by("employee_number")
