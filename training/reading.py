"""What stands under the text of a released version, and the one next thing in its bar."""

from typing import Any

from django.utils import timezone

from sops import reading
from sops.enums import VersionState
from training.codes import qr_svg
from training.models import ReaderQuestion, Release
from training.queries import standing_with

READABLE = (VersionState.RELEASED, VersionState.EFFECTIVE)
SHOWN = 5  # answered questions under the text; all of them have a page of their own


@reading.register
def consultation(request: Any, version: Any) -> tuple[str, dict] | None:
    """The consultation group, and what others have asked."""
    if version.state not in READABLE:
        return None
    release = _release(request, version)
    answered = ReaderQuestion.objects.filter(sop=version.sop_id).exclude(answer="")
    return "training/_consultation.html", {
        "release": release,
        "qr": qr_svg(release.group_link) if release and release.group_link else "",
        "answered": list(answered.select_related("asked_by", "answered_by")[:SHOWN]),
    }


@reading.register_bar
def next_thing(request: Any, version: Any) -> tuple[str, dict] | None:
    """Ask a question; acknowledge, then the exam."""
    if version.state not in READABLE:
        return None
    release = _release(request, version)
    mine = standing_with(release, request.user, at=timezone.now()) if release else None
    return "training/_bar.html", {"release": release, "mine": mine}


def _release(request: Any, version: Any) -> Release | None:
    """Once for the block and the bar of a page."""
    kept = getattr(request, "_release_of_page", None)
    if kept is None or kept[0] != version.pk:
        found = (
            Release.objects.published()
            .filter(version=version.pk)
            .select_related("version__sop", "project__owning_department", "consultant", "exam")
        )
        kept = (version.pk, found.first())
        request._release_of_page = kept
    return kept[1]
