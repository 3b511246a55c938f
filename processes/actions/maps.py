"""Editing a map row by row: the XML changes, the rows follow in the same transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from processes import bpmn, guards, layout, projection, rules, thread
from processes.bpmn import END, Branch, Document, Facts
from processes.bpmn.model import MOST_ACTIVITIES
from processes.enums import MapKind
from processes.models import Activity, ProcessMap, Step
from processes.tabling.notation import shares_against
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import Position


@transaction.atomic
def ensure_map(
    project: Project, kind: str, *, actor: Any, at: datetime, document: Document | None = None
) -> ProcessMap:
    """The project's map of this kind; made when it isn't there yet, from `document` or empty."""
    found = ProcessMap.objects.filter(project=project, kind=kind).first()
    if found is not None:
        return found
    locked = editable(project, kind, actor)
    document = document or bpmn.blank(locked.title)
    layout.draw(document)
    process_map = ProcessMap(project=locked, kind=kind, xml=document.to_xml(), changed_at=at)
    stamp(process_map, actor).save()
    projection.project(process_map, document, actor=actor)
    record(process_map, "processes.map.started", actor=actor, at=at, facts={"kind": kind})
    return process_map


@transaction.atomic
def replace_map(
    process_map: ProcessMap,
    document: Document,
    *,
    actor: Any,
    at: datetime,
    reason: str = "",
    seen_revision: int | None = None,
) -> ProcessMap:
    """Put another model in place of the whole map; every activity must carry an existing step."""
    locked, before = opened(process_map, actor, seen_revision)
    facts = {"activities": [len(before.rows()), len(document.rows())]}
    return save(locked, document, "processes.map.replaced", facts, actor, at, reason)


@transaction.atomic
def save_activity(
    process_map: ProcessMap,
    *,
    step: Step | None,
    name: str,
    position: Position | None,
    system: str,
    touch_minutes: Decimal | None,
    waiting_minutes: Decimal | None,
    value_class: str,
    actor: Any,
    at: datetime,
    waste: str | None = None,
    entered: str | None = None,
    output: str | None = None,
    notes: str = "",
    seen_revision: int | None = None,
    after: Step | None = None,
) -> Activity:
    """Change an activity, or with `step` None add one (at the end, or behind the step `after`).

    `entered` lists the data typed in here, in one line. What is None of the three stays as it is.
    """
    locked, document = opened(process_map, actor, seen_revision)
    more = _said(waste, entered, output)
    facts = _typed(name, position, system, notes, value_class, more)
    facts = replace(facts, touch=touch_minutes, waiting=waiting_minutes)
    if step is None:
        step = _add(locked, document, facts, after, actor, at)
        code = "processes.activity.added"
    else:
        element = _element(document, step)
        kept = _kept(document, element) | more
        bpmn.change(document, element, replace(facts, step=str(step.pk), **kept))
        code = "processes.activity.changed"
    save(locked, document, code, {"activity": facts.name, "step": step.pk}, actor, at)
    return Activity.objects.get(map=locked, step=step)


_MORE = ("waste", "entered", "output")


def _typed(
    name: str,
    position: Position | None,
    system: str,
    notes: str,
    value_class: str,
    more: dict[str, Any],
) -> Facts:
    if not name.strip():
        raise Refused([_("Name the activity.")])
    return Facts(
        name=name.strip(),
        position=position.pk if position else None,
        position_name=lane_name(position),
        system=system.strip(),
        value_class=value_class,
        notes=notes.strip(),
        **more,
    )


def _kept(document: Document, element: str) -> dict[str, Any]:
    before = next(row.facts for row in document.rows() if row.element_id == element)
    return {name: getattr(before, name) for name in _MORE}


def _said(waste: str | None, entered: str | None, output: str | None) -> dict[str, Any]:
    given: dict[str, Any] = {
        "waste": waste,
        "entered": None if entered is None else bpmn.items(entered),
        "output": None if output is None else output.strip(),
    }
    return {name: value for name, value in given.items() if value is not None}


def _add(
    process_map: ProcessMap,
    document: Document,
    facts: Facts,
    after: Step | None,
    actor: Any,
    at: datetime,
) -> Step:
    if len(document.rows()) >= MOST_ACTIVITIES:
        raise Refused([_("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES}])
    step = new_step(process_map.project, actor=actor, at=at)
    behind = _element(document, after) if after is not None else None
    bpmn.add(document, replace(facts, step=str(step.pk)), after=behind)
    return step


def new_step(project: Project | None, *, actor: Any, at: datetime) -> Step:
    """A fresh identity. Called inside the transaction of the action that needs it."""
    step = Step(project=project, made_at=at)
    stamp(step, actor).save()
    return step


def new_steps(project: Project | None, count: int, *, actor: Any, at: datetime) -> list[Step]:
    """As many fresh identities at once, for a map that comes from a file."""
    steps = [stamp(Step(project=project, made_at=at), actor) for _n in range(count)]
    return bulk_create_with_history(steps, Step, batch_size=projection.BATCH) if steps else []


@transaction.atomic
def move_activity(
    process_map: ProcessMap,
    *,
    step: Step,
    by: int,
    actor: Any,
    at: datetime,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Move an activity up (negative) or down in the order of the table."""
    locked, document = opened(process_map, actor, seen_revision)
    rows = document.rows()
    element = _element(document, step)
    here = next(i for i, row in enumerate(rows) if row.element_id == element)
    if not 0 <= here + by < len(rows):
        raise Refused([_("It can't be moved any further.")])
    bpmn.move(document, element, to=here + by)
    facts = {"activity": rows[here].facts.name, "place": here + by + 1}
    return save(locked, document, "processes.activity.moved", facts, actor, at)


