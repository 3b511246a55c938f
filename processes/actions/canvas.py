"""Saving a map that was drawn on the canvas: the whole XML comes back, the rows follow."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from lxml import etree

from processes import importing
from processes.actions.maps import hanging_on, new_step, opened, save, step_names_of
from processes.actions.stale import as_of, together
from processes.bpmn import Document, Row, Unreadable
from processes.bpmn.document import POSITION, extension
from processes.bpmn.drawn import settle
from processes.bpmn.lanes import give_step
from processes.importing.comparing import differences
from processes.models import Activity, ProcessMap, Step
from sopman.core.errors import Refused
from sopman.people.models import Position

FILE = "canvas.bpmn"


class Asks(Refused):
    """Something hangs on what the save would drop; sent again with `confirm` it is dropped."""


@transaction.atomic
def save_canvas(
    process_map: ProcessMap,
    *,
    xml: str,
    actor: Any,
    at: datetime,
    seen_revision: int,
    confirm: bool = False,
    choices: Mapping[str, str] | None = None,
    onto: int | None = None,
) -> ProcessMap:
    """Put the drawn model in place of the map.

    Raises Unreadable where `xml` is no map, Asks where something hangs on an activity that would
    go, Stale where somebody saved since `seen_revision` (see `together`). The same model again
    changes nothing.
    """
    drawn = _read(xml)
    locked, stored = opened(process_map, actor, None)
    before = stored if seen_revision == locked.revision else as_of(locked, seen_revision)
    settle(drawn, before)
    _settle_lanes(before, drawn)
    if before is not stored:
        drawn = together(locked, mine=drawn, base=before, stored=stored, choices=choices, onto=onto)
    return _write(locked, stored, drawn, actor=actor, at=at, confirm=confirm)


def _read(xml: str) -> Document:
    if not xml.lstrip("\ufeff \t\r\n").startswith("<"):
        raise Unreadable(_("The file is not well-formed XML."))
    return importing.read(FILE, xml.encode()).document


def _write(
    locked: ProcessMap,
    before: Document,
    drawn: Document,
    *,
    actor: Any,
    at: datetime,
    confirm: bool,
) -> ProcessMap:
    _settle_steps(locked, drawn, actor=actor, at=at)
    if not differences(before.root, drawn.root):
        return locked
    hanging = list(_hanging_on_dropped(locked, drawn))
    if hanging and not confirm:
        raise Asks(hanging)
    facts = _told(before.rows(), drawn.rows())
    if hanging:
        facts["hanging"] = hanging
    return save(locked, drawn, "processes.canvas.saved", facts, actor, at)


def _settle_lanes(before: Document, drawn: Document) -> None:
    """A lane that was renamed by hand stands for the position that is called so, or for none."""
    old = {lane.get("id"): lane for lane in before.lane_elements()}
    renamed = [
        lane
        for lane in drawn.lane_elements()
        if (was := old.get(lane.get("id"))) is None
        or (was.get("name") != lane.get("name") and was.get(POSITION) == lane.get(POSITION))
    ]
    names = {lane.get("name", "").strip() for lane in renamed}
    if not names:
        return
    taken = Counter(lane.get(POSITION) for lane in drawn.lane_elements() if lane not in renamed)
    known = _positions_called(names)
    for lane in renamed:
        called = known.get(lane.get("name", "").strip(), set())
        if lane.get(POSITION) in {str(pk) for pk in called}:
            continue
        lane.attrib.pop(POSITION, None)
        if len(called) == 1 and not taken[str(*called)]:
            lane.set(POSITION, str(*called))


def _positions_called(names: set[str]) -> dict[str, set[int]]:
    known: dict[str, set[int]] = {}
    for pk, *titles in Position.objects.values_list("pk", "name_zh", "name_en"):
        for title in set(titles) & names - {""}:
            known.setdefault(title, set()).add(pk)
    return known


def _settle_steps(process_map: ProcessMap, drawn: Document, *, actor: Any, at: datetime) -> None:
    """An element keeps its identity; copies, and what comes from elsewhere, get a fresh one."""
    rows = Activity.objects.filter(map=process_map).values_list("element_id", "step_id")
    homes = {element: str(step) for element, step in rows}
    told = dict(_told_steps(drawn.tasks()))
    wanted = {name: homes.get(name) or told.get(name) for name in _names(drawn)}
    known = _steps_of(process_map, {step for step in told.values() if step})
    used = {homes[name] for name in wanted if name in homes}
    for task in drawn.tasks():
        name = task.get("id", "")
        step = wanted[name]
        if name not in homes and (step is None or step in used or step not in known):
            step = str(new_step(process_map.project, actor=actor, at=at).pk)
        used.add(str(step))
        if told.get(name) != step:
            give_step(task, str(step))
    drawn.changed()


def _names(drawn: Document) -> list[str]:
    return [task.get("id", "") for task in drawn.tasks()]


def _steps_of(process_map: ProcessMap, steps: set[str]) -> set[str]:
    """Those that are of the map's own project: an activity that was removed may come back."""
    found = Step.objects.filter(project=process_map.project_id, pk__in=steps)
    return {str(pk) for pk in found.values_list("pk", flat=True)}


def _told_steps(tasks: list[etree._Element]) -> Iterator[tuple[str, str]]:
    for task in tasks:
        ours = extension(task)
        try:
            yield task.get("id", ""), str(UUID(ours.get("step") if ours is not None else ""))
        except (ValueError, TypeError):
            continue


def _hanging_on_dropped(process_map: ProcessMap, drawn: Document) -> Iterator[str]:
    stays = {row.facts.step for row in drawn.rows()}
    for step, name in step_names_of(process_map):
        if str(step.pk) not in stays:
            for sentence in hanging_on(process_map, step):
                yield f"{name}: {sentence}"


def _told(before: list[Row], after: list[Row]) -> dict[str, Any]:
    """For the audit trail: names of what came, went and changed."""
    old = {row.facts.step: row for row in before}
    new = {row.facts.step: row for row in after}
    return {
        "added": [row.facts.name for step, row in new.items() if step not in old],
        "removed": [row.facts.name for step, row in old.items() if step not in new],
        "changed": [
            row.facts.name for step, row in new.items() if step in old and old[step] != row
        ],
        "activities": [len(before), len(after)],
    }
