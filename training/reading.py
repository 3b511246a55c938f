"""What stands under the text of a released version, and the one next thing in its bar."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from sopman.core.localized import by_language
from sopman.core.prepared import prepared
from sops import reading
from sops.enums import VersionState
from training.codes import qr_svg
from training.models import Acknowledgement, Attempt, ReaderQuestion, Release
from training.queries import may_speak, standing_with

READABLE = (VersionState.RELEASED, VersionState.EFFECTIVE)
SHOWN = 5  # answered questions under the text; all of them have a page of their own


class Answered(NamedTuple):
    """A reader's question and its answer."""

    text: str
    place: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str


class Consultation(NamedTuple):
    """What the block under the text says."""

    sop: int
    group: str
    link: str
    consultant: str
    qr: str
    picture: str  # the address of an uploaded code, shown instead of one drawn from the link
    answered: tuple[Answered, ...]


class Bar(NamedTuple):
    """What the bar says: the reader's next thing, else what is done."""

    version: int
    is_to_read: bool = False
    words: str = ""
    url: str = ""
    has_passed: bool = False
    read_at: datetime | None = None


@reading.register
def consultation(request: Any, version: Any) -> tuple[str, Consultation] | None:
    """The consultation group, and what others have asked."""
    if version.state not in READABLE:
        return None
    release = _release(request, version)
    answered = tuple(
        Answered(one.text, one.place, str(one.asked_by), one.asked_at, one.answer,
                 str(one.answered_by))
        for one in _answered(version.sop_id)
    )  # fmt: skip
    link = release.group_link if release else ""
    picture = release.group_picture if release else None
    line = Consultation(
        sop=version.sop_id,
        group=release.group_name if release else "",
        link=link,
        consultant=_consultant(release),
        qr=qr_svg(link) if link and picture is None else "",
        picture=reverse("files:download", args=[picture, release.group_picture__name])
        if picture
        else "",
        answered=answered,
    )
    return "training/_consultation.html", line


def _consultant(release: Any) -> str:
    if release is None or not release.consultant__name:
        return ""
    return by_language(release.consultant__name, release.consultant__name_en)


@prepared
def _answered(sop: Any) -> Any:
    answered = ReaderQuestion.objects.filter(sop=sop).exclude(answer="")
    return answered.select_related("asked_by", "answered_by")[:SHOWN]


@reading.register_bar
def next_thing(request: Any, version: Any) -> tuple[str, Bar] | None:
    """Ask a question; acknowledge, then the exam. What is done costs no further query."""
    if version.state not in READABLE:
        return None
    if not may_speak(version, request.user):
        return None
    release = _release(request, version)
    if release is None:
        return "training/_bar.html", Bar(version.pk)
    step = _next_step(release, request.user) if release.read_at and not release.has_passed else None
    return "training/_bar.html", Bar(
        version.pk,
        is_to_read=release.read_at is None,
        words=step.words if step else "",
        url=step.url if step else "",
        has_passed=release.has_passed,
        read_at=release.read_at,
    )


def _next_step(release: Any, user: Any) -> Any:
    row = Release.objects.for_reader().get(pk=release.pk)
    return standing_with(row, user, at=timezone.now()).next_step


def _release(request: Any, version: Any) -> Any:
    """Once for the block and the bar of a page, with where this reader stands."""
    kept = getattr(request, "_release_of_page", None)
    if kept is None or kept[0] != version.pk:
        kept = (version.pk, _with_reader.first(version.pk, request.user))
        request._release_of_page = kept
    return kept[1]


@prepared
def _with_reader(version: Any, user: Any) -> Any:
    read = Acknowledgement.objects.filter(version=OuterRef("version"), user=user)
    passed = Attempt.objects.filter(exam__release=OuterRef("pk"), user=user, passed=True)
    found = Release.objects.published().filter(version=version).order_by()
    return found.annotate(
        read_at=Subquery(read.values("at")[:1]), has_passed=Exists(passed)
    ).values_list(
        "pk", "group_name", "group_link", "group_picture", "group_picture__name",
        "consultant__name", "consultant__name_en", "read_at", "has_passed", named=True,
    )  # fmt: skip
