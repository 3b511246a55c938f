"""POST to the arguments of one action each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.enums import TimeUnit
from projects.enums import Kind
from sopman.core.forms import (
    CharField,
    DateField,
    Form,
    ModelChoiceField,
    ModelMultipleChoiceField,
    SeenField,
    TextField,
    bilingual,
    need_one_language,
)
from sopman.people import queries as people
from sopman.people.models import Department, Position, User
from sopman.signatures.forms import SignatureFields
from sops.enums import Confidentiality, VersionState
from sops.models import Sop

MARKS = _("A blank line parts paragraphs, “- ” begins a list, **two stars** make words bold.")
LONG = 20_000


class StartForm(Form):
    """The number and title of a new SOP, or the SOP that is changed."""

    number = CharField(
        label=_("Document number"),
        max_length=40,
        help_text=_("Never given twice, e.g. CS-SOP-001."),
    )
    title_zh, title_en = bilingual(_("Title"), max_length=200)
    sop = ModelChoiceField(Sop.objects.none(), label=_("SOP to change"))
    authors = ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Prepared by"),
        help_text=_("Authors neither review nor approve this version."),
    )

    def __init__(self, *args, project, user, **kwargs):
        super().__init__(*args, **kwargs)
        team = [project.lead_id, *(one.user_id for one in project.memberships.all())]
        self.fields["authors"].queryset = people.active().filter(pk__in=team)
        if project.kind == Kind.NEW_SOP:
            del self.fields["sop"]
        else:
            for name in ("number", "title_zh", "title_en"):
                del self.fields[name]
            self.fields["sop"].queryset = (
                Sop.objects.visible_to(user)
                .in_force()
                .filter(owning_department=project.owning_department)
            )

    def clean(self):
        if "number" in self.fields:
            need_one_language(self, "title")
        return super().clean()


class SectionForm(Form):
    body = TextField(label=_("Text"), required=False, max_length=LONG, rows=14, help_text=MARKS)
    seen = SeenField()


class ChangeNoteForm(Form):
    change_note = TextField(label=_("What changed and why"), max_length=4000)


class AuthorsForm(Form):
    authors = ModelMultipleChoiceField(User.objects.none(), label=_("Prepared by"))

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        project = version.project
        team = [project.lead_id, *(one.user_id for one in project.memberships.all())]
        self.fields["authors"].queryset = people.active().filter(pk__in=team)


class StepForm(Form):
    title = CharField(label=_("Title"), max_length=200)
    action = TextField(
        label=_("What to do"), required=False, max_length=LONG, rows=6, help_text=MARKS
    )
    position = ModelChoiceField(
        Position.objects.none(), label=_("Responsible position"), required=False
    )
    system = CharField(label=_("System"), required=False, max_length=120)
    time_limit_value = forms.DecimalField(
        label=_("Time limit"), required=False, min_value=0, max_digits=8, decimal_places=2
    )
    time_limit_unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=[("", "—"), *TimeUnit.choices]
    )
    output_standard = TextField(label=_("Output standard"), required=False, rows=3)
    caution = TextField(label=_("Caution"), required=False, rows=3)
    example = TextField(label=_("Example"), required=False, rows=3)
    is_control_point = forms.BooleanField(label=_("Key control point"), required=False)
    seen = SeenField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = people.positions_in_use()

    def clean(self):
        data = super().clean()
        value, unit = data.get("time_limit_value"), data.get("time_limit_unit")
        if value is not None and value <= 0:
            self.add_error("time_limit_value", _("A time limit is more than nothing."))
        if value is not None and not unit:
            self.add_error("time_limit_unit", _("Choose the unit of the time limit."))
        if unit and value is None and "time_limit_value" not in self.errors:
            data["time_limit_unit"] = ""
        return data


class BranchForm(Form):
    condition = CharField(label=_("If"), max_length=200)
    target = ModelChoiceField(
        None, label=_("go on with step"), required=False, empty_label=_("End of the procedure")
    )

    def __init__(self, *args, one, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        steps = one.version.steps.exclude(pk=one.pk).order_by("order", "pk")
        field.queryset = steps
        numbers = {row.pk: n for n, row in enumerate(one.version.steps.all(), start=1)}
        field.label_from_instance = lambda row: f"{numbers.get(row.pk, '')} {row.title}"

    def clean_target(self):
        chosen = self.cleaned_data["target"]
        return chosen.step if chosen else None


class PictureForm(Form):
    upload = forms.FileField(label=_("Picture"), help_text=_("PNG, JPEG or WebP, at most 20 MB."))
    alt = CharField(label=_("What the picture shows"), help_text=_("For those who can't see it."))
    caption = CharField(label=_("Caption"), required=False)


class RelatedForm(Form):
    sop = ModelChoiceField(
        Sop.objects.none(), label=_("SOP"), required=False, empty_label=_("Another document")
    )
    number = CharField(label=_("Number"), required=False, max_length=60)
    title = CharField(label=_("Title"), required=False)

    def __init__(self, *args, version, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sop"].queryset = (
            Sop.objects.visible_to(user).in_force().exclude(pk=version.sop_id)
        )

    def clean(self):
        data = super().clean()
        if not data.get("sop") and not data.get("title"):
            self.add_error("title", _("Choose an SOP, or give the document a title."))
        return data


class RecordFormForm(Form):
    title = CharField(label=_("Title of the form"))
    number = CharField(label=_("Number"), required=False, max_length=60)
    step = ModelChoiceField(
        None, label=_("Filled in at step"), required=False, empty_label=_("No particular step")
    )
    kept_by = CharField(label=_("Kept by"), required=False, max_length=120)
    kept_for = CharField(label=_("Kept for"), required=False, max_length=60)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        field.queryset = version.steps.order_by("order", "pk")
        numbers = {row.pk: n for n, row in enumerate(version.steps.all(), start=1)}
        field.label_from_instance = lambda row: f"{numbers.get(row.pk, '')} {row.title}"

    def clean_step(self):
        chosen = self.cleaned_data["step"]
        return chosen.step if chosen else None


class SnapshotForm(Form):
    note = CharField(label=_("What is new in it"), required=False)


class ReasonForm(Form):
    reason = TextField(label=_("Reason"), rows=3, max_length=1000)


class WithdrawForm(SignatureFields):
    reason = TextField(label=_("Reason"), rows=3, max_length=1000)
    field_order = ["reason", "password"]


class ConfirmForm(SignatureFields):
    pass


class RegisterForm(Form):
    owner = ModelChoiceField(User.objects.none(), label=_("Owner"))
    confidentiality = forms.ChoiceField(label=_("Confidentiality"), choices=Confidentiality.choices)
    positions = ModelMultipleChoiceField(
        Position.objects.none(), label=_("Positions addressed"), required=False
    )
    reason = TextField(label=_("Reason"), required=False, rows=2, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people.active()
        self.fields["positions"].queryset = people.positions_in_use()


class ImportForm(SignatureFields):
    """An existing SOP, as it stands on paper."""

    number = CharField(label=_("Document number"), max_length=40)
    title_zh, title_en = bilingual(_("Title"), max_length=200)
    owning_department = ModelChoiceField(Department.objects.none(), label=_("Owning department"))
    owner = ModelChoiceField(User.objects.none(), label=_("Owner"))
    old_version = CharField(
        label=_("Version"), max_length=20, help_text=_("As it is printed, e.g. V2.0 or A/3.")
    )
    effective_on = DateField(label=_("In force since"))
    positions = ModelMultipleChoiceField(
        Position.objects.none(), label=_("Positions addressed"), required=False
    )
    scan = forms.FileField(
        label=_("Scan or original"), required=False, help_text=_("PDF, Word document or picture.")
    )
    steps = TextField(
        label=_("Titles of the steps"),
        required=False,
        rows=6,
        max_length=LONG,
        help_text=_("One per line; may be written out later."),
    )
    field_order = [
        "number",
        "title_zh",
        "title_en",
        "owning_department",
        "owner",
        "old_version",
        "effective_on",
        "positions",
        "scan",
        "steps",
        "password",
    ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        departments = people.departments_in_use()
        if not user.standing.is_controller:
            departments = departments.filter(pk__in=user.standing.headed_ids)
        self.fields["owning_department"].queryset = departments
        self.fields["owner"].queryset = people.active()
        self.fields["positions"].queryset = people.positions_in_use()

    def clean(self):
        need_one_language(self, "title")
        data = super().clean()
        if "steps" in data:
            data["step_titles"] = data.pop("steps").splitlines()
        data.pop("shown_sha256", None)
        return data


class LibraryFilter(Form):
    """The one line above the library."""

    q = CharField(label=_("Search"), required=False, max_length=100)
    department = ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = people.departments_in_use()
        self.fields["q"].widget.input_type = "search"
        if user.standing.is_controller or user.standing.is_auditor:
            self.fields["state"].choices = [
                ("", _("In force")),
                ("all", _("All")),
                *VersionState.choices,
            ]
        else:
            del self.fields["state"]
