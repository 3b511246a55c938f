"""Sessions: listed to their owner, ended by the owner or an administrator."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.trail import record
from sopman.people.models import User
from sopman.people.rules import may_end_sessions


@transaction.atomic
def end_session(session: UserSession, *, actor: User, at: datetime) -> None:
    """Log one device out."""
    if not may_end_sessions(session.user, actor):
        raise PermissionDenied(_("This session isn't yours to end."))
    session.end()
    record(session.user, "people.user.session_ended", actor=actor, at=at)


@transaction.atomic
def end_sessions(user: User, *, actor: User, at: datetime, besides: str | None = "") -> int:
    """Log every device of a person out, except the session with the key `besides`."""
    if not may_end_sessions(user, actor):
        raise PermissionDenied(_("These sessions aren't yours to end."))
    ended = close_sessions_of(user, besides=besides)
    record(user, "people.user.sessions_ended", actor=actor, at=at, facts={"sessions": ended})
    return ended


def close_sessions_of(user: User, *, besides: str | None = "") -> int:
    """Inside another action: nobody who left or got a new password stays logged in."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=besides or "")
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    return ended
