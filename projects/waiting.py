"""What of a project waits for a person."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from projects.enums import ENDS, Stage
from projects.models import TeamTask
from projects.queries import Mine, Running, projects_of
from sopman.core.addresses import address
from sopman.core.localized import by_language
from sopman.core.prepared import prepared
from sopman.organization.queries import today
from sopman.people.models import User
from sopman.workdays.queries import calendar
from sopman.worklist import WorkItem, pending


@pending
def projects(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """The sponsor's signature; for the lead the charter to finish and the stages that are late."""
    on = today(at)
    for mine in projects_of(user):
        if mine.leads or mine.sponsors:
            yield from _items(mine, user, on)
        if mine.revised and mine.sponsors and mine.project.lead_id != user.pk:
            words = _("Sign the revision of the charter of “%(title)s”")
            yield _item(mine.project, words, "projects:charter", True)


@pending
def tasks(user: User, *, at: datetime) -> Iterator[WorkItem]:
    """What the division of work gives to this person."""
    for what, due_on, pk, code, title_zh, title_en, stage in _tasks(user):
        yield WorkItem(
            title=_("Do your task “%(what)s”") % {"what": what},
            url=address("projects:charter", pk) + "#tasks",
            due_at=calendar().end_of(due_on),
            subject=f"{code} {by_language(title_zh, title_en)}",
            stage=Stage(stage).label,
        )


@prepared
def _tasks(user: Any) -> Any:
    mine = TeamTask.objects.filter(holder__in=user.standing.people, done_at=None)
    named = ("code", "title_zh", "title_en", "stage")
    rows = mine.exclude(project__stage__in=ENDS).order_by("due_on", "pk")
    return rows.values_list("what", "due_on", "project", *(f"project__{one}" for one in named))


def _items(mine: Mine, user: User, on: date) -> Iterator[WorkItem]:
    project = mine.project
    in_charter = project.stage == Stage.CHARTER
    signs = mine.sponsors and project.lead_id != user.pk
    if in_charter and mine.asked_at and signs:
        yield _item(project, _("Sign the charter of “%(title)s”"), "projects:charter", True)
    elif in_charter and not mine.asked_at and mine.leads:
        yield _item(project, _("Finish the charter of “%(title)s”"), "projects:charter")
    elif mine.leads and not in_charter and project.planned_on and project.planned_on < on:
        yield _item(project, _("“%(title)s” is late in its present stage"), "projects:detail")


def _item(project: Running, sentence: str, page: str, blocked: bool = False) -> WorkItem:
    due = project.planned_on
    return WorkItem(
        title=sentence % {"title": project.title},
        url=address(page, project.pk),
        due_at=calendar().end_of(due) if due else None,
        subject=str(project),
        stage=Stage(project.stage).label,
        blocked=blocked,
    )
