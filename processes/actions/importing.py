"""A map out of a file in place of the as-is map: all of it, in one transaction, or nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from processes import layout, projection
from processes.actions.maps import (
    editable,
    hanging_on,
    new_steps,
    opened,
    save,
    step_names_of,
)
from processes.bpmn import Document
from processes.bpmn.document import POSITION, extension
from processes.bpmn.index import NODES
from processes.bpmn.lanes import give_step
from processes.bpmn.xml import free_ids, is_bpmn
from processes.enums import MapKind
from processes.models import ProcessMap, Step
from projects.models import Project
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.people.models import Position


@transaction.atomic
def import_map(
    project: Project,
    document: Document,
    *,
    actor: Any,
    at: datetime,
    file: str,
    confirm: bool = False,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Put a map from a file in place of the as-is map; a map with activities only on `confirm`."""
    present = ProcessMap.objects.filter(project=project, kind=MapKind.AS_IS).first()
    if present is None:
        locked = editable(project, MapKind.AS_IS, actor)
    else:
        present, before = opened(present, actor, seen_revision)
        locked = present.project
        if before.rows() and not confirm:
            raise Refused(
                [*what_falls_away(present, document), _("Confirm that the map is to be replaced.")]
            )
    _name_the_nameless(document)
    _match_lanes(document)
    _give_steps(locked, document, actor=actor, at=at)
    facts = {"file": file[:120], "activities": len(document.rows())}
    if present is not None:
        return save(present, document, "processes.map.imported", facts, actor, at)
    layout.draw(document)
    made = ProcessMap(project=locked, kind=MapKind.AS_IS, xml=document.to_xml(), changed_at=at)
    stamp(made, actor).save()
    projection.project(made, document, actor=actor)
    record(made, "processes.map.imported", actor=actor, at=at, facts=facts)
    return made


def what_falls_away(process_map: ProcessMap, document: Document) -> list[str]:
    """What replacing the map takes off it: how many activities, and what hangs on which."""
    stays = {row.facts.step for row in document.rows() if row.facts.step}
    names = {step: name for step, name in step_names_of(process_map) if str(step.pk) not in stays}
    told = [_("Activities that fall away: %(n)d.") % {"n": len(names)}] if names else []
    for step, name in names.items():
        told += [f"{name}: {sentence}" for sentence in hanging_on(process_map, step)]
    return told


def _name_the_nameless(document: Document) -> None:
    """Nodes and flows without an id get one, so that the table can show them."""
    for element in document.process:
        if is_bpmn(element, *NODES, "sequenceFlow") and not element.get("id"):
            element.set("id", next(free_ids(document.root, "Imported")))
    document.changed()


def _match_lanes(document: Document) -> None:
    """A lane that is called like one position, and only one, stands for that position."""
    lanes = [lane for lane in document.lane_elements() if lane.get("name")]
    names = {lane.get("name", "").strip() for lane in lanes}
    known: dict[str, set[int]] = {}
    for pk, *titles in Position.objects.values_list("pk", "name_zh", "name_en"):
        for title in titles:
            known.setdefault(title, set()).add(pk)
    taken = Counter(lane.get("name", "").strip() for lane in lanes)
    for lane in lanes:
        name = lane.get("name", "").strip()
        lane.attrib.pop(POSITION, None)
        if name in names & set(known) and len(known[name]) == 1 and taken[name] == 1:
            lane.set(POSITION, str(next(iter(known[name]))))


def _give_steps(project: Project, document: Document, *, actor: Any, at: datetime) -> None:
    """Steps of this project come home; what was copied or comes from elsewhere gets fresh ones."""
    wanted = dict(_told_steps(document))
    ours = {str(pk) for pk in Step.objects.filter(project=project, pk__in=wanted.values())
            .values_list("pk", flat=True)}  # fmt: skip
    used: set[str] = set()
    nameless = []
    for task in document.tasks():
        step = str(wanted.get(task.get("id", ""), ""))
        if step not in ours or step in used:
            nameless.append(task)
            continue
        used.add(step)
        give_step(task, step)
    fresh = new_steps(project, len(nameless), actor=actor, at=at)
    for task, made in zip(nameless, fresh, strict=True):
        give_step(task, str(made.pk))
    document.changed()


def _told_steps(document: Document) -> Iterator[tuple[str, UUID]]:
    for task in document.tasks():
        ours = extension(task)
        try:
            yield task.get("id", ""), UUID(ours.get("step") if ours is not None else "")
        except (ValueError, TypeError):
            continue
