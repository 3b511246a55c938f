"""The seats of the seven stages: what each floor shows and demands of a project.

A floor registers its panel in `AppConfig.ready()`; nothing here imports it.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from projects.enums import STAGES, Stage

__all__ = [
    "Criterion",
    "Stage",
    "StagePanel",
    "criteria_of",
    "demand",
    "panel_for",
    "panels",
    "register",
]


@dataclass(frozen=True)
class Criterion:
    """One line of a gate checklist. `sentence` says what must hold; `url` is where it is mended."""

    sentence: Any
    met: bool
    url: str = ""


def _nothing_to_show(project_ids: Iterable[int]) -> dict[int, str]:
    return {}


def _nothing_to_undo(project: Any, *, actor: Any, at: datetime, reason: str) -> None:
    return None


def _nothing_else() -> Hashable:
    return None


def _nobody_else(project: Any, user: Any) -> bool:
    return False


@dataclass(frozen=True)
class StagePanel:
    """What a stage gives to the project page.

    `criteria(project)`: the exit criteria, shown as checklist and enforced by the gate.
    `progress(project_ids)`: one short text per project, for a whole board in constant queries.
    `withdraw(project, *, actor, at, reason)`: end what is under way here; called when the project
    goes back to an earlier stage or is cancelled. `reopen` is called for the stage it goes back to.
    `may_complete(project, user)`: people outside the project who may close this stage.
    `upon()`: what the criteria depend on besides rows whose changes stand in the project's chain;
    pages keep them by both (ADR 14).
    """

    stage: Stage
    label: Any
    url_name: str
    criteria: Callable[[Any], list[Criterion]]
    progress: Callable[[Iterable[int]], dict[int, str]] = _nothing_to_show
    withdraw: Callable[..., None] = _nothing_to_undo
    reopen: Callable[..., None] = _nothing_to_undo
    may_complete: Callable[[Any, Any], bool] = _nobody_else
    upon: Callable[[], Hashable] = _nothing_else


_panels: dict[str, StagePanel] = {}
_demands: dict[str, list[Callable[[Any], list[Criterion]]]] = {}


def register(panel: StagePanel) -> None:
    _panels[panel.stage] = panel


def demand(stage: Stage, criteria: Callable[[Any], list[Criterion]]) -> None:
    """Further criteria of a stage, from a floor that doesn't own its panel."""
    _demands.setdefault(stage, []).append(criteria)


def panels() -> list[StagePanel]:
    """The registered panels in the order of the stages."""
    return [_panels[stage] for stage in STAGES if stage in _panels]


def panel_for(stage: str) -> StagePanel | None:
    return _panels.get(stage)


def criteria_of(project: Any, stage: str | None = None) -> list[Criterion]:
    """The gate checklist of a stage (the present one by default)."""
    stage = stage or project.stage
    panel = _panels.get(stage)
    found = list(panel.criteria(project)) if panel else []
    for criteria in _demands.get(stage, []):
        found.extend(criteria(project))
    return found
