"""Results of an exam: the best attempt of each person."""

from typing import Any

from training.enums import AttemptState
from training.models import Attempt, Release


def results_of(release: Release) -> list[Attempt]:
    """Every finished attempt, people in order, attempts in order."""
    found = Attempt.objects.filter(exam__release=release).exclude(state=AttemptState.RUNNING)
    return list(
        found.select_related("user")
        .defer("paper", "key")
        .order_by("user__employee_number", "number")
    )


def answers_of(attempt: Attempt) -> dict[str, Any]:
    return {one.item: one for one in attempt.answers.all()}
