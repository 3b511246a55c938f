"""Who is in the team, and who leads it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import rules
from projects.enums import ENDS, MemberRole, Stage
from projects.models import Membership, Project
from projects.queries import default_sponsor
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.people.models import User


@transaction.atomic
def add_member(
    project: Project,
    *,
    actor: User,
    at: datetime,
    user: User,
    role: str,
    work: str = "",
    deputy: User | None = None,
) -> Membership:
    """Put somebody into a role of the team; the lead is set by `change_lead`."""
    locked = _open_for_team(project, actor)
    against = list(_unfit(user, deputy))
    if role == MemberRole.LEAD:
        against.append(_("Change the team lead on the page of the project's facts."))
    if locked.memberships.filter(user=user, role=role).exists():
        against.append(_("%(name)s has this role already.") % {"name": user})
    if against:
        raise Refused(against)
    member = Membership(project=locked, user=user, role=role, work=work, deputy=deputy)
    stamp(member, actor).save()
    facts = {"user": user.name, "role": role}
    record(locked, "projects.member.added", actor=actor, at=at, facts=facts)
    _tell_member(locked, member, actor, at)
    return member


@transaction.atomic
def edit_member(
    member: Membership,
    *,
    actor: User,
    at: datetime,
    work: str = "",
    deputy: User | None = None,
    seen: int | None = None,
) -> Membership:
    """Change what somebody does in the team, and who stands in."""
    locked = _open_for_team(member.project, actor)
    member = _still_there(locked, member)
    if seen is not None and seen != member.revision:
        raise Refused([changed_meanwhile()])
    if against := list(_unfit(member.user, deputy)):
        raise Refused(against)
    member.work, member.deputy = work, deputy
    member.revision += 1
    stamp(member, actor).save()
    facts = {"user": member.user.name, "role": member.role}
    record(locked, "projects.member.changed", actor=actor, at=at, facts=facts)
    return member


@transaction.atomic
def replace_member(
    member: Membership, *, actor: User, at: datetime, user: User, reason: str,
    seen: int | None = None,
) -> Membership:  # fmt: skip
    """Give a seat to somebody else, with a reason; who had it stays readable on the charter."""
    locked = _open_for_team(member.project, actor)
    member = _still_there(locked, member)
    if seen is not None and seen != member.revision:
        raise Refused([changed_meanwhile()])
    against = list(_unfit(user, None))
    if member.role == MemberRole.LEAD:
        against.append(_("Change the team lead on the page of the project's facts."))
    if not reason.strip():
        against.append(_("Say why."))
    if locked.memberships.filter(user=user, role=member.role).exists():
        against.append(_("%(name)s has this role already.") % {"name": user})
    if against:
        raise Refused(against)
    facts = {"from": member.user.name, "to": user.name, "role": member.role}
    member.user = user
    member.deputy = None if member.deputy_id == user.pk else member.deputy
    member.revision += 1
    stamp(member, actor, reason).save()
    record(locked, "projects.member.replaced", actor=actor, at=at, reason=reason, facts=facts)
    _tell_member(locked, member, actor, at)
    return member


@transaction.atomic
def remove_member(member: Membership, *, actor: User, at: datetime) -> None:
    """Take somebody out of a role. The lead can only be replaced; no signed role is left empty."""
    locked = _open_for_team(member.project, actor)
    member = _still_there(locked, member)
    if member.role == MemberRole.LEAD:
        raise Refused([_("The team lead can't be removed, only replaced.")])
    others = locked.memberships.filter(role=member.role).exclude(pk=member.pk)
    if locked.stage != Stage.CHARTER and not others.exists():
        role = MemberRole(member.role).label
        raise Refused([_("Put somebody else into “%(role)s” first.") % {"role": role}])
    facts = {"user": member.user.name, "role": member.role}
    record(locked, "projects.member.removed", actor=actor, at=at, facts=facts)
    stamp(member, actor).delete()


@transaction.atomic
def change_lead(project: Project, *, actor: User, at: datetime, lead: User, reason: str) -> Project:
    """Give the project to another lead, with a reason."""
    locked = _locked(project)
    if not rules.may_set_lead(locked, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    against = list(_unfit(lead, None))
    if not reason.strip():
        against.append(_("Say why."))
    if lead.pk == locked.lead_id:
        against.append(_("%(name)s leads this project already.") % {"name": lead})
    if lead.pk == locked.sponsor_id and locked.stage != Stage.CHARTER:
        against.append(_("The sponsor signed the charter and can't lead the project."))
    if against:
        raise Refused(against)
    set_lead(locked, lead, actor=actor, at=at, reason=reason)
    return locked


def set_lead(locked: Project, lead: User, *, actor: Any, at: datetime, reason: str) -> None:
    """The write itself; also for the hand-over of somebody who leaves."""
    before = locked.lead
    locked.lead = lead
    if locked.sponsor_id == lead.pk and locked.stage == Stage.CHARTER:
        locked.sponsor = default_sponsor(locked.owning_department, lead=lead)
    locked.revision += 1
    stamp(locked, actor, reason).save()
    for seat in locked.memberships.filter(role=MemberRole.LEAD):
        seat.user = lead
        seat.revision += 1
        stamp(seat, actor, reason).save()
    facts = {"from": before.name, "to": lead.name}
    record(locked, "projects.project.lead_changed", actor=actor, at=at, reason=reason, facts=facts)
    _notify(locked, [lead], "projects.lead.named", actor, at)


def _open_for_team(project: Project, actor: User) -> Project:
    """The lead and the controller at any time; while in charter also who writes the charter."""
    locked = _locked(project)
    if locked.stage in ENDS:
        raise Refused([_("The project is over already.")])
    writes = locked.stage == Stage.CHARTER and rules.heads_owner(locked, actor)
    if not (rules.may_change_team(locked, actor) or writes):
        raise PermissionDenied(_("Only the team lead and the document controller change it."))
    return locked


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def _still_there(project: Project, member: Membership) -> Membership:
    found = project.memberships.select_related("user").filter(pk=member.pk).first()
    if found is None:
        raise Refused([changed_meanwhile()])
    return found


def _unfit(user: User, deputy: User | None) -> Any:
    for person in (user, deputy):
        if person is not None and not person.is_active:
            yield _("%(name)s has left; choose someone else.") % {"name": person}
    if deputy is not None and deputy.pk == user.pk:
        yield _("Nobody is the own deputy; choose someone else.")


def _tell_member(project: Project, member: Membership, actor: User, at: datetime) -> None:
    if member.user_id != actor.pk:
        role = MemberRole(member.role).label
        _notify(project, [member.user], "projects.member.added", actor, at, role=role)


def _notify(
    project: Project, recipients: list[User], code: str, actor: Any, at: datetime, **more: Any
) -> None:
    notify(
        recipients,
        code,
        at=at,
        key=f"{project.pk}:{more.get('role', '')!s}:{at.isoformat()}",
        url=reverse("projects:detail", args=[project.pk]),
        code_of_project=project.code,
        title=both(project, "title"),
        actor=actor or "",
        **more,
    )
