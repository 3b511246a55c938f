"""The questions each seat answers before handing in: code, perspective, wording."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviews.enums import Dimension, SeatKind


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    dimension: Dimension
    words: Any


_OPERABLE, _LAWFUL, _COMPLETE = Dimension.OPERABILITY, Dimension.COMPLIANCE, Dimension.COMPLETENESS

QUESTIONS: dict[str, tuple[Question, ...]] = {
    SeatKind.BUSINESS: (
        Question("goal", _COMPLETE, _("Do the steps reach the objectives of the charter?")),
        Question("branches", _COMPLETE, _("Is every case of daily business covered by a branch?")),
        Question("owner", _OPERABLE, _("Has every step exactly one responsible position?")),
        Question("limits", _OPERABLE, _("Are the time limits realistic with the people we have?")),
    ),
    SeatKind.FRONTLINE: (
        Question("doable", _OPERABLE, _("Can I carry out every step with what I have at hand?")),
        Question("clear", _OPERABLE, _("Is it clear at each step when it is done?")),
        Question("systems", _OPERABLE, _("Do I have access to every system that is named?")),
        Question("exceptions", _COMPLETE, _("Does it say what to do when something goes wrong?")),
    ),
    SeatKind.COMPLIANCE: (
        Question("lawful", _LAWFUL, _("Do the steps keep the law and our contracts?")),
        Question("data", _LAWFUL, _("Are personal data protected at every step?")),
        Question("records", _LAWFUL, _("Does every control point leave a record?")),
        Question("related", _COMPLETE, _("Do the related documents named exist and apply?")),
    ),
}


def questions_for(kind: str) -> tuple[Question, ...]:
    return QUESTIONS.get(kind, ())
