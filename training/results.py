"""What a finished attempt says: the steps to read again, never the answers."""

from dataclasses import dataclass
from typing import Any

from training import grading
from training.models import Attempt, Question


@dataclass(frozen=True, slots=True)
class Missed:
    """A question answered wrongly, and where the SOP says it."""

    number: int
    text: str
    anchor: str  # of the step on the reading page, or ""
    place: str


def missed_steps(attempt: Attempt) -> list[Missed]:
    choices: dict[str, Any] = {one.item: one.choice for one in attempt.answers.all()}
    key = Attempt.objects.values_list("key", flat=True).get(pk=attempt.pk)
    wrong = set(grading.wrong_items(key, choices))
    asked = [(n, one) for n, one in enumerate(attempt.paper, 1) if one["item"] in wrong]
    steps = dict(
        Question.objects.filter(pk__in=[one["question"] for _n, one in asked]).values_list(
            "pk", "step"
        )
    )
    version = attempt.exam.release.version
    titles = {one.step_id: (n, one.title) for n, one in enumerate(version.steps.all(), 1)}
    return [Missed(n, one["text"], *_place(steps.get(one["question"]), titles)) for n, one in asked]


def _place(step_id: Any, titles: dict) -> tuple[str, str]:
    if step_id not in titles:
        return "", ""
    n, title = titles[step_id]
    return f"#step-{step_id}", f"{n}. {title}"
