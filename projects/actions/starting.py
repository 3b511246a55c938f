"""What a new charter begins with: a template, or the charter of a finished project."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from projects.actions.editing import write_objective, write_scope
from projects.actions.scheduling import write_schedule
from projects.enums import MemberRole, Stage
from projects.models import CharterTemplate, Membership, Objective, Project, ScopeItem
from projects.planning import plan_if_possible
from projects.starting import TEXTS, Content
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.organization.queries import today
from sopman.people.models import User

_COPIED = (
    "name_zh",
    "name_en",
    "metric",
    "unit",
    "direction",
    "target",
    "measured_where",
    "window",
)


def begin_from_template(
    project: Project, template: CharterTemplate, *, actor: User, at: datetime
) -> None:
    """Texts, objectives, scope and schedule of the template; nothing of it is bound to stay."""
    content = Content.read(template.content)
    charter = project.charter
    for name in TEXTS:
        setattr(charter, name, content.text(name))
    charter.template = template
    stamp(charter, actor).save()
    for goal in content.goals:
        _objective(project, goal.facts(), actor)
    for hint in content.scope:
        item = ScopeItem(project=project)
        write_scope(item, **hint.facts())
        stamp(item, actor).save()
    _plan(project, actor, at, content)
    facts = {"template": template.code}
    record(project, "projects.charter.begun", actor=actor, at=at, facts=facts)


def copy_charter(project: Project, source: Project, *, actor: User, at: datetime) -> None:
    """Texts, objectives, scope, audience and team of a project that is closed.

    Baselines stay behind: the old ones say nothing about this process.
    """
    if source.stage != Stage.CLOSED:
        raise Refused([_("Only the charter of a finished project is copied.")])
    charter = project.charter
    for name in TEXTS:
        setattr(charter, name, getattr(source.charter, name))
    charter.copied_from = source
    stamp(charter, actor).save()
    for one in source.objectives.all():
        facts = {name: getattr(one, name) for name in _COPIED}
        _objective(project, facts | {"measure_later": True}, actor)
    for line in source.scope_items.all():
        item = ScopeItem(project=project)
        write_scope(item, line.direction, line.text_zh, line.text_en, line.covered_by)
        stamp(item, actor).save()
    project.departments.add(*source.departments.all())
    project.positions.set(source.positions.all())
    _copy_team(project, source, actor)
    _plan(project, actor, at, Content.read({}))
    facts = {"project": source.code}
    record(project, "projects.charter.begun", actor=actor, at=at, facts=facts)


def _objective(project: Project, facts: dict[str, Any], actor: User) -> None:
    objective = Objective(project=project)
    write_objective(objective, facts)
    stamp(objective, actor).save()


def _copy_team(project: Project, source: Project, actor: User) -> None:
    """Whoever is still there, in the same seats; the lead is another question."""
    for seat in source.memberships.select_related("user", "deputy").exclude(role=MemberRole.LEAD):
        if not seat.user.is_active:
            continue
        deputy = seat.deputy if seat.deputy and seat.deputy.is_active else None
        copy = Membership(
            project=project, user=seat.user, role=seat.role, work=seat.work, deputy=deputy
        )
        stamp(copy, actor).save()


def _plan(project: Project, actor: User, at: datetime, content: Content) -> None:
    """Backwards from the wished day; left open when the time is too short for it."""
    dates = plan_if_possible(project.wished_effective_on, start=today(at), usual=content.lengths())
    if dates is not None:
        write_schedule(project, dates, actor)
