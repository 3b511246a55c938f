"""Where a draft goes from here: upper floors register the button that leaves the drafting stage.

next_steps.register(NextStep("reviews:review", _("Submit for review"), offered))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


def _always(version: Any, user: Any) -> bool:
    return True


@dataclass(frozen=True)
class NextStep:
    """A button on the drafting page; its address takes the project's key."""

    url_name: str
    label: Any
    offered: Callable[[Any, Any], bool] = _always

    def url(self, version: Any) -> str:
        return reverse(self.url_name, args=[version.project_id])


_steps: dict[str, NextStep] = {}


def register(step: NextStep) -> None:
    _steps[step.url_name] = step


def offered_to(version: Any, user: Any) -> list[tuple[str, Any]]:
    """Address and words of each step that this person may take next."""
    found = []
    for step in _steps.values():
        if step.offered(version, user):
            try:
                found.append((step.url(version), step.label))
            except NoReverseMatch:
                continue
    return found
