"""Activities and findings that can be found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from processes.models import Activity, Finding
from sopman.search.matching import extract, matching
from sopman.search.registry import Hit, source


@source("processes", label=_("Process maps and findings"))
def find(text: str, user: Any, limit: int) -> list[Hit]:
    """Findings first, then activities; of projects that `user` sees."""
    hits = [*_findings(text, user, limit), *_activities(text, user, limit)]
    return hits[:limit]


def _findings(text: str, user: Any, limit: int) -> list[Hit]:
    found = matching(Finding.objects.visible_to(user), text, "text", "evidence")
    return [
        Hit(
            title=f"{one.code} {one.text[:80]}",
            url=reverse("processes:finding", args=[one.pk]),
            kind=f"{one.project.code} · {one.get_kind_display()}",
            extract=extract(one.text if not one.evidence else f"{one.text} {one.evidence}", text),
        )
        for one in found.select_related("project").order_by("-found_at", "-pk")[:limit]
    ]


def _activities(text: str, user: Any, limit: int) -> list[Hit]:
    found = matching(Activity.objects.visible_to(user), text, "name", "system", "notes")
    rows = found.select_related("map__project").order_by("-map__changed_at", "order", "pk")
    return [
        Hit(
            title=row.name,
            url=reverse("processes:step", args=[row.step_id]),
            kind=f"{row.map.project.code} · {row.map.get_kind_display()}",
            extract=extract(row.notes, text),
        )
        for row in rows[:limit]
    ]
