"""Projects that can be found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from sopman.search.matching import extract, matching
from sopman.search.registry import Hit, source

_FIELDS = ("code", "title_zh", "title_en", "charter__purpose", "charter__background")


@source("projects", label=_("SOP projects"))
def find(text: str, user: Any, limit: int) -> list[Hit]:
    found = matching(Project.objects.visible_to(user), text, *_FIELDS).select_related("charter")
    return [
        Hit(
            title=project.title,
            url=reverse("projects:detail", args=[project.pk]),
            kind=f"{project.code} · {project.get_stage_display()}",
            extract=extract(project.charter.purpose or project.charter.background, text),
        )
        for project in found.order_by("-opened_at", "-pk")[:limit]
    ]
