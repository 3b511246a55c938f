"""POST → the keyword arguments of one action; nothing here saves."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import (
    CharField,
    DateField,
    Form,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MomentField,
    TextField,
)
from sopman.files.enums import Kind
from sopman.files.forms import UploadField
from sopman.people import queries as people
from sopman.people.models import Position, User
from sopman.signatures.forms import SignatureFields
from sops.fields import SopStepField
from training.enums import Channel, QuestionKind, TrainingPart

ROWS = range(1, 7)  # possible answers of a question


class GroupForm(Form):
    group_name = CharField(
        label=_("Consultation group"), max_length=120,
        help_text=_("As it is called in the messenger of your company."),
    )  # fmt: skip
    group_link = forms.URLField(
        label=_("Link to the group"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Readers see it as a link and as a QR code."),
    )  # fmt: skip
    group_picture = UploadField(
        label=_("QR code of the group"), required=False, kinds={Kind.PICTURE},
        help_text=_("A picture that your messenger exports, for groups that have no link."),
    )  # fmt: skip
    without_picture = forms.BooleanField(label=_("Take the QR picture away"), required=False)
    consultant = ModelChoiceField(User.objects.none(), label=_("Who answers"))

    def __init__(self, *args, has_picture=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_picture:
            del self.fields["without_picture"]
        self.fields["consultant"].queryset = people.active().order_by("employee_number")


class DistributionForm(Form):
    positions = ModelMultipleChoiceField(
        Position.objects.none(), label=_("Positions that must know the SOP")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_use = people.positions_in_use().select_related("department")
        field = self.fields["positions"]
        field.queryset = in_use.order_by("department__code", "code")
        field.label_from_instance = lambda one: f"{one.department} · {one}"


class PlaceForm(Form):
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    where = CharField(
        label=_("Where exactly"), max_length=300,
        help_text=_("For example the path of the folder, or the board on which it hangs."),
    )  # fmt: skip


class PublishForm(SignatureFields):
    effective_on = DateField(
        label=_("Effective date"),
        help_text=_("A later date leaves time to read and train; it takes effect by itself."),
    )
    override_reason = TextField(
        label=_("Reason for going ahead"), required=False, max_length=1000, rows=2,
        help_text=_("Only for today's date while too few readers are ready. It is signed too."),
    )  # fmt: skip
    field_order = ["effective_on", "override_reason", "password", "shown_sha256"]


class ExamForm(Form):
    minutes = forms.IntegerField(label=_("Time (minutes)"), min_value=1, max_value=480)
    pass_mark = forms.IntegerField(label=_("Pass mark (%)"), min_value=1, max_value=100)
    question_count = forms.IntegerField(
        label=_("Questions per paper"), min_value=1, max_value=200,
        help_text=_("Each paper draws them at random from the question bank."),
    )  # fmt: skip
    attempts_allowed = forms.IntegerField(label=_("Attempts allowed"), min_value=1, max_value=20)


class SessionForm(Form):
    starts_at = MomentField(label=_("Begins"))
    place = CharField(label=_("Venue"), max_length=200, help_text=_("A room, or a link."))
    trainer = ModelChoiceField(User.objects.none(), label=_("Trainer"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = people.active().order_by("employee_number")


class ContentsForm(Form):
    """What was said under each of the four contents."""

    purpose = TextField(label=TrainingPart.PURPOSE.label, max_length=2000, rows=3)
    core_steps = TextField(label=TrainingPart.CORE_STEPS.label, max_length=2000, rows=3)
    exceptions = TextField(label=TrainingPart.EXCEPTIONS.label, max_length=2000, rows=3)
    assessment = TextField(label=TrainingPart.ASSESSMENT.label, max_length=2000, rows=3)


class AttendanceForm(Form):
    people = ModelMultipleChoiceField(User.objects.none(), label=_("Who was there"))

    def __init__(self, *args, readers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = readers
        self.fields["people"].label_from_instance = lambda one: (
            f"{one.employee_number} · {one.display_name}"
        )


class QuestionForm(Form):
    """One question of a given kind, about a step, with its possible answers."""

    text = TextField(label=_("Question text"), max_length=1000, rows=3)
    place = SopStepField()
    explanation = TextField(
        label=_("Why"), required=False, max_length=1000, rows=2,
        help_text=_("For the team; who sits the exam never sees it."),
    )  # fmt: skip

    def __init__(self, *args, kind, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["place"].offer(version)
        self._add_answers()

    def _add_answers(self):
        several = self.kind == QuestionKind.MULTIPLE
        kind = forms.MultipleChoiceField if several else forms.ChoiceField
        if self.kind == QuestionKind.TRUE_FALSE:
            choices = [("1", _("True")), ("2", _("False"))]
        else:
            choices = [(str(n), str(n)) for n in ROWS]
            for n in ROWS:
                self.fields[f"answer_{n}"] = CharField(
                    label=_("Possible answer"), max_length=300, required=False
                )
        widget = forms.CheckboxSelectMultiple if several else forms.RadioSelect
        self.fields["right"] = kind(
            label=_("Correct answer"), choices=choices, required=False, widget=widget
        )

    def rows(self):
        """(number, field of the words, whether it is marked) for the template."""
        chosen = self["right"].value() or []
        marked = set(chosen) if isinstance(chosen, list | tuple) else {str(chosen)}
        return [(n, self[f"answer_{n}"], str(n) in marked) for n in ROWS]

    def arguments(self):
        data = self.cleaned_data
        right = data["right"]
        right = set(right) if isinstance(right, list) else {right}
        if self.kind == QuestionKind.TRUE_FALSE:
            options = [(_now("True"), "1" in right), (_now("False"), "2" in right)]
        else:
            words = [(str(n), data[f"answer_{n}"]) for n in ROWS]
            options = [(text, n in right) for n, text in words if text]
        row = data["place"]
        return {
            "kind": self.kind,
            "text": data["text"],
            "explanation": data["explanation"],
            "step": row.step if row else None,
            "options": options,
        }


def filled_with(question):
    """What `QuestionForm` shows of a question that is changed."""
    options = list(question.options.all())
    right = [str(n) for n, one in enumerate(options, 1) if one.is_correct]
    several = question.kind == QuestionKind.MULTIPLE
    return {
        "text": question.text,
        "explanation": question.explanation,
        "place": str(question.step_id or ""),
        "right": right if several else (right[0] if right else ""),
        **{f"answer_{n}": one.text for n, one in enumerate(options, 1)},
    }


class AskForm(Form):
    place = SopStepField()
    text = TextField(label=_("Your question"), max_length=2000, rows=4)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(version)

    def arguments(self):
        data = self.cleaned_data
        return {"text": data["text"], "sop_step": data["place"]}


class AnswerForm(Form):
    answer = TextField(label=_("Your answer"), max_length=4000, rows=5)


class AccuracyForm(Form):
    month = forms.DateField(
        label=_("Month"), input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )  # fmt: skip
    checked = forms.IntegerField(label=_("Operations checked"), min_value=1, max_value=10_000_000)
    correct = forms.IntegerField(label=_("Of these correct"), min_value=0, max_value=10_000_000)
    target = forms.DecimalField(
        label=_("Target (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    note = TextField(label=_("Note"), required=False, max_length=1000, rows=2)
