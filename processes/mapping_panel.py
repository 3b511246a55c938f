"""Stage 2 as the project page sees it: its gate and its progress."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from processes.enums import MapKind
from processes.models import AbsentProcess, Activity
from processes.queries.mapping import MapReading, as_is_map, findings_of
from projects.enums import Stage
from projects.models import Project
from projects.stages import Criterion, StagePanel
from sopman.core.prepared import prepared


def panel() -> StagePanel:
    return StagePanel(
        stage=Stage.MAPPING,
        label=gettext_lazy("As-is mapping"),
        url_name="processes:mapping",
        criteria=criteria,
        progress=progress,
    )


def criteria(project: Any) -> list[Criterion]:
    """The gate of stage 2. Without a present process its reason stands for all of it.

    That every objective has its baseline is asked by the charter's floor.
    """
    page = reverse("processes:mapping", args=[project.pk])
    if not project.has_present_process:
        stated = AbsentProcess.objects.filter(project=project).exists()
        sentence = _("It is stated why there is no present process.")
        return [Criterion(sentence, stated, reverse("processes:state_absence", args=[project.pk]))]
    process_map = as_is_map(project)
    reading = MapReading(process_map) if process_map else None
    return [*_of_map(page, reading), _of_findings(project, page, reading)]


def _of_map(page: str, reading: MapReading | None) -> list[Criterion]:
    rows = reading.rows if reading else []
    faults = reading.faults if reading else None
    enough = len(rows) >= 2
    unsaid = faults.unsaid if faults else []
    lost = {r.element_id for r in (*faults.stuck, *faults.unreached)} if faults else set()
    return [
        Criterion(_("The map has at least two activities."), enough, f"{page}#steps"),
        Criterion(
            _("Every activity has its position, touch and waiting minutes and value class.")
            if not unsaid
            else _counted_unsaid(len(unsaid)),
            enough and not unsaid,
            f"{page}#steps",
        ),
        Criterion(
            _("Every branch of a decision has its condition."),
            enough and not (faults and faults.unconditioned),
            f"{page}#steps",
        ),
        Criterion(
            _("Every activity can be reached, and every path reaches the end."),
            enough and not lost,
            f"{page}#steps",
        ),
    ]


def _counted_unsaid(count: int) -> str:
    return ngettext(
        "Every activity has its position, touch and waiting minutes and value class: "
        "%(n)d is incomplete.",
        "Every activity has its position, touch and waiting minutes and value class: "
        "%(n)d are incomplete.",
        count,
    ) % {"n": count}


def _of_findings(project: Any, page: str, reading: MapReading | None) -> Criterion:
    drawn = {row.facts.step for row in reading.rows} if reading else set()
    findings = list(findings_of(project))
    pinned = all(any(str(s.pk) in drawn for s in one.steps.all()) for one in findings)
    return Criterion(
        _("At least one finding is written down, and each is pinned to an activity of the map."),
        bool(findings) and pinned,
        f"{page}#findings",
    )


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """“7 activities · 3 findings” for a whole board in two queries."""
    ids = frozenset(project_ids)
    drawn, rows = dict(_drawn(ids)), _facts(ids)
    return {pk: _progress(drawn.get(pk, 0), has, found, absent) for pk, has, found, absent in rows}


@prepared
def _drawn(projects: Any) -> Any:
    drawn = Activity.objects.filter(map__project__in=projects, map__kind=MapKind.AS_IS)
    counted = drawn.order_by().values("map__project").annotate(n=Count("pk"))
    return counted.values_list("map__project", "n")


@prepared
def _facts(projects: Any) -> Any:
    absent = Count("absent_process", filter=Q(has_present_process=False), distinct=True)
    return (
        Project.objects.filter(pk__in=projects)
        .annotate(found=Count("findings", distinct=True), absent=absent)
        .order_by()
        .values_list("pk", "has_present_process", "found", "absent")
    )


def _progress(drawn: int, has_process: bool, found: int, absent: int) -> str:
    if not has_process:
        return _("no present process") if absent else _("reason to be stated")
    if not drawn and not found:
        return _("not started")
    activities = ngettext("%(n)d activity", "%(n)d activities", drawn) % {"n": drawn}
    findings = ngettext("%(n)d finding", "%(n)d findings", found) % {"n": found}
    return f"{activities} · {findings}"
