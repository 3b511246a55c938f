"""A step of a version as a field of a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sops.models import SopStep, SopVersion


def numbered(version: SopVersion) -> list[tuple[SopStep, str]]:
    """The steps of a version as a form names them: “3. Call the customer”."""
    rows = version.steps.select_related("step")
    return [(row, f"{n}. {row.title}") for n, row in enumerate(rows, 1)]


class SopStepField(forms.ChoiceField):
    """One step, or the whole SOP; cleaned to the `SopStep`, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Step"), required=False, **kwargs)
        self.rows: dict[str, SopStep] = {}

    def offer(self, version: SopVersion) -> None:
        steps = numbered(version)
        self.rows = {str(row.step_id): row for row, _words in steps}
        chosen = [(str(row.step_id), words) for row, words in steps]
        self.choices = [("", _("The whole SOP")), *chosen]

    def clean(self, value: Any) -> SopStep | None:
        return self.rows.get(super().clean(value))
