"""What the pages of evidence ask. Each form gives the keyword arguments of one action."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.actions.evidence import TAKEN
from processes.actions.observing import Timed
from processes.enums import Aspect, EvidenceKind
from processes.forms.mapping import MinutesField, PlaceField, seen_number
from processes.models import EvidenceRecord, Step
from sopman.core.forms import CharField, DateField, Form, ModelChoiceField, SeenField, TextField
from sopman.files.forms import UploadField
from sopman.files.models import Attachment
from sopman.people.models import User
from sopman.people.queries import active


class KeyField(forms.UUIDField):
    """A UUID made for this form, so that sending it twice is seen."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)
        self.max_length = 36  # the ordinary limit counts letters, and a UUID has none


class RecordForm(Form):
    """One evidence record. `key` makes a form that is sent twice one record."""

    key = KeyField()
    title = CharField(label=gettext_lazy("What it is about"), max_length=200)
    happened_on = DateField(label=gettext_lazy("Date"))
    place = CharField(label=gettext_lazy("Location"), max_length=120, required=False)
    person = ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person from the organization"), required=False,
        empty_label=gettext_lazy("Nobody of the organization"),
    )  # fmt: skip
    outsider = CharField(
        label=gettext_lazy("Person from outside"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Name and where from, for example a customer or a supplier."),
    )
    text = TextField(
        label=gettext_lazy("What was said, read or seen"),
        max_length=8000,
        rows=10,
        required=False,
        help_text=gettext_lazy("Sentences of this text can be pinned to activities."),
    )
    consent_by = CharField(
        label=gettext_lazy("Consent given by"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Without consent no recording can be kept with it."),
    )
    consent_on = DateField(label=gettext_lazy("Consent given on"), required=False)
    seen = SeenField()

    def __init__(self, *args: Any, held: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = active()
        if held is not None and not held.is_active:
            people = people | User.objects.filter(pk=held.pk)
        self.fields["person"].queryset = people

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean_seen(self) -> int | None:
        return seen_number(self.cleaned_data["seen"])

    def facts(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k not in ("key", "seen")}


def initial_of(one: EvidenceRecord) -> dict[str, Any]:
    return {
        "title": one.title,
        "happened_on": one.happened_on,
        "place": one.place,
        "person": one.person_id,
        "outsider": one.outsider,
        "text": one.text,
        "consent_by": one.consent_by,
        "consent_on": one.consent_on,
        "seen": one.revision,
    }


class FileForm(Form):
    upload = UploadField(label=gettext_lazy("Picture, document or recording"), kinds=TAKEN)


class PinForm(Form):
    step = forms.ChoiceField(label=gettext_lazy("Activity"))
    quote = TextField(
        label=gettext_lazy("Sentence of the record"),
        max_length=600,
        rows=2,
        required=False,
        help_text=gettext_lazy("As it stands in the text."),
    )
    picture = forms.ChoiceField(label=gettext_lazy("Or a picture"), required=False)
    aspect = forms.ChoiceField(
        label=gettext_lazy("It gives a value for"),
        required=False,
        choices=[("", gettext_lazy("No value")), *Aspect.choices],
        help_text=gettext_lazy("Values of different sources are compared."),
    )
    minutes = MinutesField(label=gettext_lazy("Minutes"))
    position = PlaceField(label=gettext_lazy("Position"), empty_label="—")
    system = CharField(label=gettext_lazy("System"), max_length=80, required=False)
    after = forms.ChoiceField(label=gettext_lazy("Stands after"), required=False)

    def __init__(
        self, *args: Any, names: dict[str, str], pictures: Iterable[Attachment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = {str(one.pk): one for one in pictures}
        self.fields["step"].choices = [("", _("Please choose")), *names.items()]
        self.fields["after"].choices = [("", "—"), *names.items()]
        shown = [(pk, one.name) for pk, one in self.pictures.items()]
        self.fields["picture"].choices = [("", "—"), *shown]
        self.fields["system"].widget.attrs["list"] = "systems"

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["step"] = Step.objects.get(pk=data["step"])
        data["after"] = Step.objects.get(pk=data["after"]) if data["after"] else None
        data["picture"] = self.pictures.get(data["picture"])
        return data


class SettleForm(Form):
    """Which of the values holds, and why. `seen` are the values that stood on the page."""

    chosen = forms.ChoiceField(
        label=gettext_lazy("What holds"), required=False, widget=forms.RadioSelect
    )
    reason = TextField(label=gettext_lazy("Reason"), max_length=1000, rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [*choices, ("", _("None of them"))]

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        seen = [value for value in data["seen"].split("|") if value]
        return {"chosen": data["chosen"], "reason": data["reason"], "seen": seen}


class RecordFilter(Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of evidence"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Activity"), required=False)

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *EvidenceKind.choices]
        self.fields["step"].choices = [("", _("All")), *names.items()]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


# The stopwatch


class TypedLapForm(Form):
    """One activity of a cycle whose minutes are typed."""

    step = KeyField()
    touch = MinutesField(label=gettext_lazy("Touch time (minutes)"))
    waiting = MinutesField(label=gettext_lazy("Waiting time (minutes)"))
    remark = CharField(label=gettext_lazy("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = names.get(str(self["step"].value()), "")
        for field in self.visible_fields():
            field.field.widget.attrs["aria-label"] = f"{self.name}: {field.label}"

    def clean_step(self) -> uuid.UUID:
        if self.cleaned_data["step"] is None:
            raise ValidationError(_("This activity is no longer on the map."))
        return self.cleaned_data["step"]

    def lap(self) -> Timed:
        data = self.cleaned_data
        return Timed(
            data["step"], seconds(data["touch"]), seconds(data["waiting"]), 0, data["remark"]
        )


def seconds(minutes: Decimal | None) -> int | None:
    return None if minutes is None else int((minutes * 60).to_integral_value())


TypedLaps = forms.formset_factory(TypedLapForm, extra=0, max_num=1000, absolute_max=1000)


class TypedCycleForm(Form):
    """When the typed cycle was; its end follows from its minutes."""

    client_id = KeyField()
    day = DateField(label=gettext_lazy("Day of the cycle"))
    remark = CharField(label=gettext_lazy("Remark"), max_length=500, required=False)

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def span(self, laps: Iterable[Timed]) -> dict[str, Any]:
        day = self.cleaned_data["day"]
        start = timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
        length = sum((lap.touch or 0) + (lap.waiting or 0) for lap in laps)
        end = min(start + timedelta(seconds=length), max(timezone.now(), start))
        return {"started_at": start, "ended_at": end}


class ReasonForm(Form):
    reason = TextField(label=gettext_lazy("Why the cycle doesn't count"), max_length=500, rows=2)
