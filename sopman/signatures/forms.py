"""The password that every signature asks for again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import Form


class SignatureFields(Form):
    """The password field of a form that signs. The template shows the meaning above it.

    `shown_sha256` carries the fingerprint of what the page showed, so that nobody signs
    something else than what they read.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
