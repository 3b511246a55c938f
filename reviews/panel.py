"""What the review stage shows and demands on the project page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.stages import Criterion
from reviews import guards, rules
from reviews.enums import RoundState
from reviews.queries import latest_round


def criteria(project: Any) -> list[Criterion]:
    """The exit criteria of the stage: the same sentences that refuse the signature."""
    url = reverse("reviews:review", args=[project.pk])
    round_ = latest_round(project)
    if round_ is None or round_.state == RoundState.WITHDRAWN:
        return [Criterion(_("The draft is with its reviewers."), False, url)]
    passed = round_.state == RoundState.PASSED
    checks = (
        (_("All three reviewers have handed in."), guards.all_handed_in),
        (_("Every comment has an answer."), guards.every_comment_answered),
        (_("No reviewer disagrees."), guards.nobody_disagrees),
        (_("All departments concerned have countersigned."), guards.all_countersigned),
    )
    found = [Criterion(words, passed or not check(round_), url) for words, check in checks]
    return [*found, Criterion(_("The head has signed; the version is official."), passed, url)]


def may_complete(project: Any, user: Any) -> bool:
    """The head who signs need not be in the project."""
    round_ = latest_round(project)
    return round_ is not None and any(rules.may_sign(seat, user) for seat in round_.seats.all())
