"""Writing the charter: text, audience, scope, objectives. Frozen once the sponsor has signed."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from projects import rules
from projects.enums import Direction, Stage
from projects.models import Charter, Objective, Project, Revised, ScopeItem
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sopman.people.models import Department, Position, User

R = TypeVar("R", bound=Revised)


@transaction.atomic
def edit_charter(
    project: Project,
    *,
    actor: User,
    at: datetime,
    background: str = "",
    purpose: str = "",
    start_trigger: str = "",
    end_state: str = "",
    seen: int | None = None,
) -> Charter:
    """Write the text of the charter."""
    locked = open_for_editing(project, actor)
    charter = _unchanged(locked.charter, seen)
    charter.background, charter.purpose = background, purpose
    charter.start_trigger, charter.end_state = start_trigger, end_state
    _save(charter, actor)
    record(locked, "projects.charter.edited", actor=actor, at=at)
    return charter


@transaction.atomic
def edit_audience(
    project: Project,
    *,
    actor: User,
    at: datetime,
    departments: Iterable[Department],
    positions: Iterable[Position],
    seen: int | None = None,
) -> Project:
    """Name the departments concerned (the owning one always is) and the positions addressed."""
    locked = _unchanged(open_for_editing(project, actor), seen)
    locked.departments.set({*departments, locked.owning_department})
    locked.positions.set(positions)
    _save(locked, actor)
    facts = {
        "departments": [one.code for one in locked.departments.order_by("code")],
        "positions": [one.code for one in locked.positions.order_by("code")],
    }
    record(locked, "projects.project.facts_changed", actor=actor, at=at, facts=facts)
    return locked


@transaction.atomic
def edit_facts(
    project: Project,
    *,
    actor: User,
    at: datetime,
    title_zh: str,
    title_en: str,
    sponsor: User | None,
    has_present_process: bool,
    seen: int | None = None,
) -> Project:
    """Change the title, the sponsor, and whether there is a present process."""
    locked = _unchanged(open_for_editing(project, actor), seen)
    if against := list(_unfit(locked, title_zh, title_en, sponsor)):
        raise Refused(against)
    locked.title_zh, locked.title_en = title_zh, title_en
    locked.sponsor, locked.has_present_process = sponsor, has_present_process
    _save(locked, actor)
    facts = {"sponsor": sponsor.name if sponsor else "", "present_process": has_present_process}
    record(locked, "projects.project.facts_changed", actor=actor, at=at, facts=facts)
    return locked


@transaction.atomic
def add_scope_item(
    project: Project,
    *,
    actor: User,
    at: datetime,
    direction: str,
    text_zh: str = "",
    text_en: str = "",
    covered_by: str = "",
) -> ScopeItem:
    """Say what is covered; or what isn't, and who covers it instead."""
    locked = open_for_editing(project, actor)
    item = ScopeItem(project=locked)
    write_scope(item, direction, text_zh, text_en, covered_by)
    stamp(item, actor).save()
    record(locked, "projects.scope.added", actor=actor, at=at, facts=_scope_facts(item))
    return item


@transaction.atomic
def edit_scope_item(
    item: ScopeItem,
    *,
    actor: User,
    at: datetime,
    direction: str,
    text_zh: str = "",
    text_en: str = "",
    covered_by: str = "",
    seen: int | None = None,
) -> ScopeItem:
    locked = open_for_editing(item.project, actor)
    item = _unchanged(_still_there(locked.scope_items, item), seen)
    write_scope(item, direction, text_zh, text_en, covered_by)
    _save(item, actor)
    record(locked, "projects.scope.changed", actor=actor, at=at, facts=_scope_facts(item))
    return item


@transaction.atomic
def remove_scope_item(item: ScopeItem, *, actor: User, at: datetime) -> None:
    locked = open_for_editing(item.project, actor)
    item = _still_there(locked.scope_items, item)
    record(locked, "projects.scope.removed", actor=actor, at=at, facts=_scope_facts(item))
    stamp(item, actor).delete()


@transaction.atomic
def add_objective(project: Project, *, actor: User, at: datetime, **facts: Any) -> Objective:
    """Add a figure to be reached: names, metric, unit, direction, baseline, target, where, window."""
    locked = open_for_editing(project, actor)
    objective = Objective(project=locked)
    write_objective(objective, facts)
    stamp(objective, actor).save()
    record(
        locked, "projects.objective.added", actor=actor, at=at, facts=_objective_facts(objective)
    )
    return objective


