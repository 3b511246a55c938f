"""The as-is and the to-be process beside one another: what became of what, and what it gains."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from processes.analysis import Figures
from processes.enums import Decision, MapKind, ValueClass
from processes.queries.mapping import MapReading
from processes.queries.optimization import Plan
from sopman.core.wording import duration, number


@dataclass(frozen=True)
class Delta:
    """One figure before and after. `better` is None where neither direction is better."""

    label: str
    before: str
    after: str
    change: str
    better: bool | None
    how: str = ""

    @property
    def tone(self) -> str:
        return {True: "ok", False: "bad", None: "plain"}[self.better]


@dataclass(frozen=True)
class Comparison:
    before: Figures
    after: Figures
    deltas: list[Delta]
    longest: Decimal
    saved_percent: int | None
    before_fates: dict[str, str]
    after_fates: dict[str, str]

    @property
    def is_complete(self) -> bool:
        return bool(self.after.activities)


def comparison_of(plan: Plan) -> Comparison:
    before, after = plan.figures(MapKind.AS_IS), plan.figures(MapKind.TO_BE)
    saved = round(100 * (before.lead - after.lead) / before.lead) if before.lead else None
    before_fates, after_fates = _fates(plan)
    return Comparison(
        before=before,
        after=after,
        deltas=_deltas(before, after) if after.activities else [],
        longest=max(before.lead, after.lead) or Decimal(1),
        saved_percent=saved,
        before_fates=before_fates,
        after_fates=after_fates,
    )


def drawn(plan: Plan, comparison: Comparison) -> list[dict[str, Any]]:
    """Both maps, each activity marked with what becomes of it."""
    found = []
    fates = {MapKind.AS_IS: comparison.before_fates, MapKind.TO_BE: comparison.after_fates}
    for kind in MapKind:
        process_map = plan.maps.get(kind)
        if process_map is None:
            continue
        controls = frozenset(str(step) for step in plan.control_points)
        reading = MapReading(
            process_map,
            findings=plan.findings if kind == MapKind.AS_IS else [],
            controls=controls if kind == MapKind.TO_BE else frozenset(),
            fates=fates[kind],
        )
        found.append({"title": kind.label, "svg": reading.draw(), "figures": reading.figures})
    return found


def _fates(plan: Plan) -> tuple[dict[str, str], dict[str, str]]:
    """By element id: gone from the as-is map; new on the to-be map, or the same but different."""
    before = {one.step_id: one for one in plan.present}
    after = plan.planned_by_step
    gone = {one.element_id: "removed" for step, one in before.items() if step not in after}
    found = {}
    for step, one in after.items():
        if step not in before:
            found[one.element_id] = "added"
        elif _said(one) != _said(before[step]) or _is_moved(plan, step):
            found[one.element_id] = "changed"
    return gone, found


def _said(one: Any) -> tuple:
    return (
        one.name, one.position_id, one.system, one.touch_minutes, one.waiting_minutes, one.value_class,
    )  # fmt: skip


def _is_moved(plan: Plan, step: Any) -> bool:
    change = plan.decided.get(step)
    return change is not None and change.decision == Decision.REARRANGE


def _deltas(before: Figures, after: Figures) -> list[Delta]:
    longest_way = _("along the slowest way, each loop gone through once")
    found = [
        _count(_("Activities"), before.activities, after.activities),
        _count(
            _("Handovers"), before.handovers, after.handovers, _("ways from one lane to another")
        ),
        _count(_("Positions"), before.positions, after.positions),
        _count(_("Systems"), len(before.systems), len(after.systems), _(", ").join(after.systems)),
        _count(
            _("Approvals"),
            len(before.approvals),
            len(after.approvals),
            _("activities whose name says that they approve"),
        ),
        _minutes(_("Touch time"), before.touch, after.touch, longest_way),
        _minutes(_("Waiting time"), before.waiting, after.waiting, longest_way),
        _minutes(_("Lead time"), before.lead, after.lead, _("touch and waiting time together")),
    ]
    share = _share(before, after)
    return [*found, share] if share else found


def _count(label: str, before: int, after: int, how: str = "") -> Delta:
    return Delta(label, str(before), str(after), _signed(after - before), _less(before, after), how)


def _minutes(label: str, before: Decimal, after: Decimal, how: str = "") -> Delta:
    less = before - after
    change = f"−{duration(less)}" if less > 0 else f"+{duration(-less)}" if less else "±0"
    if before:
        change += f" ({_signed(round(-100 * less / before))} %)"
    return Delta(label, duration(before), duration(after), change, _less(before, after), how)


def _less(before: Any, after: Any) -> bool | None:
    return None if before == after else after < before


def _signed(value: Any) -> str:
    return "±0" if not value else f"+{number(value)}" if value > 0 else f"−{number(abs(value))}"


def _share(before: Figures, after: Figures) -> Delta | None:
    old, new = _adding(before), _adding(after)
    if old is None or new is None:
        return None
    better = None if old == new else new > old
    how = _("of the activities, those the customer would pay for")
    points = _("%(n)s points") % {"n": _signed(new - old)}
    return Delta(_("Share of value-adding activities"), f"{old} %", f"{new} %", points, better, how)


def _adding(figures: Figures) -> int | None:
    for share in figures.shares:
        if share.value_class == ValueClass.VALUE_ADDING:
            return share.percent
    return None
