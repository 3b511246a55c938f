"""Where a draft goes from here: upper floors register the button that leaves the drafting stage.

next_steps.register(NextStep("reviews:review", _("Submit for review"), offered))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from projects.stages import Stage, panel_for
from sops import rules


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


def _page_of_the_review(version: Any, user: Any) -> list[NextStep]:
    panel = panel_for(Stage.REVIEW)
    if panel is None or not rules.may_submit(version, user):
        return []
    return [NextStep(panel.url_name, _("Submit for review"))]


_steps: dict[str, NextStep] = {}


def register(step: NextStep) -> None:
    _steps[step.url_name] = step


def offered_to(version: Any, user: Any) -> list[tuple[str, Any]]:
    """Address and words of each step that this person may take next.

    Without anything registered: the page of the review stage, for who may submit.
    """
    found = []
    for step in _steps.values() or _page_of_the_review(version, user):
        if step.offered(version, user):
            try:
                found.append((step.url(version), step.label))
            except NoReverseMatch:
                continue
    return found
