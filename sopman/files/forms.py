"""A file field that looks into the file while the form is still on the screen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sopman.core.errors import Refused
from sopman.files.enums import EXTENSIONS
from sopman.files.sniffing import check


class UploadField(forms.FileField):
    """`UploadField(kinds={Kind.PDF})`: refuses in the form what `attach` would refuse."""

    def __init__(self, *, kinds: Any = None, **options: Any) -> None:
        self.kinds = kinds
        options.setdefault("max_length", 200)
        super().__init__(**options)
        taken = [ext for ext, kind in EXTENSIONS.items() if not kinds or kind in kinds]
        self.widget.attrs.setdefault("accept", ",".join(taken))

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                check(upload, kinds=self.kinds)
            except Refused as refused:
                raise ValidationError([str(reason) for reason in refused.reasons]) from None
            upload.seek(0)
        return upload
