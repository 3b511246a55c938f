"""What stands under the text of a released version, and the one next thing in its bar."""

from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from sops import reading
from sops.enums import VersionState
from training.codes import qr_svg
from training.models import Acknowledgement, Attempt, ReaderQuestion, Release
from training.queries import may_speak, standing_with

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
    """Ask a question; acknowledge, then the exam. What is done costs no further query."""
    if version.state not in READABLE:
        return None
    if not may_speak(version, request.user):
        return None
    release = _release(request, version)
    if release is None:
        return "training/_bar.html", {}
    more = release.read_at is not None and not release.has_passed
    mine = standing_with(release, request.user, at=timezone.now()) if more else None
    return "training/_bar.html", {"release": release, "step": mine.next_step if mine else None}


def _release(request: Any, version: Any) -> Release | None:
    """Once for the block and the bar of a page, with where this reader stands."""
    kept = getattr(request, "_release_of_page", None)
    if kept is None or kept[0] != version.pk:
        kept = (version.pk, _with_reader(version, request.user))
        request._release_of_page = kept
    return kept[1]


def _with_reader(version: Any, user: Any) -> Release | None:
    read = Acknowledgement.objects.filter(version=OuterRef("version"), user=user)
    passed = Attempt.objects.filter(exam__release=OuterRef("pk"), user=user, passed=True)
    return (
        Release.objects.published()
        .filter(version=version.pk)
        .select_related("version__sop", "project__owning_department", "consultant", "exam")
        .defer("version__frozen")
        .annotate(read_at=Subquery(read.values("at")[:1]), has_passed=Exists(passed))
        .first()
    )
