"""What a charter template says, and what a new project takes from it. Pure but for the language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from projects.enums import Direction, MemberRole, Stage
from projects.schedule import USUAL
from sopman.core.localized import by_language

TEXTS = ("background", "purpose", "start_trigger", "end_state")
LENGTHS = tuple(USUAL)  # stages whose working days a template may set


@dataclass(frozen=True)
class Goal:
    """An objective to begin with; its baseline is measured in stage 2."""

    name_zh: str = ""
    name_en: str = ""
    metric: str = ""
    unit: str = ""
    direction: str = ""
    target: str = ""
    where_zh: str = ""
    where_en: str = ""
    window_zh: str = ""
    window_en: str = ""

    def facts(self) -> dict[str, Any]:
        """For `add_objective`, in the language in force where the charter has one text only."""
        return {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "metric": self.metric,
            "unit": self.unit,
            "direction": self.direction,
            "target": Decimal(self.target) if self.target else None,
            "measure_later": True,
            "measured_where": by_language(self.where_zh, self.where_en),
            "window": by_language(self.window_zh, self.window_en),
        }


@dataclass(frozen=True)
class Hint:
    """A line of the scope to begin with."""

    direction: str = Direction.IN
    text_zh: str = ""
    text_en: str = ""
    covered_zh: str = ""
    covered_en: str = ""

    def facts(self) -> dict[str, Any]:
        return {
            "direction": self.direction,
            "text_zh": self.text_zh,
            "text_en": self.text_en,
            "covered_by": by_language(self.covered_zh, self.covered_en),
        }


@dataclass(frozen=True)
class Content:
    """The charter of a template. Texts and seats: name → (Chinese, English)."""

    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    scope: tuple[Hint, ...] = ()
    seats: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Content":
        """From the JSON of a template; what it doesn't say is empty."""
        return cls(
            texts={name: _pair(kept.get("texts", {}).get(name)) for name in TEXTS},
            goals=tuple(_made(Goal, one) for one in kept.get("goals", [])),
            scope=tuple(_made(Hint, one) for one in kept.get("scope", [])),
            seats={role: _pair(kept.get("seats", {}).get(role)) for role in MemberRole.values},
            days={
                stage: max(1, int(kept.get("days", {}).get(stage, USUAL[stage])))
                for stage in LENGTHS
            },
        )

    def kept(self) -> dict[str, Any]:
        return {
            "texts": {name: list(pair) for name, pair in self.texts.items()},
            "goals": [asdict(one) for one in self.goals],
            "scope": [asdict(one) for one in self.scope],
            "seats": {role: list(pair) for role, pair in self.seats.items()},
            "days": {str(stage): days for stage, days in self.days.items()},
        }

    def text(self, name: str) -> str:
        return by_language(*_pair(self.texts.get(name)))

    def work_of(self, role: str) -> str:
        """What the holder of this seat usually does."""
        return by_language(*_pair(self.seats.get(role)))

    def lengths(self) -> dict[Stage, int]:
        return {Stage(stage): days for stage, days in self.days.items()}


def _pair(value: Any) -> tuple[str, str]:
    return (value[0], value[1]) if value else ("", "")


def _made(kind: Any, facts: Mapping[str, Any]) -> Any:
    return kind(**{name: facts.get(name, "") for name in kind.__dataclass_fields__})
