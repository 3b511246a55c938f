from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sopman.core.forms import CharField, DateField, Form


class TrailFilter(Form):
    """What to show of the trail."""

    words = CharField(label=_("Words"), required=False, max_length=100)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    chain = CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            raise ValidationError(_("The first day lies after the last one."))
        return self.cleaned_data
