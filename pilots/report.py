"""What the pilot report says, as data: for the page, the print, and the signature."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilots.enums import METRICS
from pilots.questions import QUESTIONS
from pilots.results import Result, results
from projects import queries as projects
from projects.enums import MetricKind


@dataclass(frozen=True, slots=True)
class Mark:
    """One question of the questionnaire: its mean mark and how many answered."""

    words: Any
    mean: Decimal | None
    count: int


def objective_results(pilot: Any) -> list[Result]:
    return results(list(pilot.project.objectives.all()), pilot.figures.all())


def scenario_figures(pilot: Any) -> list[dict[str, Any]]:
    """Per scenario the three common metrics, measured or not."""
    have = {(one.scenario_id, one.metric): one for one in pilot.figures.all()}
    return [
        {
            "scenario": scenario,
            "figures": [
                {"metric": MetricKind(metric), "unit": unit, "up": up,
                 "figure": have.get((scenario.pk, metric))}
                for metric, (unit, up) in METRICS.items()
            ],
        }
        for scenario in pilot.scenarios.all()
    ]  # fmt: skip


def marks(pilot: Any) -> list[Mark]:
    answers = list(pilot.answers.all())
    found = []
    for code, words in QUESTIONS:
        given = [getattr(one, code) for one in answers]
        mean = (Decimal(sum(given)) / len(given)).quantize(Decimal("0.1")) if given else None
        found.append(Mark(words, mean, len(given)))
    return found


def problems_by_place(pilot: Any) -> list[tuple[str, int]]:
    """Where it went wrong most often."""
    counted = Counter(str(one.place) for one in pilot.problems.all())
    return counted.most_common()


def charter_revisions(pilot: Any) -> list[Any]:
    """How the objectives came to say what they say now; an easier target is never silent."""
    return projects.revisions_in_force(pilot.project)


def frozen_report(pilot: Any, decision: str, reason: str) -> dict[str, Any]:
    """The content that the concluding signature binds to."""
    return {
        "version": str(pilot.version),
        "version_sha256": pilot.version.content_sha256,
        "starts_on": pilot.starts_on,
        "ends_on": pilot.ends_on,
        "decision": decision,
        "reason": reason,
        "objectives": [
            [one.name_zh, one.name_en, one.direction, _text(one.baseline), _text(one.target)]
            for one in projects.objectives(pilot.project)
        ],
        "charter_revisions": [
            [one.number, one.signature.content_sha256] for one in charter_revisions(pilot)
        ],
        "figures": sorted(
            [one.scenario_id or 0, one.objective_id or 0, one.metric, str(one.value),
             one.sample_size, one.source]
            for one in pilot.figures.all()
        ),
        "problems": [
            [str(one.place), one.kind, one.text, one.state, one.answer]
            for one in pilot.problems.order_by("pk")
        ],
        "answers": [
            [one.clarity, one.doability, one.speed, one.safety]
            for one in pilot.answers.order_by("pk")
        ],
    }  # fmt: skip


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)
