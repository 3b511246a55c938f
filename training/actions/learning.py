"""Reading confirmed, training held and attended."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sops.enums import VersionState
from sops.models import SopVersion
from training import rules
from training.actions._release import locked_release
from training.enums import ReleaseState, TrainingPart
from training.models import Acknowledgement, Attendance, Release, Session
from training.queries import may_speak, people_of, readiness

READABLE = (VersionState.RELEASED, VersionState.EFFECTIVE)


@transaction.atomic
def acknowledge(version: SopVersion, *, actor: Any, at: datetime) -> Acknowledgement:
    """“I have read and understood this version.” Twice is once."""
    version = SopVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not may_speak(version, actor):
        raise PermissionDenied(_("Auditors look on; readers acknowledge and ask."))
    if version.state not in READABLE:
        raise Refused([_("Only a released version is acknowledged.")])
    found = Acknowledgement.objects.filter(version=version, user=actor).first()
    if found:
        return found
    row = Acknowledgement.objects.create(
        version=version, user=actor, at=at, content_sha256=version.content_sha256
    )
    record(version, "training.version.acknowledged", actor=actor, at=at,
           facts={"sha256": version.content_sha256})  # fmt: skip
    return row


@transaction.atomic
def plan_session(
    release: Release, *, starts_at: datetime, place: str, trainer: Any, actor: Any, at: datetime
) -> Session:
    """Call a training session; the readers are invited."""
    if not rules.may_train(release, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    release = _open(release)
    session = Session(release=release, starts_at=starts_at, place=place, trainer=trainer)
    stamp(session, actor).save()
    facts = {"starts_at": starts_at, "place": place, "trainer": str(trainer)}
    record(session, "training.session.planned", actor=actor, at=at, facts=facts)
    notify([*people_of(release), trainer], "training.session.planned", at=at, key=str(session.pk),
           url=reverse("training:session", args=[session.pk]), title=both(release.version.sop),
           starts_at=starts_at, place=place)  # fmt: skip
    return session


@transaction.atomic
def hold_session(
    session: Session, *, contents: dict[str, str], actor: Any, at: datetime
) -> Session:
    """Write down what was said under each of the four contents; then it counts as held."""
    session = _locked(session, actor)
    empty = [part.label for part in TrainingPart if not contents.get(part, "").strip()]
    if empty:
        raise Refused(
            [_("A session counts once all four contents are covered. Missing: %(parts)s.")
             % {"parts": "、".join(str(one) for one in empty)}]
        )  # fmt: skip
    if session.starts_at > at:
        raise Refused([_("The session has not begun yet.")])
    for part in TrainingPart:
        setattr(session, part.value, contents[part])
    session.held_at = session.held_at or at
    stamp(session, actor).save()
    record(session, "training.session.held", actor=actor, at=at)
    return session


@transaction.atomic
def record_attendance(
    session: Session, *, people: Iterable[Any], actor: Any, at: datetime
) -> list[Attendance]:
    """Record who was there. From then on the exam is open to them."""
    session = _locked(session, actor)
    if session.held_at is None:
        raise Refused([_("Write down the four contents first; then record who was there.")])
    there = set(session.attendances.values_list("user_id", flat=True))
    added = []
    for person in people:
        if person.pk in there or not person.is_active:
            continue
        row = Attendance(session=session, user=person, recorded_by=actor, recorded_at=at)
        stamp(row, actor).save()
        added.append(row)
    names = [str(one) for one in added]
    record(session, "training.session.attended", actor=actor, at=at, facts={"names": names})
    if hasattr(session.release, "exam"):
        notify([one.user for one in added], "training.exam.open", at=at,
               key=str(session.release_id), title=both(session.release.version.sop),
               url=reverse("training:exam", args=[session.release.exam.pk]), email=True)  # fmt: skip
    return added


@transaction.atomic
def remind_readers(release: Release, *, actor: Any, at: datetime) -> int:
    """Remind everybody who is not ready yet; once a day at most."""
    if not rules.may_prepare(release, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    release = _open(release)
    waiting = [one.user for one in readiness(release).readers if not one.is_ready]
    notify(waiting, "training.release.reminder", at=at, email=True,
           key=f"{release.pk}:{at:%Y-%m-%d}", title=both(release.version.sop),
           url=reverse("sops:read", args=[release.version.sop_id]),
           effective_on=release.effective_on)  # fmt: skip
    record(release, "training.release.reminded", actor=actor, at=at, facts={"n": len(waiting)})
    return len(waiting)


def _open(release: Release) -> Release:
    release = locked_release(release.pk)
    if release.state not in (ReleaseState.RELEASED, ReleaseState.IN_FORCE):
        raise Refused([_("The version is not released yet.")])
    return release


def _locked(session: Session, actor: Any) -> Session:
    locked_release(session.release_id)
    session = Session.objects.select_related("release__project", "release__version__sop").get(
        pk=session.pk
    )
    may = rules.may_train(session.release, actor) or session.trainer_id == actor.pk
    if not may:
        raise PermissionDenied(_("Your role does not allow this step."))
    return session
