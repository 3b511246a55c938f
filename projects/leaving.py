"""What somebody who leaves hands over of projects: the lead, seats in teams, sponsorship."""

from datetime import datetime

from django.utils.translation import gettext as _

from projects.actions.team import set_lead
from projects.enums import MemberRole, Stage
from projects.models import Membership, Project
from projects.queries import default_sponsor
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.people.models import User


def hand_over(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    """Move everything of running projects from one to the other; says what it moved or couldn't.

    Runs inside the hand-over's transaction.
    """
    reason = _("Handed over by %(name)s.") % {"name": from_user.name}
    running = Project.objects.running()
    led = running.filter(lead=from_user).select_for_update()
    said = [_give_lead(project, to_user, actor, at, reason) for project in led]
    seats = Membership.objects.filter(project__in=running, user=from_user)
    for seat in seats.exclude(role=MemberRole.LEAD).select_related("project"):
        _give_seat(seat, to_user, actor, at, reason)
        words = {"role": seat.get_role_display(), "project": seat.project}
        said.append(_("%(role)s in %(project)s") % words)
    for seat in Membership.objects.filter(project__in=running, deputy=from_user):
        seat.deputy = None if seat.user_id == to_user.pk else to_user
        stamp(seat, actor, reason).save()
    sponsored = running.filter(sponsor=from_user).select_for_update()
    said += [_give_sponsorship(project, to_user, actor, at, reason) for project in sponsored]
    return said


def _give_lead(project: Project, to: User, actor: User, at: datetime, reason: str) -> str:
    if project.sponsor_id == to.pk and project.stage != Stage.CHARTER:
        words = {"name": to, "project": project}
        return _("%(project)s keeps its lead: %(name)s signed its charter as sponsor.") % words
    set_lead(project, to, actor=actor, at=at, reason=reason)
    return _("Team lead of %(project)s") % {"project": project}


def _give_seat(seat: Membership, to: User, actor: User, at: datetime, reason: str) -> None:
    taken = Membership.objects.filter(project=seat.project, user=to, role=seat.role).exists()
    facts = {"user": to.name, "role": seat.role}
    record(seat.project, "projects.member.changed", actor=actor, at=at, reason=reason, facts=facts)
    if taken:
        stamp(seat, actor, reason).delete()
        return
    seat.user = to
    seat.deputy = None if seat.deputy_id == to.pk else seat.deputy
    seat.revision += 1
    stamp(seat, actor, reason).save()


def _give_sponsorship(project: Project, to: User, actor: User, at: datetime, reason: str) -> str:
    """Never to the lead: then the next head above, or nobody yet."""
    sponsor = to
    if project.lead_id == to.pk:
        sponsor = default_sponsor(project.owning_department, lead=to)
    project.sponsor = sponsor
    project.revision += 1
    stamp(project, actor, reason).save()
    facts = {"sponsor": sponsor.name if sponsor else ""}
    code = "projects.project.facts_changed"
    record(project, code, actor=actor, at=at, reason=reason, facts=facts)
    return _("Sponsor of %(project)s") % {"project": project}
