"""From the decisions to the to-be map, and from the finished plan to the drafting."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from processes import generation, rules
from processes.actions import maps
from processes.actions.plan_room import begin, redesign_of
from processes.bpmn import Document
from processes.enums import MapKind
from processes.models import ProcessMap, Redesign
from processes.queries import decisions as queries
from processes.queries.optimization import Plan
from projects import actions as projects
from projects.enums import Stage
from projects.models import Project
from projects.queries import people_of
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.people.models import Position


@transaction.atomic
def generate_to_be(
    project: Project,
    *,
    actor: Any,
    at: datetime,
    overwrite: bool = False,
    seen_revision: int | None = None,
) -> ProcessMap:
    """Make the to-be map from the decisions. What was drawn by hand goes only with `overwrite`."""
    project = begin(project, actor)
    plan = Plan(project)
    if reasons := _not_ready(plan):
        raise Refused(reasons)
    if is_refined(plan) and not overwrite:
        raise Refused(
            [_("The to-be map has been refined by hand. Confirm that this may be overwritten.")]
        )
    document = document_of(plan)
    process_map = plan.to_be
    if process_map is None:
        process_map = maps.ensure_map(project, MapKind.TO_BE, actor=actor, at=at, document=document)
    else:
        process_map = maps.replace_map(
            process_map, document, actor=actor, at=at, seen_revision=seen_revision
        )
    _remember(project, process_map, plan, actor=actor, at=at)
    facts = {"activities": len(document.rows()), "overwritten": bool(overwrite)}
    record(process_map, "processes.to_be.generated", actor=actor, at=at, facts=facts)
    return process_map


@transaction.atomic
def keep_map(project: Project, *, actor: Any, at: datetime) -> Redesign:
    """The decisions have changed, and the map was mended by hand to say the same: leave it."""
    project = begin(project, actor)
    plan = Plan(project)
    if plan.to_be is None or not plan.is_stale:
        raise Refused([_("The to-be map follows from the decisions already.")])
    redesign = redesign_of(project)
    redesign.decisions_sha256 = queries.fingerprint(list(plan.standing.values()))
    stamp(redesign, actor).save()
    facts = {"revision": plan.to_be.revision}
    record(redesign, "processes.to_be.kept", actor=actor, at=at, facts=facts)
    return redesign


@transaction.atomic
def adopt_to_be(project: Project, *, actor: Any, at: datetime) -> Project:
    """The plan is complete: the drafting begins. Refuses with the sentences of the gate."""
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if not rules.may_adopt(locked, actor):
        raise PermissionDenied(_("Only the team lead adopts the to-be process."))
    if locked.stage != Stage.OPTIMIZATION:
        raise Refused([_("The plan can be adopted only in the stage of optimization.")])
    projects.advance_stage(locked, to=Stage.DRAFTING, actor=actor, at=at)
    redesign = redesign_of(locked)
    redesign.adopted_at, redesign.adopted_by = at, actor
    stamp(redesign, actor).save()
    process_map = ProcessMap.objects.get(project=locked, kind=MapKind.TO_BE)
    facts = {"revision": process_map.revision, "sha256": _sha256(process_map)}
    record(redesign, "processes.to_be.adopted", actor=actor, at=at, facts=facts)
    notify(
        [one for one in people_of(locked) if one != actor],
        "processes.to_be.adopted",
        at=at,
        key=f"processes.to_be.adopted:{locked.pk}:{process_map.revision}",
        url=reverse("processes:comparison", args=[locked.pk]),
        project=both(locked, "title"),
    )
    return locked


def reopen(project: Project, *, actor: Any, at: datetime, reason: str) -> None:
    """The project comes back to this stage, or to an earlier one: the plan is adopted no longer."""
    redesign = Redesign.objects.filter(project=project).first()
    if redesign is None or redesign.adopted_at is None:
        return
    redesign.adopted_at = redesign.adopted_by = None
    stamp(redesign, actor, reason).save()
    record(redesign, "processes.to_be.reopened", actor=actor, at=at, reason=reason)


def is_refined(plan: Plan) -> bool:
    """Whether the to-be map is another one than was made from the decisions."""
    if plan.to_be is None or not plan.planned:
        return False
    return plan.redesign is None or plan.redesign.map_sha256 != _sha256(plan.to_be)


def document_of(plan: Plan) -> Document:
    """The map that follows from the decisions as they stand."""
    as_is = plan.document(MapKind.AS_IS)
    present = as_is.rows() if as_is else []
    positions = {
        pk: zh or en for pk, zh, en in Position.objects.values_list("pk", "name_zh", "name_en")
    }
    return generation.made(plan.project.title, present, plan.standing, positions)


def what_would_change(plan: Plan) -> list[generation.Difference]:
    """What making the map again would add, drop and change; asked before it happens."""
    if _not_ready(plan):
        return []
    to_be = plan.document(MapKind.TO_BE)
    return generation.differences(to_be.rows() if to_be else [], document_of(plan).rows())


def _not_ready(plan: Plan) -> list[str]:
    if not plan.present and not plan.additions:
        return [_("Add the activities of the new process first.")]
    if plan.undecided:
        return [
            _("Decide first about: %(names)s.")
            % {"names": _(", ").join(one.name for one in plan.undecided[:5])}
        ]
    return []


def _remember(
    project: Project, process_map: ProcessMap, plan: Plan, *, actor: Any, at: datetime
) -> None:
    redesign = redesign_of(project)
    redesign.generated_at, redesign.generated_by = at, actor
    redesign.map_sha256 = _sha256(process_map)
    redesign.decisions_sha256 = queries.fingerprint(list(plan.standing.values()))
    stamp(redesign, actor).save()


def _sha256(process_map: ProcessMap) -> str:
    return hashlib.sha256(process_map.xml.encode()).hexdigest()