@transaction.atomic
def edit_objective(
    objective: Objective, *, actor: User, at: datetime, seen: int | None = None, **facts: Any
) -> Objective:
    locked = open_for_editing(objective.project, actor)
    objective = _unchanged(_still_there(locked.objectives, objective), seen)
    write_objective(objective, facts)
    _save(objective, actor)
    told = _objective_facts(objective)
    record(locked, "projects.objective.changed", actor=actor, at=at, facts=told)
    return objective


@transaction.atomic
def remove_objective(objective: Objective, *, actor: User, at: datetime) -> None:
    locked = open_for_editing(objective.project, actor)
    objective = _still_there(locked.objectives, objective)
    told = _objective_facts(objective)
    record(locked, "projects.objective.removed", actor=actor, at=at, facts=told)
    try:
        stamp(objective, actor).delete()
    except ProtectedError:
        raise Refused(
            [_("A pilot has measured this objective; it stays. Change it instead.")]
        ) from None


@transaction.atomic
def record_baseline(
    objective: Objective, *, actor: User, at: datetime, baseline: Decimal, source: str
) -> Objective:
    """Fill in a baseline that the charter left to stage 2; says where the figure comes from.

    The one change of an objective after the sponsor's signature, once, while in mapping.
    """
    project = _locked(objective.project)
    if not rules.may_edit(project, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    objective = _still_there(project.objectives, objective)
    if against := list(_against_baseline(project, objective, source)):
        raise Refused(against)
    objective.baseline = baseline
    _save(objective, actor, source)
    facts = {"objective": objective.name_zh or objective.name_en, "baseline": baseline}
    record(project, "projects.baseline.recorded", actor=actor, at=at, reason=source, facts=facts)
    return objective


def open_for_editing(project: Project, actor: User) -> Project:
    """The locked project, when `actor` may write its charter and it isn't signed."""
    locked = _locked(project)
    if not rules.may_edit_charter(locked, actor):
        raise PermissionDenied(_("Only the team and the head of the owning department write it."))
    if locked.stage != Stage.CHARTER:
        raise Refused([_("The charter is signed and can't be changed any more.")])
    return locked


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def _still_there(rows: Any, row: R) -> R:
    """The row as it is now; refused when somebody removed it meanwhile."""
    found: R | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise Refused([changed_meanwhile()])
    return found


def _unchanged(row: R, seen: int | None) -> R:
    if seen is not None and seen != row.revision:
        raise Refused([changed_meanwhile()])
    return row


def _save(row: Revised, actor: User, reason: str = "") -> None:
    row.revision += 1
    stamp(row, actor, reason).save()


def _unfit(project: Project, title_zh: str, title_en: str, sponsor: User | None) -> Any:
    if not (title_zh or title_en):
        yield _("Give the project a title.")
    if sponsor is None:
        return
    if sponsor.pk == project.lead_id:
        yield _("The team lead can't be the sponsor of the own project.")
    if not sponsor.is_active:
        yield _("%(name)s has left; choose someone else.") % {"name": sponsor}


def write_scope(
    item: ScopeItem, direction: str, text_zh: str, text_en: str, covered_by: str
) -> None:
    if not (text_zh or text_en):
        raise Refused([_("Say what it is about.")])
    if direction == Direction.OUT and not covered_by:
        raise Refused([_("Say who covers it instead; write “nobody” when nobody does.")])
    item.direction, item.text_zh, item.text_en = direction, text_zh, text_en
    item.covered_by = covered_by if direction == Direction.OUT else ""


def _scope_facts(item: ScopeItem) -> dict[str, str]:
    return {"direction": item.direction, "text": item.text_zh or item.text_en}


_WRITABLE = {
    "name_zh",
    "name_en",
    "metric",
    "unit",
    "direction",
    "baseline",
    "measure_later",
    "target",
    "measured_where",
    "window",
}


def write_objective(objective: Objective, facts: dict[str, Any]) -> None:
    if unknown := facts.keys() - _WRITABLE:
        raise TypeError(f"An objective has no {', '.join(sorted(unknown))}.")
    for name, value in facts.items():
        setattr(objective, name, value)
    if not (objective.name_zh or objective.name_en):
        raise Refused([_("Give the objective a name.")])
    if objective.baseline is not None:
        objective.measure_later = False


def _objective_facts(objective: Objective) -> dict[str, Any]:
    return {
        "name": objective.name_zh or objective.name_en,
        "baseline": objective.baseline,
        "target": objective.target,
        "unit": objective.unit,
    }


def _against_baseline(project: Project, objective: Objective, source: str) -> Any:
    if project.stage != Stage.MAPPING:
        yield _("A baseline is recorded during the as-is mapping.")
    if objective.baseline is not None:
        yield _("This objective has its baseline already.")
    if not source.strip():
        yield _("Say where the figure comes from.")
