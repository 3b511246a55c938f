"""Findings that wait for their owner, and what becomes of them when the owner leaves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.models import Finding
from projects.enums import Stage
from projects.models import Project
from projects.queries import Running, named
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.addresses import address
from sopman.core.prepared import prepared
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def findings_to_see_to(user: Any, *, at: datetime) -> Iterable[WorkItem]:
    """One line per project: findings of `user` that no change answers yet."""
    return [_item(Running(*facts), n, user.pk) for *facts, n in _owned(user)]


@prepared
def _owned(user: Any) -> Any:
    waiting = _waiting(user).order_by().values("pk")
    mine = Project.objects.filter(findings__in=waiting).annotate(
        owned=Count("findings", filter=Q(findings__in=waiting), distinct=True)
    )
    return named(mine, "owned")


def _waiting(user: Any) -> QuerySet[Finding]:
    return Finding.objects.filter(
        owner=user,
        answers=None,
        acceptance=None,
        project__stage__in=[Stage.MAPPING, Stage.OPTIMIZATION],
    )


def _item(project: Running, n: int, owner: int) -> WorkItem:
    title = ngettext("See to your finding: %(n)d", "See to your findings: %(n)d", n) % {"n": n}
    return WorkItem(
        title=title,
        url=address("processes:mapping", project.pk) + f"?owner={owner}#findings",
        due_at=calendar().end_of(project.planned_on) if project.planned_on else None,
        subject=str(project),
        stage=Stage(project.stage).label,
    )


def hanging(user: User) -> list[str]:
    """Findings nobody would see to if this person left."""
    return [_named(one) for one in _waiting(user).select_related("project")]


def hand_over(from_user: User, to_user: User, actor: User, at: datetime) -> list[str]:
    """Move open findings to somebody else; runs inside the hand-over's transaction."""
    said = []
    reason = _("Handed over by %(name)s.") % {"name": from_user.name}
    for one in _waiting(from_user).select_related("project"):
        one.owner, one.revision = to_user, one.revision + 1
        stamp(one, actor, reason).save()
        facts = {"code": one.code, "owner": to_user.name}
        record(one, "processes.finding.changed", actor=actor, at=at, reason=reason, facts=facts)
        said.append(_named(one))
    return said


def _named(one: Finding) -> str:
    return _("Owner of the finding %(code)s in %(project)s") % {
        "code": one.code,
        "project": one.project,
    }
