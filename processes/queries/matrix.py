"""The responsibility matrix: activities down, positions across, one letter in each cell."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from processes.enums import ResponsibilityKind
from processes.plan import Duties
from processes.queries.optimization import Plan
from processes.queries.to_be import responsibilities
from sopman.organization.queries import today
from sopman.people.models import Appointment

TONES = {"responsible": "ok", "approves": "warn", "takes_part": "run", "informed": "plain"}


@dataclass(frozen=True)
class Cell:
    kind: str = ""

    @property
    def sign(self) -> str:
        return sign_of(self.kind)

    @property
    def label(self) -> str:
        return str(ResponsibilityKind(self.kind).label) if self.kind else ""

    @property
    def tone(self) -> str:
        return TONES.get(self.kind, "plain")


@dataclass(frozen=True)
class Line:
    duties: Duties
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    positions: list[Any]
    lines: list[Line]
    chosen: Any = None
    vacant: frozenset = frozenset()

    @property
    def legend(self) -> list[Cell]:
        return [Cell(kind) for kind in ResponsibilityKind.values]

    @property
    def vacant_positions(self) -> list[Any]:
        return [one for one in self.positions if one.pk in self.vacant]


def sign_of(kind: str) -> str:
    """One letter: 责 审 协 知, R A S I."""
    return {
        "responsible": pgettext("duty sign", "R"),
        "approves": pgettext("duty sign", "A"),
        "takes_part": pgettext("duty sign", "S"),
        "informed": pgettext("duty sign", "I"),
    }.get(kind, "")


def matrix_of(plan: Plan, chosen: str = "") -> Matrix:
    """Everything, or with `chosen` (a position's key) only the activities it has a duty in."""
    every = responsibilities(plan.project, plan)
    positions: dict[int, Any] = {}
    for duties in every:
        for one in (duties.responsible, duties.approves, *duties.takes_part, *duties.informed):
            if one is not None:
                positions.setdefault(one.pk, one)
    only = positions.get(int(chosen)) if chosen.isdecimal() else None
    columns = list(positions.values())
    lines = [
        Line(duties, [Cell(duties.kind_of(one)) for one in columns])
        for duties in every
        if only is None or duties.kind_of(only)
    ]
    return Matrix(columns, lines, only, _vacant(positions))


def _vacant(positions: dict[int, Any]) -> frozenset:
    """Positions that nobody holds today."""
    held = Appointment.objects.on(today()).filter(position__in=positions, user__is_active=True)
    return frozenset(positions) - set(held.values_list("position_id", flat=True))
