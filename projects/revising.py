"""What of an objective may be revised, and whether its target becomes easier. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.enums import Trend

FIGURES = ("baseline", "target")
REVISABLE = {
    "baseline": _("Baseline"),
    "target": _("Target"),
    "measured_where": _("Where it is measured"),
    "window": _("Measured over"),
}


@dataclass(frozen=True)
class Changed:
    """One line of a revision, as people read it; figures are Decimals."""

    name: str
    label: Any
    before: Any
    after: Any

    @property
    def is_figure(self) -> bool:
        return self.name in FIGURES


def told(objective: Any) -> dict[str, Any]:
    """The revisable facts, as they are kept in a revision."""
    return {name: kept(getattr(objective, name)) for name in REVISABLE}


def kept(value: Any) -> Any:
    """24 and 24.00 are the same figure."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Changed]:
    for name, label in REVISABLE.items():
        if before.get(name) != after.get(name):
            yield Changed(name, label, _read(name, before), _read(name, after))


def _read(name: str, facts: Mapping[str, Any]) -> Any:
    value = facts.get(name)
    return Decimal(value) if name in FIGURES and value is not None else value


def eases(direction: str, before: Decimal | None, after: Decimal | None) -> bool:
    """Whether the target asks for less than before; none at all asks for least."""
    if before is None or before == after:
        return False
    if after is None:
        return True
    return after < before if direction == Trend.UP else after > before
