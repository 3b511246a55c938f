"""What stage 3 hangs on a step: its changes, control point, duties and handovers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from processes.enums import MapKind
from processes.models import Change, ControlPoint, Handover, Responsibility
from processes.plan import TimeLimit
from processes.thread import Block, Item


def blocks(step: Any, user: Any) -> list[Block]:
    """Only what `user` may see of it: through the projects."""
    found = [
        Block(_("Changes"), list(_changes(step, user))),
        Block(_("Key control point"), list(_points(step, user))),
        Block(_("Responsibilities"), list(_duties(step, user))),
        Block(_("Handovers"), list(_handovers(step, user))),
    ]
    return [block for block in found if block.items]


def _changes(step: Any, user: Any) -> Iterable[Item]:
    touching = Q(step=step) | Q(outcome=step) | Q(into=step)
    rows = Change.objects.visible_to(user).filter(touching).select_related("decided_by")
    for one in rows.order_by("-decided_at"):
        url = reverse("processes:optimization", args=[one.project_id]) + f"#step-{one.step_id}"
        words = (
            one.get_decision_display() + pgettext("after a label", ": ") + one.reason
            if one.reason
            else one.get_decision_display()
        )
        yield Item(words, url, note=one.decided_by, at=one.decided_at)


def _points(step: Any, user: Any) -> Iterable[Item]:
    for one in ControlPoint.objects.visible_to(user).filter(step=step):
        limit = TimeLimit(one.time_limit_value, one.time_limit_unit)
        url = reverse("processes:control_points", args=[one.project_id])
        yield Item(f"{limit} · {one.output_standard}", url, note=one.why, tone="warn")


def _duties(step: Any, user: Any) -> Iterable[Item]:
    rows = Responsibility.objects.visible_to(user).filter(step=step)
    for one in rows.select_related("map", "position"):
        url = reverse("processes:responsibilities", args=[one.map.project_id])
        yield Item(one.position, url, note=one.get_kind_display())


def _handovers(step: Any, user: Any) -> Iterable[Item]:
    rows = Handover.objects.visible_to(user).filter(Q(from_step=step) | Q(to_step=step))
    for one in rows:
        limit = TimeLimit(one.time_limit_value, one.time_limit_unit)
        url = reverse("processes:handovers", args=[one.project_id])
        direction = _("gives") if one.from_step_id == step.pk else _("receives")
        yield Item(f"{direction} {one.what}", url, note=limit)


def hanging(process_map: Any, step: Any) -> list[str]:
    """What loses its place when an activity leaves the to-be map (or the as-is map)."""
    project, found = process_map.project_id, []
    if process_map.kind == MapKind.AS_IS:
        if Change.objects.filter(project=project, step=step).exists():
            found.append(_("A decision of the optimization is about this activity."))
        return found
    if ControlPoint.objects.filter(project=project, step=step).exists():
        found.append(_("The activity is a key control point."))
    if Handover.objects.filter(Q(from_step=step) | Q(to_step=step), project=project).exists():
        found.append(_("A handover is agreed for this activity."))
    return found
