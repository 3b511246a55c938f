"""What somebody who leaves hands over of releases: consultation groups, sessions to come."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sops.enums import VersionState
from training.actions._release import locked_release
from training.enums import ReleaseState
from training.models import Release, Session

_ALIVE = (VersionState.APPROVED, VersionState.RELEASED, VersionState.EFFECTIVE)


@transaction.atomic
def hand_over(from_user: Any, to_user: Any, *, actor: Any, at: datetime) -> list[str]:
    """Consultation groups get somebody else who answers, sessions to come somebody who trains."""
    said = []
    for pk in list(_consulted(from_user).values_list("pk", flat=True)):
        release = locked_release(pk)
        release.consultant = to_user
        stamp(release, actor).save()
        facts = {"group": release.group_name, "consultant": str(to_user)}
        record(release, "training.release.group_set", actor=actor, at=at, facts=facts)
        said.append(_answers(release))
    for session in _to_come(from_user):
        locked_release(session.release_id)
        session.trainer = to_user
        stamp(session, actor).save()
        facts = {"from": str(from_user), "to": str(to_user)}
        record(session, "training.session.handed_over", actor=actor, at=at, facts=facts)
        notify([to_user], "training.session.planned", at=at, key=str(session.pk),
               url=reverse("training:session", args=[session.pk]), place=session.place,
               title=both(session.release.version.sop), starts_at=session.starts_at)  # fmt: skip
        said.append(_trains(session))
    return said


def hanging(user: Any) -> list[str]:
    """What nobody would look after if this person left."""
    return [*map(_answers, _consulted(user)), *map(_trains, _to_come(user))]


def _consulted(user: Any) -> Any:
    rows = Release.objects.filter(consultant=user, version__state__in=_ALIVE)
    return rows.exclude(state=ReleaseState.CALLED_OFF).select_related("version__sop").order_by("pk")


def _to_come(user: Any) -> Any:
    rows = Session.objects.filter(trainer=user, held_at=None, release__version__state__in=_ALIVE)
    open_ = rows.exclude(release__state=ReleaseState.CALLED_OFF)
    return open_.select_related("release__version__sop").order_by("pk")


def _answers(release: Release) -> str:
    return _("Answers questions on %(version)s") % {"version": release.version}


def _trains(session: Session) -> str:
    return _("Trainer of %(session)s") % {"session": session}
