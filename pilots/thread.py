"""Pilot problems on the thread of a step."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pilots.models import Pilot, Problem
from processes.thread import Block, Item, register


@register
def problems(step: Any, user: Any) -> list[Block]:
    found = Problem.objects.filter(
        step=step, pilot__in=Pilot.objects.visible_to(user)
    ).select_related("pilot__version__sop", "reported_by")
    items = [
        Item(
            words=one.text,
            url=reverse("pilots:pilot", args=[one.pilot.project_id]),
            note=f"{one.pilot.version} · {one.get_kind_display()} · {one.get_state_display()}",
            at=one.reported_at,
        )
        for one in found
    ]
    return [Block(_("Pilot problems"), items)] if items else []
