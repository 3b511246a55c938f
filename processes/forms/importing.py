"""A file to import as a map, and the word that what is there may go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.forms.mapping import ConfirmForm
from processes.importing import MOST_BYTES
from sopman.core.forms import Form


class MapFileForm(Form):
    file = forms.FileField(
        label=_("Process map"),
        max_length=200,
        help_text=_(
            "BPMN, Visio (.vsdx), XMind, XLSX or CSV. Nothing is stored before you have seen it."
        ),
        widget=forms.FileInput(attrs={"accept": ".bpmn,.xml,.vsdx,.xmind,.xlsx,.csv"}),
    )

    def arguments(self) -> tuple[str, bytes]:
        upload = self.cleaned_data["file"]
        return upload.name, upload.read(MOST_BYTES + 1)


class ReplaceForm(ConfirmForm):
    confirm = forms.BooleanField(
        label=_("Replace the present map, also what is named above"), required=False
    )
