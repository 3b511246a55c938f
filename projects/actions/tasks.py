"""The division of work as a list: who does what until when."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import rules
from projects.models import Project, TeamTask
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.core.middleware import changed_meanwhile
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.people.models import User


@transaction.atomic
def add_task(
    project: Project, *, actor: User, at: datetime, what: str, holder: User, due_on: date
) -> TeamTask:
    """Give somebody of the team a piece of work; the person is told."""
    locked = _open(project, actor)
    task = TeamTask(project=locked, what=what.strip(), holder=holder, due_on=due_on)
    _refuse(_against(locked, task))
    stamp(task, actor).save()
    record(locked, "projects.task.added", actor=actor, at=at, facts=_facts(task))
    _tell(task, actor, at)
    return task


@transaction.atomic
def edit_task(
    task: TeamTask, *, actor: User, at: datetime, what: str, holder: User, due_on: date,
    seen: int | None = None,
) -> TeamTask:  # fmt: skip
    locked = _open(task.project, actor)
    task = _still_open(locked, task, seen)
    is_new = holder.pk != task.holder_id
    task.what, task.holder, task.due_on = what.strip(), holder, due_on
    _refuse(_against(locked, task))
    _save(task, actor)
    record(locked, "projects.task.changed", actor=actor, at=at, facts=_facts(task))
    if is_new:
        _tell(task, actor, at)
    return task


@transaction.atomic
def finish_task(task: TeamTask, *, actor: User, at: datetime) -> TeamTask:
    """It is done: said by whoever has it or by the lead. Done twice is done once."""
    locked = _locked(task.project)
    if not rules.may_finish_task(locked, task, actor):
        raise PermissionDenied(_("Only the person who does it and the team lead say so."))
    task = locked.tasks.select_related("holder").get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = at, actor
        _save(task, actor)
        record(locked, "projects.task.finished", actor=actor, at=at, facts=_facts(task))
    return task


@transaction.atomic
def remove_task(task: TeamTask, *, actor: User, at: datetime) -> None:
    """Take an open task off the list; what is done stays."""
    locked = _open(task.project, actor)
    task = _still_open(locked, task, None)
    record(locked, "projects.task.removed", actor=actor, at=at, facts=_facts(task))
    stamp(task, actor).delete()


def _open(project: Project, actor: User) -> Project:
    locked = _locked(project)
    if not rules.may_divide_work(locked, actor):
        raise PermissionDenied(_("Only the team and the head of the owning department write it."))
    return locked


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def _still_open(project: Project, task: TeamTask, seen: int | None) -> TeamTask:
    found = project.tasks.select_related("holder").filter(pk=task.pk).first()
    if found is None or (seen is not None and seen != found.revision):
        raise Refused([changed_meanwhile()])
    if found.done_at:
        raise Refused([_("The task is done; it stays as it is.")])
    return found


def _against(project: Project, task: TeamTask) -> Any:
    if not task.what:
        yield _("Say what is to be done.")
    seats = project.memberships.all()
    if task.holder_id not in {one.user_id for one in seats} | {one.deputy_id for one in seats}:
        yield _("%(name)s is not in the team.") % {"name": task.holder}
    if not task.holder.is_active:
        yield _("%(name)s has left; choose someone else.") % {"name": task.holder}


def _refuse(against: Any) -> None:
    if found := list(against):
        raise Refused(found)


def _save(task: TeamTask, actor: User) -> None:
    task.revision += 1
    stamp(task, actor).save()


def _facts(task: TeamTask) -> dict[str, Any]:
    return {"what": task.what, "user": task.holder.name, "due_on": task.due_on}


def _tell(task: TeamTask, actor: User, at: datetime) -> None:
    if task.holder_id == actor.pk:
        return
    project = task.project
    notify(
        [task.holder],
        "projects.task.given",
        at=at,
        key=f"{task.pk}:{task.holder_id}:{at.isoformat()}",
        url=reverse("projects:charter", args=[project.pk]) + "#tasks",
        code_of_project=project.code,
        title=both(project, "title"),
        actor=actor,
        what=task.what,
    )
