"""The panel of stage 1: what a charter needs before the sponsor can sign it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.actions.signing import reopen_charter
from projects.enums import Direction, MemberRole, Stage
from projects.models import Project
from projects.planning import schedule_faults, terms
from projects.stages import Criterion, StagePanel, demand
from sopman.core.prepared import prepared


def panel() -> StagePanel:
    return StagePanel(
        stage=Stage.CHARTER,
        label=gettext_lazy("Charter"),
        url_name="projects:charter",
        criteria=criteria,
        progress=progress,
        withdraw=reopen_charter,
        reopen=reopen_charter,
        upon=terms,
    )


def demand_baselines() -> None:
    demand(Stage.MAPPING, baselines)


def criteria(project: Any) -> list[Criterion]:
    """The gate of the charter, in the order of the page."""
    charter = project.charter
    objectives = list(project.objectives.all())
    scope = {item.direction for item in project.scope_items.all()}
    unsaid = [one for one in objectives if not one.is_complete]
    page = reverse("projects:charter", args=[project.pk])
    bounds = bool(charter.purpose and charter.start_trigger and charter.end_state)
    covered = scope == {Direction.IN, Direction.OUT}
    addressed = bool(project.departments.all()) and bool(project.positions.all())
    return [
        Criterion(
            _("Purpose, start and end of the process are written down."),
            bounds,
            reverse("projects:edit_charter", args=[project.pk]),
        ),
        Criterion(
            _("There is at least one objective, and each is complete."),
            bool(objectives) and not unsaid,
            f"{page}#objectives",
        ),
        Criterion(_("It says what is in scope and what is out."), covered, f"{page}#scope"),
        Criterion(
            _("The departments concerned and the positions addressed are named."),
            addressed,
            reverse("projects:edit_audience", args=[project.pk]),
        ),
        Criterion(
            _("The sponsor is named and is not the team lead."),
            project.sponsor_id is not None and project.sponsor_id != project.lead_id,
            reverse("projects:edit_facts", args=[project.pk]),
        ),
        *_team(project, page),
        _schedule(project),
    ]


def _team(project: Any, page: str) -> list[Criterion]:
    """Filled and with a deputy each; what is missing is named. One person may hold several."""
    seats = list(project.memberships.all())
    held = {one.role for one in seats}
    alone = {one.role for one in seats if one.deputy_id is None}
    empty = [role for role in MemberRole if role not in held]
    bare = [role for role in MemberRole if role in alone]
    filled = _(
        "Every role in the team is filled: lead, business expert, process owner, quality "
        "supervisor, author."
    )
    covered = _("Every seat in the team has a deputy.")
    return [
        Criterion(_missing(filled, empty), not empty, f"{page}#team"),
        Criterion(_missing(covered, bare), not bare, f"{page}#team"),
    ]


def _missing(sentence: str, roles: list[MemberRole]) -> str:
    if not roles:
        return sentence
    names = _(", ").join(str(role.label) for role in roles)
    return _("%(sentence)s Missing: %(roles)s.") % {"sentence": sentence, "roles": names}


def _schedule(project: Any) -> Criterion:
    return Criterion(
        _("Every stage has its planned date, and the plan keeps the least times."),
        not schedule_faults({one.stage: one.planned_on for one in project.milestones.all()}),
        reverse("projects:edit_schedule", args=[project.pk]),
    )


def baselines(project: Any) -> list[Criterion]:
    """Asked of the mapping: nothing is improved that was never measured."""
    if not project.has_present_process:
        return []
    measured = all(one.baseline is not None for one in project.objectives.all())
    return [
        Criterion(
            _("Every objective has its measured baseline."),
            measured,
            reverse("projects:charter", args=[project.pk]) + "#objectives",
        )
    ]


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """How far the charter is, for a whole board in one query."""
    rows = _facts(frozenset(project_ids))
    return {pk: _progress(said, signed, asked) for pk, said, signed, asked in rows}


@prepared
def _facts(projects: Any) -> Any:
    signed, asked = Q(charter__signed_at__isnull=False), Q(charter__asked_at__isnull=False)
    return (
        Project.objects.filter(pk__in=projects)
        .annotate(
            said=Count("objectives", distinct=True),
            signed=Count("charter", filter=signed, distinct=True),
            asked=Count("charter", filter=asked, distinct=True),
        )
        .order_by()
        .values_list("pk", "said", "signed", "asked")
    )


def _progress(objectives: int, signed: int, asked: int) -> str:
    if signed:
        return _("signed")
    if asked:
        return _("waits for the sponsor")
    if not objectives:
        return _("no objective yet")
    return ngettext("%(n)d objective", "%(n)d objectives", objectives) % {"n": objectives}
