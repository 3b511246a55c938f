"""The stage bar: seven cells with what is done, what is planned, what is late."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.enums import FIRST_STAGE, STAGES, Stage, number_of
from projects.stages import panel_for
from sopman.core import wording


def cells(project: Any, *, today: date) -> list[dict[str, Any]]:
    """One dict per stage for `{% stage_bar %}`; two queries."""
    planned = dict(project.milestones.values_list("stage", "planned_on"))
    finished: dict[str, Any] = {}
    for stage, left_at in project.stage_records.values_list("stage", "left_at"):
        finished[stage] = left_at
    return [_cell(project, stage, planned.get(stage), finished.get(stage), today) for stage in STAGES]


def _cell(project, stage, planned_on, left_at, today):
    number, present = number_of(stage), number_of(project.stage)
    cell = {
        "number": number,
        "label": stage.label,
        "status": "done" if number < present else "active" if number == present else "todo",
        "note": _("Planned %(day)s") % {"day": wording.day(planned_on)} if planned_on else "",
        "url": _address(project, stage) if number <= present else "",
        "late": False,
        "locked": "" if number <= present else _("Opens when the stages before it are complete."),
    }
    if project.stage == Stage.CANCELLED:
        return cell | {"status": "todo" if left_at is None else "done", "note": ""}
    if number < present:
        if number < number_of(FIRST_STAGE.get(project.kind, Stage.CHARTER)):
            return cell | {"note": _("Not needed"), "url": ""}
        day = wording.day(timezone.localdate(left_at)) if left_at else ""
        return cell | {"note": _("Completed %(day)s") % {"day": day} if day else ""}
    if planned_on and planned_on < today:
        words = wording.time_left(planned_on).words
        return cell | {"late": True, "note": words}
    if number == present and planned_on:
        return cell | {"note": _("Under way · %(left)s") % {"left": wording.time_left(planned_on).words}}
    return cell


def _address(project: Any, stage: Stage) -> str:
    panel = panel_for(stage)
    try:
        return reverse(panel.url_name, args=[project.pk]) if panel else ""
    except NoReverseMatch:
        return ""
