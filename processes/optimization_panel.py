"""Stage 3 as the project page sees it: its gate, its progress, and what a way back undoes."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from processes.actions.to_be import reopen
from processes.enums import Decision, MapKind
from processes.models import Activity, Change
from processes.queries.optimization import Plan
from projects.enums import Stage
from projects.stages import Criterion, StagePanel
from sopman.core.prepared import prepared


def criteria(project: Any) -> list[Criterion]:
    return criteria_of(Plan(project))


def criteria_of(plan: Plan) -> list[Criterion]:
    """The gate of stage 3, with the number of what is still missing in each sentence."""
    return [*_of_decisions(plan), *_of_map(plan), *_of_agreements(plan)]


def _of_decisions(plan: Plan) -> list[Criterion]:
    board = _at(plan, "optimization")
    if plan.present or plan.project.has_present_process:
        left = len(plan.undecided)
        decided = Criterion(
            _("Every as-is activity has a decision.")
            if not left and plan.present
            else ngettext(
                "Every as-is activity has a decision: %(n)d is still open.",
                "Every as-is activity has a decision: %(n)d are still open.",
                left,
            )
            % {"n": left},
            bool(plan.present) and not left,
            board,
        )
    else:
        decided = Criterion(
            _("There is no present process: the new activities are added."),
            bool(plan.additions),
            board,
        )
    return [
        decided,
        _none_open(
            _("Every finding is answered by a change, or accepted with a reason."),
            plan.unanswered,
            board + "#findings",
        ),
    ]


def _of_map(plan: Plan) -> list[Criterion]:
    if not plan.planned:
        made = _("The to-be map is made from the decisions.")
        return [Criterion(made, False, _at(plan, "optimization") + "#to-be")]
    table = _at(plan, "to_be")
    faults = plan.faults
    loose = {row.element_id for row in (*faults.unconditioned, *faults.stuck, *faults.unreached)}
    return [
        Criterion(
            _("The to-be map follows from the decisions as they stand."),
            not plan.is_stale,
            _at(plan, "optimization") + "#to-be",
        ),
        _none_open(
            _("Every to-be activity comes from an as-is one or is marked as added."),
            plan.unexplained,
            _at(plan, "optimization") + "#added",
        ),
        _none_open(
            _("Every to-be activity has its position, its times and its value class."),
            faults.unsaid,
            table,
        ),
        _none_open(
            _("Every branch of the to-be map has its condition, and every path reaches an end."),
            loose,
            table,
        ),
    ]


def _of_agreements(plan: Plan) -> list[Criterion]:
    if not plan.planned:
        return []
    points = [step for step in plan.control_points if step in plan.planned_by_step]
    return [
        Criterion(
            _("At least one key control point has its time limit and output standard."),
            bool(points),
            _at(plan, "control_points"),
        ),
        _none_open(
            _("Every activity has exactly one responsible position."),
            plan.without_responsible,
            _at(plan, "responsibilities"),
        ),
        _none_open(
            _("Every change of lane has its handover."),
            plan.missing_handovers,
            _at(plan, "handovers"),
        ),
    ]


def _none_open(sentence: str, open_rows: Collection[Any], url: str) -> Criterion:
    """Met when nothing is open; else the sentence says how many are."""
    if open_rows:
        sentence = _("%(sentence)s (%(n)d open)") % {"sentence": sentence, "n": len(open_rows)}
    return Criterion(sentence, not open_rows, url)


def _at(plan: Plan, name: str) -> str:
    return reverse(f"processes:{name}", args=[plan.project.pk])


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """“7 of 12 activities decided · 1 added”, in two queries for a whole board."""
    ids = frozenset(project_ids)
    present, rows = Counter(_present(ids)), _decisions(ids)
    added = Counter(pk for pk, decision in rows if decision == Decision.ADD)
    decided = Counter(pk for pk, _decision in rows) - added
    said = {pk: _progress(decided[pk], present[pk], added[pk]) for pk in ids}
    return {pk: words for pk, words in said.items() if words}


@prepared
def _present(projects: Any) -> Any:
    drawn = Activity.objects.filter(map__project__in=projects, map__kind=MapKind.AS_IS)
    return drawn.order_by().values_list("map__project", flat=True)


@prepared
def _decisions(projects: Any) -> Any:
    rows = Change.objects.filter(project__in=projects)
    return rows.order_by().values_list("project", "decision")


def _progress(decided: int, present: int, added: int) -> str:
    words = []
    if present:
        figures = {"done": min(decided, present), "all": present}
        words.append(_("%(done)d of %(all)d activities decided") % figures)
    if added:
        words.append(ngettext("%(n)d added", "%(n)d added", added) % {"n": added})
    return " · ".join(words)


def withdraw(project: Any, *, actor: Any, at: datetime, reason: str) -> None:
    """What was decided stays; only the adoption falls."""
    reopen(project, actor=actor, at=at, reason=reason)


PANEL = StagePanel(
    stage=Stage.OPTIMIZATION,
    label=gettext_lazy("Optimization"),
    url_name="processes:optimization",
    criteria=criteria,
    progress=progress,
    withdraw=withdraw,
    reopen=withdraw,
)
