"""What stage 2 hangs on a step: the maps it stands on, where it came from, its findings."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.enums import MapKind
from processes.models import Activity, Finding, ProcessMap, Step, StepOrigin
from processes.queries.mapping import name_of_step
from processes.thread import Block, Item
from sopman.core.wording import number

TONES = {"low": "plain", "medium": "warn", "high": "bad"}


def blocks(step: Step, user: Any) -> list[Block]:
    return [_maps(step, user), _findings(step, user), *_origins(step, user)]


def _maps(step: Step, user: Any) -> Block:
    rows = Activity.objects.visible_to(user).filter(step=step)
    rows = rows.select_related("map__project", "position").order_by("map__project", "map__kind")
    items = [
        Item(
            words=f"{row.name} · {row.map.get_kind_display()} · {row.map.project.code}",
            url=_page_of(row.map),
            note=_facts(row),
        )
        for row in rows
    ]
    return Block(_("On process maps"), items, _("It is on no map you can see."))


def _page_of(process_map: ProcessMap) -> str:
    name = "mapping" if process_map.kind == MapKind.AS_IS else "to_be"
    return reverse(f"processes:{name}", args=[process_map.project_id]) + "#steps"


def _facts(row: Activity) -> str:
    said = [str(row.position) if row.position else "", row.system]
    if row.touch_minutes is not None and row.waiting_minutes is not None:
        said.append(
            _("%(touch)s min work, %(waiting)s min waiting")
            % {"touch": number(row.touch_minutes), "waiting": number(row.waiting_minutes)}
        )
    said.append(row.get_value_class_display() if row.value_class else "")
    return " · ".join(part for part in said if part)


def _findings(step: Step, user: Any) -> Block:
    rows = Finding.objects.visible_to(user).filter(steps=step).order_by("-score", "number")
    items = [
        Item(
            words=f"{one.code} {one.text}",
            url=reverse("processes:finding", args=[one.pk]),
            note=f"{one.get_kind_display()} · {one.severity.label}",
            tone=TONES[one.severity],
            at=one.found_at,
        )
        for one in rows
    ]
    return Block(_("Findings"), items, _("No finding is pinned to it."))


def _origins(step: Step, user: Any) -> Iterable[Block]:
    links = StepOrigin.objects.filter(Q(step=step) | Q(origin=step)).select_related(
        "step", "origin"
    )
    seen = {one.pk for one in Step.objects.visible_to(user).filter(
        Q(origins__in=links) | Q(descendants__in=links)
    )}  # fmt: skip
    items = []
    for link in links:
        other, word = (link.origin, _("came from")) if link.step == step else (
            link.step, _("became"))  # fmt: skip
        if other.pk in seen:
            url = reverse("processes:step", args=[other.pk])
            items.append(Item(words=name_of_step(other) or _("A step"), url=url, note=word))
    return [Block(_("Where it comes from and what it became"), items)] if items else []


def hanging(process_map: ProcessMap, step: Step) -> list[str]:
    """Findings that are pinned to an activity of the as-is map."""
    if process_map.kind != MapKind.AS_IS:
        return []
    rows = Finding.objects.filter(project=process_map.project_id, steps=step).order_by("number")
    codes = [one.code for one in rows]
    if not codes:
        return []
    return [_("Findings are pinned to it: %(codes)s.") % {"codes": ", ".join(codes)}]
