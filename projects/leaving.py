"""What somebody who leaves hands over of projects: the lead, seats in teams, sponsorship."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.actions.team import set_lead
from projects.enums import MemberRole, Stage
from projects.models import Membership, Project, TeamTask
from projects.queries import default_sponsor
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.people.models import User


def hand_over(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    """Move everything of running projects from one to the other; says what it moved or couldn't.

    Runs inside the hand-over's transaction.
    """
    reason = _("Handed over by %(name)s.") % {"name": from_user.name}
    running = _locked(from_user)
    led = running.filter(lead=from_user)
    said = [_give_lead(project, to_user, actor, at, reason) for project in led]
    seats = Membership.objects.filter(project__in=running, user=from_user)
    for seat in seats.exclude(role=MemberRole.LEAD).select_related("project"):
        _give_seat(seat, to_user, actor, at, reason)
        said.append(_role(seat))
    for seat in Membership.objects.filter(project__in=running, deputy=from_user):
        seat.deputy = None if seat.user_id == to_user.pk else to_user
        stamp(seat, actor, reason).save()
    tasks = TeamTask.objects.filter(project__in=running, holder=from_user, done_at=None)
    for task in tasks.select_related("project"):
        task.holder = to_user
        task.revision += 1
        stamp(task, actor, reason).save()
        facts = {"what": task.what, "user": to_user.name, "due_on": task.due_on}
        code = "projects.task.changed"
        record(task.project, code, actor=actor, at=at, reason=reason, facts=facts)
        said.append(_task(task))
    sponsored = running.filter(sponsor=from_user)
    said += [_give_sponsorship(project, to_user, actor, at, reason) for project in sponsored]
    return said


def hanging(user: User) -> list[str]:
    """What nobody would look after if this person left."""
    running = Project.objects.running()
    seats = Membership.objects.filter(project__in=running, user=user).exclude(role=MemberRole.LEAD)
    return [
        *(_lead_of(project) for project in running.filter(lead=user)),
        *(_role(seat) for seat in seats.select_related("project")),
        *(
            _task(one)
            for one in TeamTask.objects.filter(
                project__in=running, holder=user, done_at=None
            ).select_related("project")
        ),
        *(_sponsor_of(project) for project in running.filter(sponsor=user)),
    ]


def _locked(user: User) -> Any:
    """The running projects, those that the person has to do with under their locks."""
    running = Project.objects.running()
    there = Membership.objects.filter(Q(user=user) | Q(deputy=user)).values("project")
    tasks = TeamTask.objects.filter(holder=user, done_at=None).values("project")
    part = Q(pk__in=there) | Q(pk__in=tasks)
    mine = running.filter(Q(lead=user) | Q(sponsor=user) | part)
    list(mine.select_for_update(of=("self",), no_key=True).order_by("pk"))
    return running


def _lead_of(project: Project) -> str:
    return _("Team lead of %(project)s") % {"project": project}


def _sponsor_of(project: Project) -> str:
    return _("Sponsor of %(project)s") % {"project": project}


def _task(task: TeamTask) -> str:
    return _("Task “%(what)s” in %(project)s") % {"what": task.what, "project": task.project}


def _role(seat: Membership) -> str:
    return _("%(role)s in %(project)s") % {"role": seat.get_role_display(), "project": seat.project}


def _give_lead(project: Project, to: User, actor: User, at: datetime, reason: str) -> str:
    if project.sponsor_id == to.pk and project.stage != Stage.CHARTER:
        words = {"name": to, "project": project}
        return _("%(project)s keeps its lead: %(name)s signed its charter as sponsor.") % words
    set_lead(project, to, actor=actor, at=at, reason=reason)
    return _lead_of(project)


def _give_seat(seat: Membership, to: User, actor: User, at: datetime, reason: str) -> None:
    """Who holds the role already keeps it; the leaver's is taken away then."""
    if Membership.objects.filter(project=seat.project, user=to, role=seat.role).exists():
        facts = {"user": seat.user.name, "role": seat.role}
        code = "projects.member.removed"
        record(seat.project, code, actor=actor, at=at, reason=reason, facts=facts)
        stamp(seat, actor, reason).delete()
        return
    facts = {"from": seat.user.name, "to": to.name, "role": seat.role}
    record(seat.project, "projects.member.replaced", actor=actor, at=at, reason=reason, facts=facts)
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
    return _sponsor_of(project)
