"""The decisions as the redesign wants them, and what traces back to what."""

import hashlib
import json
from typing import Any

from processes.enums import Decision, MapKind
from processes.models import Activity, Change, Step, StepOrigin
from processes.redesign import Decision as Decided
from projects.models import Project


def as_decision(change: Change) -> Decided:
    return Decided(
        key=str(change.step_id),
        kind=change.decision,
        into=_text(change.into_id),
        after=_text(change.after_id),
        outcome=_text(change.outcome_id),
        name=change.name,
        position=change.position_id,
        system=change.system,
        touch=change.touch_minutes,
        waiting=change.waiting_minutes,
        value_class=change.value_class,
    )


def _text(pk: Any) -> str | None:
    return None if pk is None else str(pk)


def decisions_of(project: Project) -> list[Decided]:
    """In the order in which they were made first."""
    return [as_decision(change) for change in Change.objects.filter(project=project)]


def fingerprint(decisions: list[Decided]) -> str:
    """Of everything in the decisions that the map follows from; reasons are not in it."""
    text = json.dumps(
        sorted([str(value) for value in vars(one).values()] for one in decisions),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def names_of(project: Project) -> dict[str, str]:
    """What the activities are called by step: those of the as-is map and the added ones."""
    drawn = Activity.objects.filter(map__project=project, map__kind=MapKind.AS_IS)
    names = {str(step): name for step, name in drawn.values_list("step_id", "name")}
    added = Change.objects.filter(project=project, decision=Decision.ADD)
    return names | {str(step): name for step, name in added.values_list("step_id", "name")}


def traces_back(project: Project, step: Step) -> bool:
    """Whether a to-be activity comes from an as-is one, or is marked as added."""
    return (
        Activity.objects.filter(map__project=project, map__kind=MapKind.AS_IS, step=step).exists()
        or StepOrigin.objects.filter(step=step).exists()
        or Change.objects.filter(project=project, decision=Decision.ADD, step=step).exists()
    )


def anchor_on_map(project: Project, step: Step) -> Any:
    """The nearest activity above `step` on the to-be map that decisions can name, as its key."""
    named = set(names_of(project))
    combined = dict(
        Change.objects.filter(project=project, decision=Decision.COMBINE).values_list(
            "outcome_id", "step_id"
        )
    )
    rows = Activity.objects.filter(map__project=project, map__kind=MapKind.TO_BE)
    above = []
    for one in rows.order_by("order").values_list("step_id", flat=True):
        if one == step.pk:
            break
        above.append(one)
    for one in reversed(above):
        if str(one) in named:
            return one
        if one in combined:
            return combined[one]
    return None
