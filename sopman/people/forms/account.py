"""Logging in, and what people set for themselves."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import CharField, DateField, FaceRenderer, Form
from sopman.organization.enums import Language
from sopman.organization.zones import time_zone_choices
from sopman.people import queries
from sopman.people.forms.fields import PASSWORD_HINT, PasswordField, PersonField


class LoginForm(AllauthLoginForm):
    """Employee number or mobile number, and a password; one sentence for everything wrong."""

    default_renderer = FaceRenderer

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"].label = _("Employee number or mobile number")
        self.fields["login"].max_length = 64
        self.fields["login"].widget = forms.TextInput(
            attrs={"autocomplete": "username", "autofocus": True, "maxlength": 64}
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs["maxlength"] = 128


class AccountForm(Form):
    name_en = CharField(label=_("Name in English"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Only used for what is due or waits for you."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zone_choices(time_zone)


class PasswordForm(Form):
    old = PasswordField(label=_("Present password"))
    new = PasswordField(label=_("New password"), new=True)
    again = PasswordField(label=_("New password once more"), new=True)

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = PASSWORD_HINT
        if first:
            self.fields["old"].label = _("One-time password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        again = cleaned.pop("again", None)
        if cleaned.get("new") and again and cleaned["new"] != again:
            self.add_error("again", ValidationError(_("The two new passwords differ.")))
        return cleaned


class DeputyForm(Form):
    deputy = PersonField(queries.active(), label=_("Deputy"))
    from_on = DateField(label=_("From"))
    to_on = DateField(
        label=_("Until (inclusive)"), required=False, help_text=_("Empty: until you end it.")
    )
    reason = CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, principal: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = queries.active().exclude(pk=principal.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        need_in_order(self)
        return cleaned


def need_in_order(form: forms.Form) -> None:
    start, end = form.cleaned_data.get("from_on"), form.cleaned_data.get("to_on")
    if start and end and end < start:
        form.add_error("to_on", ValidationError(_("The last day lies before the first one.")))
