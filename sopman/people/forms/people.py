"""Administrators' forms about one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sopman.core.forms import CharField, DateField, Form, ModelMultipleChoiceField, TextField
from sopman.organization.enums import Language
from sopman.organization.zones import time_zone_choices
from sopman.people import queries
from sopman.people.enums import Role
from sopman.people.forms.account import need_in_order
from sopman.people.forms.fields import (
    MobileField,
    PasswordField,
    PersonField,
    PlaceField,
)
from sopman.people.models import Department


class FilterForm(Form):
    """The line above the people list. Nonsense in the address is left aside, not refused."""

    text = CharField(label=_("Name or number"), required=False, max_length=80)
    department = PlaceField(
        Department.objects.all(), label=_("Department"), required=False, empty_label=_("All")
    )
    role = forms.ChoiceField(
        label=_("Platform role"), required=False, choices=[("", _("All")), *Role.choices]
    )
    state = forms.ChoiceField(
        label=_("Accounts"),
        required=False,
        choices=[("", _("Working here")), ("left", _("No longer here")), ("all", _("All"))],
    )


class PersonForm(Form):
    employee_number = CharField(label=_("Employee number"), max_length=32)
    name = CharField(label=pgettext_lazy("of a person", "Name"), max_length=80)
    name_en = CharField(label=_("Name in English"), max_length=80, required=False)
    mobile = MobileField(label=_("Mobile number"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(time_zone)


class ReasonForm(Form):
    reason = TextField(label=_("Reason"), max_length=500, rows=3)


class AppointmentForm(Form):
    position = PlaceField(queries.positions_in_use(), label=_("Position"))
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Until (inclusive)"), required=False)
    is_primary = forms.BooleanField(label=_("Main position"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        need_in_order(self)
        return cleaned


class EndAppointmentForm(Form):
    to_on = DateField(label=_("Last day"))


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Platform role"), choices=Role.choices)
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Until (inclusive)"), required=False)
    password = PasswordField(label=_("Your own password, to confirm"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        need_in_order(self)
        return cleaned


class EndRoleForm(Form):
    password = PasswordField(label=_("Your own password, to confirm"))


class HandOverForm(Form):
    to_user = PersonField(queries.active(), label=_("Who takes over"))

    def __init__(self, *args: Any, from_user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to_user"].queryset = queries.active().exclude(pk=from_user.pk)


class PasswordSheetForm(Form):
    """Who gets a one-time password on paper."""

    people = ModelMultipleChoiceField(queries.active(), label=_("People"))
