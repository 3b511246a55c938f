"""What is sent along with a table: the revision seen, and whether removals are meant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.forms.mapping import ConfirmForm


class GuardForm(ConfirmForm):
    confirm = forms.BooleanField(
        label=_(
            "Remove these activities all the same. What hangs on them stays readable at their step."
        ),
        required=False,
    )
    asked: tuple[str, ...] = ()

    def ask(self, sentences: list[str]) -> None:
        """The activities that would go though something hangs on them, one sentence each."""
        self.asked = tuple(sentences)
