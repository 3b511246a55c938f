"""Fields that several forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import CharField, ModelChoiceField
from sopman.people.numbers import plain_mobile


class PersonField(ModelChoiceField):
    """Choose a person: name first, then the employee number that tells two of a name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.employee_number}"


class PlaceField(ModelChoiceField):
    """Choose a department or a position, by name and code."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.code}"


class MobileField(CharField):
    """A mobile number in any dress; None when left empty, for the column is unique."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=24, **kwargs)
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        number = plain_mobile(text)
        if number is None:
            raise ValidationError(_("This is not a mobile number."))
        return number


# What AUTH_PASSWORD_VALIDATORS ask for, in one breath.
PASSWORD_HINT = _(
    "At least 10 characters, not digits alone. No common password, nothing of your name or number."
)


class PasswordField(forms.CharField):
    """Never trimmed, never sent back."""

    def __init__(self, *, new: bool = False, **kwargs: Any):
        use = "new-password" if new else "current-password"
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": use}))
        super().__init__(strip=False, max_length=128, **kwargs)
