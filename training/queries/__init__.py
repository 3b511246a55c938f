"""Reads of release and training."""

from training.queries.board import progress
from training.queries.learning import Learning, learning_of, standing_with
from training.queries.living import (
    accuracy_due,
    accuracy_month,
    accuracy_of,
    accuracy_target,
    may_speak,
)
from training.queries.readiness import (
    Counted,
    Reader,
    Readiness,
    people_of,
    qualified_ids,
    readiness,
    release_of,
)
from training.queries.results import answers_of, results_of

__all__ = [
    "Counted",
    "Learning",
    "Reader",
    "Readiness",
    "accuracy_due",
    "accuracy_month",
    "accuracy_of",
    "accuracy_target",
    "answers_of",
    "learning_of",
    "may_speak",
    "people_of",
    "progress",
    "qualified_ids",
    "readiness",
    "release_of",
    "results_of",
    "standing_with",
]
