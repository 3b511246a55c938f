"""Where one person stands with everything they must know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sopman.workdays.queries import calendar
from sops.enums import VersionState
from training import rules
from training.enums import AttemptState
from training.models import Acknowledgement, Attempt, Attendance, Question, Release, Session


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next thing, in words, where, until when."""

    code: str  # acknowledge, attend, sit, go_on
    words: str
    url: str
    due_at: Any = None


@dataclass(slots=True)
class Learning:
    """One released version, one person: acknowledged, trained, examined."""

    release: Release
    user: Any
    at: datetime
    acknowledged_at: Any = None
    attended: Any = None  # the attendance
    session: Any = None  # the next session not attended yet
    attempts: list[Attempt] = field(default_factory=list)
    wrote: bool = False

    @property
    def exam(self) -> Any:
        return getattr(self.release, "exam", None)

    @property
    def running(self) -> Attempt | None:
        return next((one for one in self.attempts if one.is_open_at(self.at)), None)

    @property
    def finished(self) -> list[Attempt]:
        return [one for one in self.attempts if one.state != AttemptState.RUNNING]

    @property
    def passed(self) -> Attempt | None:
        return next((one for one in self.attempts if one.passed), None)

    @property
    def qualified(self) -> bool:
        """Knows the answers, so doesn't sit it."""
        return self.wrote or rules.may_read_keys(self.release, self.user)

    @property
    def attempts_left(self) -> int:
        return max(0, self.exam.attempts_allowed - len(self.attempts)) if self.exam else 0

    @property
    def may_sit(self) -> bool:
        settled = bool(self.passed) or self.qualified or self.exam is None
        return self.attended is not None and not settled and self.attempts_left > 0

    @property
    def next_step(self) -> NextStep | None:
        version, due = self.release.version, _due(self.release)
        if self.acknowledged_at is None:
            url = reverse("sops:read", args=[version.sop_id])
            return NextStep("acknowledge", _("Read and acknowledge the version"), url, due)
        if self.attended is None and self.session is not None:
            url = reverse("training:session", args=[self.session.pk])
            return NextStep("attend", _("Attend the training"), url, self.session.starts_at)
        if self.may_sit and not self.running:
            return NextStep(
                "sit", _("Sit the exam"), reverse("training:exam", args=[self.exam.pk]), due
            )
        return None


def learning_of(user: Any, *, at: datetime) -> list[Learning]:
    """Everything on whose distribution list the person stands; a fixed number of queries."""
    releases = (
        Release.objects.published()
        .concerning(user)
        .filter(version__state__in=[VersionState.RELEASED, VersionState.EFFECTIVE])
        .select_related("version__sop", "project__owning_department", "exam")
        .defer("version__frozen")
        .order_by("-released_at", "-pk")
    )
    return _filled(list(releases), user, at)


def standing_with(release: Release, user: Any, *, at: datetime) -> Learning:
    return _filled([release], user, at)[0]


def _filled(releases: list[Release], user: Any, at: datetime) -> list[Learning]:
    if not releases:
        return []
    rows = {one.pk: Learning(one, user, at) for one in releases}
    versions = {one.version_id: one.pk for one in releases}
    for row in Acknowledgement.objects.filter(user=user, version__in=versions):
        rows[versions[row.version_id]].acknowledged_at = row.at
    for there in _there(rows, user):
        rows[there.session.release_id].attended = there
    for session in _to_come(rows, at):
        rows[session.release_id].session = rows[session.release_id].session or session
    for attempt in _attempts(rows, user):
        rows[attempt.exam.release_id].attempts.append(attempt)
    wrote = Question.objects.filter(written_by=user, release__in=rows)
    for pk in wrote.values_list("release", flat=True):
        rows[pk].wrote = True
    return list(rows.values())


def _there(rows: Iterable[int], user: Any) -> Any:
    held = Attendance.objects.of_held().filter(user=user, session__release__in=rows)
    return held.select_related("session")


def _to_come(rows: Iterable[int], at: datetime) -> Any:
    return Session.objects.filter(release__in=rows, held_at=None, starts_at__gte=at).order_by(
        "starts_at"
    )


def _attempts(rows: Iterable[int], user: Any) -> Any:
    found = Attempt.objects.filter(user=user, exam__release__in=rows).select_related("exam")
    return found.defer("paper", "key").order_by("number")


def _due(release: Release) -> datetime | None:
    return calendar().end_of(release.effective_on) if release.effective_on else None
