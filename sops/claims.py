"""SOPs in force whose charter names the same trigger."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from projects.claims import Claim
from sops.enums import VersionState
from sops.models import SopVersion

_ENDINGS = ("", "。", ".")
_MOST = 5


def in_force(project: Any, trigger: str, user: Any) -> list[Claim]:
    """One query; the SOP that this project revises doesn't count."""
    same = Q()
    for ending in _ENDINGS:
        same |= Q(project__charter__start_trigger__iexact=trigger + ending)
    own = SopVersion.objects.filter(project=project).values("sop")
    found = (
        SopVersion.objects.visible_to(user)
        .filter(same, state=VersionState.EFFECTIVE)
        .exclude(sop__in=own)
        .select_related("sop")
        .order_by("sop__number")
    )
    return [
        Claim(f"{one.sop.number} {one.sop.title}", reverse("sops:detail", args=[one.sop_id]))
        for one in found[:_MOST]
    ]
