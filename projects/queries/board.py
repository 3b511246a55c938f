"""Many projects at once: the list and the board, in a number of queries that never grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from projects.enums import STAGES
from projects.models import Membership, Milestone, Project, StageRecord
from projects.stages import panels
from sopman.core.localized import by_language
from sopman.core.paging import Listing
from sopman.core.prepared import prepared
from sopman.people.models import Department, User
from sopman.search.matching import matching

_NO_ID = 0  # asks for nothing, but asks: the number of queries stays the same


@dataclass(frozen=True)
class Filters:
    """What the list and the board can be narrowed to."""

    words: str = ""
    stage: str = ""
    department: Department | None = None
    lead: User | None = None
    mine: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class BoardRow:
    """A card on the board."""

    project: Project
    progress: str
    planned_on: date | None
    entered_at: datetime | None
    days_in_stage: int
    is_late: bool


def with_planned(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Adds `planned_on`: the planned end of the present stage."""
    present = Milestone.objects.filter(project=OuterRef("pk"), stage=OuterRef("stage"))
    return projects.annotate(planned_on=Subquery(present.values("planned_on")[:1]))


def with_entered(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Adds `entered_at`: since when the project is in its present stage."""
    stay = StageRecord.objects.filter(project=OuterRef("pk"), left_at=None)
    return projects.annotate(entered_at=Subquery(stay.values("entered_at")[:1]))


class Running(NamedTuple):
    """A project as lists of work name it."""

    pk: int
    code: str
    title_zh: str
    title_en: str
    stage: str
    lead_id: int
    sponsor_id: int | None
    wished_effective_on: date
    planned_on: date | None

    @property
    def title(self) -> str:
        return by_language(self.title_zh, self.title_en)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def named(projects: QuerySet[Project], *more: str) -> QuerySet:
    """As the values of `Running`, what is due first on top; `more` stand behind them."""
    rows = with_planned(projects).order_by("planned_on", "pk")
    return rows.values_list(*Running._fields, *more)


def filtered(user: User, filters: Filters, *, on: date) -> QuerySet[Project]:
    """The projects `user` may see, narrowed; the newest first, each with `planned_on`."""
    projects = with_planned(Project.objects.visible_to(user)).for_list()
    if filters.words:
        projects = matching(projects, filters.words, "code", "title_zh", "title_en")
    if filters.stage:
        projects = projects.filter(stage=filters.stage)
    if filters.department:
        projects = projects.filter(owning_department=filters.department)
    if filters.lead:
        projects = projects.filter(lead=filters.lead)
    if filters.mine:
        projects = projects.filter(in_team_of(user))
    if filters.overdue:
        projects = projects.running().filter(planned_on__lt=on)
    return projects.order_by("-opened_at", "-pk")


class Listed(NamedTuple):
    """A project as the list says it."""

    pk: int
    code: str
    title_zh: str
    title_en: str
    stage: str
    department_zh: str
    department_en: str
    lead: str
    lead_en: str
    wished_effective_on: date
    planned_on: date | None


_LISTED = (
    "pk", "code", "title_zh", "title_en", "stage", "owning_department__name_zh",
    "owning_department__name_en", "lead__name", "lead__name_en", "wished_effective_on",
    "planned_on",
)  # fmt: skip


def listed(user: User, filters: Filters, *, on: date) -> QuerySet:
    """The rows of the narrowed list, as the values of `Listed`."""
    return filtered(user, filters, on=on).values_list(*_LISTED)


def whole_list(user: User) -> tuple[Listing, frozenset[int]]:
    """All that `user` may see, the newest first, and who leads them."""
    keys = _keys_and_leads.bare(user)
    return Listing([pk for pk, _lead in keys], _rows), frozenset(lead for _pk, lead in keys)


@prepared
def _keys_and_leads(user: Any) -> QuerySet:
    projects = Project.objects.visible_to(user).order_by("-opened_at", "-pk")
    return projects.values_list("pk", "lead")


@prepared
def _rows(pks: Any) -> QuerySet:
    return with_planned(Project.objects.filter(pk__in=pks)).values_list(*_LISTED)


def in_team_of(user: User) -> Q:
    """Leads, sponsors or works in it."""
    seats = Membership.objects.filter(user=user).values("project")
    return Q(lead=user) | Q(sponsor=user) | Q(pk__in=seats)


def leads_of(user: User) -> QuerySet[User]:
    """Whoever leads a project that `user` may see; for the filter of the list."""
    led = Project.objects.visible_to(user).order_by().values("lead")
    return User.objects.filter(pk__in=led).only("name", "name_en").order_by("name", "pk")


@prepared
def names_of(people: Any) -> QuerySet:
    """What the filter offers."""
    return (
        User.objects.filter(pk__in=people)
        .order_by("name", "pk")
        .values_list("pk", "name", "name_en")
    )


def board_rows(
    user: User, *, at: datetime, on: date, filters: Filters | None = None, per_column: int = 100
) -> dict[str, list[BoardRow]]:
    """The running projects `user` may see, by stage; what is due first stands on top.

    Besides the projects it costs one `progress` of each panel, however many projects there are.
    """
    projects = with_entered(filtered(user, filters or Filters(), on=on)).running()
    due_first: list[Any] = [F("planned_on").asc(nulls_last=True), "pk"]
    place = Window(RowNumber(), partition_by="stage", order_by=due_first)
    rows = list(projects.annotate(place=place).filter(place__lte=per_column).order_by(*due_first))
    progress = _progress(rows)
    columns: dict[str, list[BoardRow]] = {stage: [] for stage in STAGES}
    for project in rows:
        columns[project.stage].append(_row(project, progress.get(project.pk, ""), at, on))
    return columns


def _progress(projects: Iterable[Project]) -> dict[int, str]:
    found: dict[int, str] = {}
    for panel in panels():
        ids = [one.pk for one in projects if one.stage == panel.stage]
        found.update(panel.progress(ids or [_NO_ID]))
    return found


def _row(project: Any, progress: str, at: datetime, on: date) -> BoardRow:
    planned, entered = project.planned_on, project.entered_at
    return BoardRow(
        project=project,
        progress=progress,
        planned_on=planned,
        entered_at=entered,
        days_in_stage=(at - entered).days if entered else 0,
        is_late=planned is not None and planned < on,
    )
