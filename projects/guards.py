"""Whether a project may move now."""

from typing import Any

from projects.enums import STAGES
from projects.stages import criteria_of
from sopman.lifecycle import Guard


def unmet_criteria(project: Any) -> list[Any]:
    """The sentences of the gate checklist that don't hold yet, of the stage being left."""
    if project.stage not in STAGES:
        return []
    return [one.sentence for one in criteria_of(project) if not one.met]


class GateGuard(Guard):
    """Keeps a project in its stage until every criterion of that stage is met."""

    def __init__(self) -> None:
        super().__init__(unmet_criteria)