def hanging_on(process_map: ProcessMap, step: Step) -> list[Any]:
    """What would lose its place on the map with this activity; asked before it is removed."""
    return thread.hanging_on(process_map, step)


@transaction.atomic
def remove_activity(
    process_map: ProcessMap,
    *,
    step: Step,
    actor: Any,
    at: datetime,
    confirm: bool = False,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Take an activity off the map. Its step stays, with all that hangs on it.

    When something hangs on it, `confirm` is asked for.
    """
    locked, document = opened(process_map, actor, seen_revision)
    element = _element(document, step)
    hanging = hanging_on(locked, step)
    if hanging and not confirm:
        raise Refused([*hanging, _("Confirm that the activity is to be removed all the same.")])
    name = Activity.objects.values_list("name", flat=True).get(map=locked, step=step)
    bpmn.remove(document, element)
    facts = {"activity": name, "step": step.pk, "hanging": [str(one) for one in hanging]}
    return save(locked, document, "processes.activity.removed", facts, actor, at)


@transaction.atomic
def set_branches(
    process_map: ProcessMap,
    *,
    step: Step,
    branches: Sequence[tuple[Any, ...]],
    actor: Any,
    at: datetime,
    question: str = "",
    is_fork: bool = False,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Say where an activity goes on: `(condition, step or END)` each, with a share of cases or without.

    None: the next row. One: straight there. Two or more: a decision with a condition each, or
    with `is_fork` parts that all run at the same time.
    """
    locked, document = opened(process_map, actor, seen_revision)
    element = _element(document, step)
    wanted = [
        Branch(condition.strip(), END if target == END else _element(document, target), *share)
        for condition, target, *share in branches
    ]
    is_fork = is_fork and len(wanted) > 1
    against = _against_fork(element, wanted) if is_fork else _against_branches(element, wanted)
    if sentences := list(against):
        raise Refused(sentences)
    asked = question.strip() if len(wanted) > 1 else ""
    bpmn.set_branches(document, element, wanted, asked, is_fork=is_fork)
    name = Activity.objects.values_list("name", flat=True).get(map=locked, step=step)
    facts = {"activity": name, "branches": [branch.condition for branch in wanted]}
    return save(locked, document, "processes.branches.set", facts, actor, at)


def _against_branches(element: str, wanted: list[Branch]) -> Any:
    if len(wanted) == 1 and wanted[0].condition:
        yield _("A decision has at least two branches; say what happens otherwise.")
    if len(wanted) == 1 and wanted[0].target == element:
        yield _("An activity can't lead to itself without a condition.")
    if len(wanted) > 1 and not all(branch.condition for branch in wanted):
        yield _("Give every branch its condition.")
    conditions = [branch.condition for branch in wanted if branch.condition]
    if len(set(conditions)) < len(conditions):
        yield _("Two branches have the same condition.")

    if len(wanted) > 1 and (sentence := shares_against([branch.share for branch in wanted])):
        yield sentence


def _against_fork(element: str, wanted: list[Branch]) -> Any:
    targets = [branch.target for branch in wanted]
    if len(set(targets)) < len(targets) or element in targets:
        yield _("Parallel parts are at least two different rows.")
    if any(branch.condition or branch.share is not None for branch in wanted):
        yield _("Parallel parts have no conditions and no shares: all of them run.")


# Opening and saving


def editable(project: Project, kind: str, actor: Any) -> Project:
    """The project's locked row, when `actor` may change this map now."""
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    may = rules.may_edit_map if kind == MapKind.AS_IS else rules.may_decide
    if not may(locked, actor):
        raise PermissionDenied(_("Only the project's team changes its maps."))
    if against := guards.map_is_open(locked, kind):
        raise Refused([against])
    return locked


def opened(
    process_map: ProcessMap, actor: Any, seen_revision: int | None
) -> tuple[ProcessMap, Document]:
    """The locked map and its model. The project is locked first, as everywhere."""
    project = editable(process_map.project, process_map.kind, actor)
    locked = ProcessMap.objects.select_for_update(of=("self",)).get(pk=process_map.pk)
    locked.project = project
    if against := guards.is_unchanged(locked.revision, seen_revision):
        raise Refused([against])
    return locked, Document.parse(locked.xml)


def _element(document: Document, step: Step | str) -> str:
    pk = str(step.pk) if isinstance(step, Step) else str(step)
    for row in document.rows():
        if row.facts.step == pk:
            return row.element_id
    raise Refused([_("This activity is no longer on the map.")])


def step_names_of(process_map: ProcessMap) -> list[tuple[Step, str]]:
    rows = Activity.objects.filter(map=process_map).select_related("step").order_by("order")
    return [(row.step, row.name) for row in rows]


def lane_name(position: Position | None) -> str:
    return (position.name_zh or position.name_en) if position else ""


def save(
    process_map: ProcessMap,
    document: Document,
    code: str,
    facts: dict[str, Any],
    actor: Any,
    at: datetime,
    reason: str = "",
) -> ProcessMap:
    layout.draw(document)
    process_map.xml = document.to_xml()
    process_map.revision += 1
    process_map.changed_at = at
    stamp(process_map, actor, reason).save()
    projection.project(process_map, document, actor=actor)
    facts = {"kind": MapKind(process_map.kind).value, **facts}
    record(process_map, code, actor=actor, at=at, reason=reason, facts=facts)
    return process_map
