"""Where one person stands with everything they must know."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from sopman.core.addresses import address
from sopman.core.localized import by_language
from sopman.core.prepared import prepared
from sopman.organization import per_request
from sopman.organization.queries import today
from sopman.people.models import Appointment
from sopman.workdays.queries import calendar
from sops.enums import VersionState
from training import rules
from training.enums import AttemptState
from training.models import (
    Acknowledgement,
    Attempt,
    Attendance,
    LateAddition,
    Question,
    Release,
    Session,
)

DAYS_TO_READ = 3  # working days that whoever comes later has at the least
_READABLE = (VersionState.RELEASED, VersionState.EFFECTIVE)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next thing, in words, where, until when."""

    code: str  # acknowledge, attend, sit, go_on
    words: str
    url: str
    due_at: Any = None


class Distributed(NamedTuple):
    """What a list of things to know says of a released version."""

    pk: int  # of the release
    project: int
    lead_id: int
    effective_on: date | None
    version: int
    state: str
    old_label: str
    major: int
    minor: int
    sop: int
    number: str
    title_zh: str
    title_en: str
    exam: int | None
    attempts_allowed: int | None
    released_at: datetime

    @property
    def title(self) -> str:
        return by_language(self.title_zh, self.title_en)

    @property
    def label(self) -> str:
        return self.old_label or f"V{self.major}.{self.minor}"

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


_SAID = (
    "pk", "project", "project__lead", "effective_on", "version", "version__state",
    "version__old_label", "version__major", "version__minor", "version__sop", "version__sop__number",
    "version__sop__title_zh", "version__sop__title_en", "exam", "exam__attempts_allowed",
    "released_at",
)  # fmt: skip


_UNKNOWN: Any = object()


@dataclass(slots=True)
class Learning:
    """One released version, one person: acknowledged, trained, examined."""

    said: Distributed
    user: Any
    at: datetime
    acknowledged_at: Any = None
    attended: Any = None  # the attendance
    session: Any = None  # the next session not attended yet
    attempts: list[Attempt] = field(default_factory=list)
    wrote: bool = False
    listed_on: date | None = None  # since when the person stands on the distribution list
    _step: Any = _UNKNOWN  # found once: two parts of a page ask for it

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
        return self.wrote or rules.may_read_keys_of(self.said.lead_id, self.user)

    @property
    def attempts_left(self) -> int:
        return max(0, (self.said.attempts_allowed or 0) - len(self.attempts))

    @property
    def may_sit(self) -> bool:
        settled = bool(self.passed) or self.qualified or self.said.exam is None
        return self.attended is not None and not settled and self.attempts_left > 0

    @property
    def next_step(self) -> NextStep | None:
        if self._step is _UNKNOWN:
            self._step = self._next_step()
        return self._step

    def _next_step(self) -> NextStep | None:
        said, due = self.said, _due(self.said, self.listed_on)
        if self.acknowledged_at is None:
            url = address("sops:read", said.sop)
            return NextStep("acknowledge", _("Read and acknowledge the version"), url, due)
        if self.attended is None and self.session is not None:
            url = address("training:session", self.session.pk)
            return NextStep("attend", _("Attend the training"), url, self.session.starts_at)
        if self.may_sit and not self.running:
            return NextStep("sit", _("Sit the exam"), address("training:exam", said.exam), due)
        return None


def learning_of(user: Any, *, at: datetime) -> list[Learning]:
    """Everything on whose distribution list the person stands; a fixed number of queries, asked
    once in a request."""
    found = per_request.once(("learning", user.pk, at), lambda: _filled(_readable(user), user, at))
    return list(found)


def _readable(user: Any) -> list[tuple]:
    """Without versions that are over; sorted out here, for the list is what the query begins with."""
    state = Distributed._fields.index("state")
    return [facts for facts in _listed(user) if facts[state] in _READABLE]


def standing_with(release: Release, user: Any, *, at: datetime) -> Learning:
    return _filled(_one(release.pk), user, at)[0]


@prepared
def _listed(user: Any) -> Any:
    releases = Release.objects.published().concerning(user)
    return releases.order_by("-released_at", "-pk").values_list(*_SAID)


@prepared
def _one(release: Any) -> Any:
    return Release.objects.filter(pk=release).values_list(*_SAID)


def _filled(releases: list[tuple], user: Any, at: datetime) -> list[Learning]:
    rows = {facts[0]: Learning(Distributed(*facts), user, at) for facts in releases}
    if not rows:
        return []
    versions = {one.said.version: one for one in rows.values()}
    pks = frozenset(rows)
    for version, moment in _acknowledged(user, frozenset(versions)):
        versions[version].acknowledged_at = moment
    for there in _there(user, pks):
        rows[there.session.release_id].attended = there
    for session in _to_come(pks, at):
        rows[session.release_id].session = rows[session.release_id].session or session
    for attempt in _attempts(user, pks):
        rows[attempt.exam.release_id].attempts.append(attempt)
    for pk in _wrote(user, pks):
        rows[pk].wrote = True
    added = {(pk, position): day for pk, position, day in _added_late(pks)}
    for pk, position, held_on in _on_the_list(user, pks, today(at)):
        since, known = max(held_on, added.get((pk, position), held_on)), rows[pk].listed_on
        rows[pk].listed_on = min(since, known) if known else since
    return list(rows.values())


@prepared
def _on_the_list(user: Any, releases: Any, day: Any) -> Any:
    """Per position and appointment to it: since when it is held."""
    held = Appointment.objects.on(day).filter(user=user).order_by().values("pk")
    listed = Release.positions.through.objects.filter(release__in=releases)
    return listed.filter(
        position__in=user.standing.position_ids, position__appointments__in=held
    ).values_list("release", "position", "position__appointments__from_on")


@prepared
def _added_late(releases: Any) -> Any:
    """Positions that came onto a list after the release."""
    late = LateAddition.objects.filter(release__in=releases).order_by()
    return late.values_list("release", "position", "added_on")


@prepared
def _acknowledged(user: Any, versions: Any) -> Any:
    read = Acknowledgement.objects.filter(user=user, version__in=versions)
    return read.values_list("version", "at")


@prepared
def _there(user: Any, releases: Any) -> Any:
    held = Attendance.objects.of_held().filter(user=user, session__release__in=releases)
    return held.select_related("session")


@prepared
def _to_come(releases: Any, at: Any) -> Any:
    planned = Session.objects.filter(release__in=releases, held_at=None, starts_at__gte=at)
    return planned.order_by("starts_at")


@prepared
def _attempts(user: Any, releases: Any) -> Any:
    found = Attempt.objects.filter(user=user, exam__release__in=releases).select_related("exam")
    return found.defer("paper", "key").order_by("number")


@prepared
def _wrote(user: Any, releases: Any) -> Any:
    questions = Question.objects.filter(written_by=user, release__in=releases)
    return questions.order_by().values_list("release", flat=True).distinct()


def _due(said: Distributed, listed_on: date | None) -> datetime | None:
    """The effective date; who came later has as many working days as the others had."""
    if said.effective_on is None:
        return None
    days, released = calendar(), today(said.released_at)
    due = said.effective_on
    if listed_on is not None and listed_on > released:
        had = max(days.between(released, said.effective_on), DAYS_TO_READ)
        due = max(due, days.add(listed_on, had))
    return days.end_of(due)
