"""From the figures of the scenarios to the charter's objectives. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilots.enums import METRICS
from projects import units
from projects.enums import MetricKind

# How many minutes (or per cent) one unit of an objective is, by how people write it.
_UNITS = {
    MetricKind.CYCLE_TIME: units.MINUTES,
    MetricKind.ERROR_RATE: units.SHARES,
    MetricKind.SATISFACTION: units.SHARES,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What the pilot says about one objective. `value` None: not measured (yet)."""

    objective: Any
    value: Decimal | None
    sample_size: int
    source: str
    reached: bool

    @property
    def is_later(self) -> bool:
        """The monthly accuracy is measured after the release."""
        return bool(self.objective.metric == MetricKind.ACCURACY)


def own_objectives(objectives: list[Any]) -> list[Any]:
    """Objectives that need a figure of their own.

    The three common figures answer an objective when it is the only one of its metric and its
    unit can be converted; the monthly accuracy comes later.
    """
    return [
        one
        for one in objectives
        if one.metric != MetricKind.ACCURACY and not _is_common(one, objectives)
    ]


def results(objectives: list[Any], figures: Iterable[Any]) -> list[Result]:
    """One result per objective, the scenarios weighted by their number of cases."""
    figures = list(figures)
    return [_result(one, objectives, figures) for one in objectives]


def weighted(figures: list[Any]) -> tuple[Decimal | None, int]:
    """Mean of the values weighted by their cases, and the number of cases."""
    cases = sum(one.sample_size for one in figures)
    if not cases:
        return None, 0
    total = sum(one.value * one.sample_size for one in figures)
    return (Decimal(total) / cases).quantize(Decimal("0.01")), cases


def _result(objective: Any, objectives: list[Any], figures: list[Any]) -> Result:
    if _is_common(objective, objectives):
        chosen = [
            one for one in figures if one.objective_id is None and one.metric == objective.metric
        ]
        value, cases = weighted(chosen)
        if value is not None:
            factor = _UNITS[objective.metric][_unit(objective)]
            value = (value / factor).quantize(Decimal("0.01"))
    else:
        chosen = [one for one in figures if one.objective_id == objective.pk]
        value, cases = weighted(chosen)
    source = "、".join(dict.fromkeys(one.source for one in chosen))
    return Result(objective, value, cases, source, objective.is_reached(value))


def _is_common(objective: Any, objectives: list[Any]) -> bool:
    if objective.metric not in METRICS:
        return False
    alone = Counter(one.metric for one in objectives)[objective.metric] == 1
    return alone and _unit(objective) in _UNITS[objective.metric]


def _unit(objective: Any) -> str:
    return str(objective.unit).strip().lower()
