"""Finding SOPs and their steps. Only what is in force; old text misleads."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sopman.search.matching import extract, matching
from sopman.search.registry import Hit, source
from sops import markup, reading
from sops.enums import VersionState
from sops.models import Section, Sop, SopStep, SopVersion


@source("sops", label=gettext_lazy("SOPs"))
def find_sops(text: str, user: Any, limit: int) -> list[Hit]:
    """By number, title or a sentence of a section."""
    seen = _in_force(user)
    inside = matching(Section.objects.filter(version__in=seen), text, "body")
    sops = Sop.objects.filter(Exists(seen.filter(sop=OuterRef("pk"))))
    named = matching(sops, text, "number", "title_zh", "title_en")
    both = sops.filter(Q(pk__in=named.values("pk")) | Q(pk__in=inside.values("version__sop")))
    found = list(both.order_by("number")[:limit])
    shut = reading.locked_among(user, [sop.pk for sop in found])
    return [
        Hit(title=sop, url=reverse("sops:read", args=[sop.pk]), kind=_("SOP"))
        for sop in found
        if sop.pk not in shut
    ]


@source("steps", label=gettext_lazy("Steps"))
def find_steps(text: str, user: Any, limit: int) -> list[Hit]:
    rows = matching(
        SopStep.objects.filter(version__in=_in_force(user)), text, "title", "action"
    ).select_related("version__sop")
    found = list(rows.order_by("version__sop__number", "order")[:limit])
    shut = reading.locked_among(user, {one.version.sop_id for one in found})
    return [
        Hit(
            title=one.title,
            url=reverse("sops:read", args=[one.version.sop_id]) + f"#step-{one.step_id}",
            kind=str(one.version),
            extract=extract(markup.plain(one.action), text),
        )
        for one in found
        if one.version.sop_id not in shut
    ]


def _in_force(user: Any) -> Any:
    return SopVersion.objects.visible_to(user).filter(state=VersionState.EFFECTIVE)
