"""What somebody who leaves hands over of SOPs: those they own, and the drafts they write."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.people.models import User
from sops import independence
from sops.actions.locking import lock
from sops.enums import VersionState
from sops.models import Sop, SopVersion


def hand_over(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    """Everything a leaver owns or writes here goes to somebody else, inside the hand-over."""
    moved = _sops(from_user, to_user, actor, at)
    for version in _drafts(from_user):
        moved.append(_give_draft(lock(version), from_user, to_user, actor, at))
    return moved


def hanging(user: User) -> list[str]:
    """What nobody would look after if this person left."""
    owned = Sop.objects.filter(owner=user).count()
    found = [_counted(owned)] if owned else []
    return found + [_author_of(one) for one in _drafts(user)]


def _drafts(user: User) -> list[SopVersion]:
    """Only drafts: who wrote a frozen text is part of what was signed."""
    mine = SopVersion.objects.light().filter(state=VersionState.DRAFT, authors=user)
    return list(mine.select_related("sop", "project").order_by("pk"))


def _sops(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    moved = 0
    for sop in Sop.objects.select_for_update().filter(owner=from_user).order_by("pk"):
        sop.owner = to_user
        stamp(sop, actor).save()
        facts = {"from": from_user.employee_number, "to": to_user.employee_number}
        record(sop, "sops.sop.owner_changed", actor=actor, at=at, facts=facts)
        moved += 1
    return [_counted(moved)] if moved else []


def _give_draft(
    version: SopVersion, from_user: User, to_user: User, actor: User, at: datetime
) -> str:
    """Never to somebody who reviews it: then it keeps its author, and the sentence says why."""
    if against := independence.against_writing(version, to_user):
        words = {"version": version, "why": against[0]}
        return _("%(version)s keeps its author: %(why)s") % words
    version.authors.remove(from_user)
    version.authors.add(to_user)
    facts = {"authors": sorted(one.employee_number for one in version.authors.all())}
    record(version, "sops.version.authors_named", actor=actor, at=at, facts=facts)
    return _author_of(version)


def _counted(number: int) -> str:
    return ngettext("%(n)d SOP", "%(n)d SOPs", number) % {"n": number}


def _author_of(version: SopVersion) -> str:
    return _("Author of %(version)s") % {"version": version}
