"""What evidence hangs on a step: pinned sentences and pictures, measured laps, what differs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from processes.enums import MapKind
from processes.models import Lap, Pin, ProcessMap, Step
from processes.queries.evidence import Labels, measured_in, questions_in, value_words
from processes.queries.mapping import step_names
from processes.source_words import full
from processes.thread import Block, Item
from projects.models import Project


def blocks(step: Step, user: Any) -> list[Block]:
    """Nothing where the reader doesn't see the project (readers of an SOP see its step)."""
    seen = Project.objects.visible_to(user).filter(pk=step.project_id).first()
    if seen is None:
        return []
    return [_pins(step, seen), *_measured(step, seen), *_differing(step, seen)]


def _pins(step: Step, project: Project) -> Block:
    names = step_names(project)
    rows = Pin.objects.filter(step=step, record__project=project)
    rows = rows.select_related("record__person", "position", "picture").order_by("record", "pk")
    items = [
        Item(
            words=f"“{pin.quote}”" if pin.quote else str(pin.picture),
            url=reverse("processes:evidence", args=[pin.record_id]),
            note=" · ".join(
                part
                for part in (
                    f"{pin.record.code} {pin.record.title}",
                    pin.record.who,
                    value_words(pin, names),
                )
                if part
            ),
            at=pin.record.happened_on,
        )
        for pin in rows
    ]
    return Block(_("Evidence"), items, _("No evidence is pinned to it."))


def _measured(step: Step, project: Project) -> list[Block]:
    one = measured_in(project).get(str(step.pk))
    if one is None:
        return []
    url = reverse("processes:evidence_list", args=[project.pk]) + "#measured"
    told = (_("Touch time"), one.source("touch", project.code)), (
        _("Waiting time"), one.source("waiting", project.code))  # fmt: skip
    items = [
        Item(words=f"{label}: {source.value} min", url=url, note=full(source))
        for label, source in told
        if source is not None
    ]
    return [Block(_("Observed with the stopwatch"), items)]


def _differing(step: Step, project: Project) -> list[Block]:
    found = [one for one in questions_in(project) if one.step == str(step.pk)]
    labels = Labels(project, found)
    items = [
        Item(
            words=f"{one.label}: "
            + " / ".join(labels.of(one.aspect, value) for value in one.values),
            url=reverse("processes:evidence_list", args=[project.pk]) + "#contradictions",
            note=_settled(one, labels),
            tone="" if one.is_settled else "warn",
        )
        for one in found
    ]
    return [Block(_("What sources say differently"), items)] if items else []


def _settled(one: Any, labels: Labels) -> str:
    if not one.is_settled:
        return _("not settled")
    holds = labels.of(one.aspect, one.settlement.chosen) if one.settlement.chosen else ""
    return _("holds: %(value)s, because %(reason)s") % {
        "value": holds or _("none of them"),
        "reason": one.settlement.reason,
    }


def hanging(process_map: ProcessMap, step: Step) -> list[str]:
    """Evidence and laps that are lost sight of with an activity of the as-is map."""
    if process_map.kind != MapKind.AS_IS:
        return []
    told = []
    codes = Pin.objects.filter(step=step, record__project=process_map.project_id)
    if records := sorted({pin.record.code for pin in codes.select_related("record")}):
        told.append(_("Evidence is pinned to it: %(codes)s.") % {"codes": ", ".join(records)})
    laps = Lap.objects.filter(step=step, cycle__record__project=process_map.project_id).count()
    if laps:
        told.append(_("It was timed: laps %(n)d.") % {"n": laps})
    return told
