"""The to-be plan as higher floors read it: one value per activity, nothing to query any more."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sopman.core.wording import number

if TYPE_CHECKING:
    from processes.models import Handover, Step
    from sopman.people.models import Position


@dataclass(frozen=True)
class TimeLimit:
    """A value with its unit; reads as words in the language in force."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        n = number(self.value)
        return {
            "minutes": ngettext("%(n)s minute", "%(n)s minutes", _plural(self.value)),
            "hours": ngettext("%(n)s hour", "%(n)s hours", _plural(self.value)),
            "working_hours": ngettext(
                "%(n)s working hour", "%(n)s working hours", _plural(self.value)
            ),
            "working_days": ngettext(
                "%(n)s working day", "%(n)s working days", _plural(self.value)
            ),
        }[self.unit] % {"n": n}

    @property
    def days(self) -> Decimal:
        """Roughly, with working days of eight hours; only to ask about mixed-up units."""
        hours = {"minutes": Decimal(60), "hours": Decimal(1), "working_hours": Decimal(1)}
        if self.unit == "working_days":
            return self.value
        if self.unit == "minutes":
            return self.value / hours["minutes"] / 24
        return self.value / (24 if self.unit == "hours" else 8)


def _plural(value: Decimal) -> int:
    return 1 if value == 1 else 2


@dataclass(frozen=True)
class PlannedStep:
    """A to-be activity with all that was decided about it."""

    step: "Step"
    name: str
    order: int
    position: "Position | None"
    system: str = ""
    touch_minutes: Decimal | None = None
    waiting_minutes: Decimal | None = None
    value_class: str = ""
    time_limit: TimeLimit | None = None
    output_standard: str = ""
    is_control_point: bool = False
    why: str = ""
    on_failure: str = ""
    escalation: "Position | None" = None
    branches: list[tuple[str, "Step | None"]] = field(default_factory=list)
    handover: "Handover | None" = None
    approves: "Position | None" = None
    takes_part: "list[Position]" = field(default_factory=list)
    informed: "list[Position]" = field(default_factory=list)
    origins: "list[Step]" = field(default_factory=list)

    def __str__(self) -> str:
        return self.name

    @property
    def branch_sentences(self) -> list[str]:
        """“ordinary complaint → first contact”, one per way on; none where there is only one."""
        return [
            _("%(condition)s → %(target)s") % {"condition": condition, "target": target or _("end")}
            for condition, target in self.branches
            if condition
        ]


@dataclass(frozen=True)
class Duties:
    """Who has to do with one activity."""

    step: "Step"
    name: str
    order: int
    responsible: Any = None
    approves: Any = None
    takes_part: list[Any] = field(default_factory=list)
    informed: list[Any] = field(default_factory=list)

    def kind_of(self, position: Any) -> str:
        """The duty of `position`, or an empty text."""
        if position == self.responsible:
            return "responsible"
        if position == self.approves:
            return "approves"
        if position in self.takes_part:
            return "takes_part"
        return "informed" if position in self.informed else ""
