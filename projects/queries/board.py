"""Many projects at once: the list and the board, in a number of queries that never grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from projects.enums import STAGES
from projects.models import Membership, Milestone, Project, StageRecord
from projects.stages import panels
from sopman.audit.queries import head
from sopman.core import kept
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


class BoardRow(NamedTuple):
    """A card on the board."""

    pk: int
    code: str
    title_zh: str
    title_en: str
    stage: str
    lead: str
    lead_en: str
    planned_on: date | None
    entered_at: datetime | None
    head: str | None  # of the project's chain
    progress: str = ""


class Pile(NamedTuple):
    """The cards on top, and how many there are in all."""

    rows: list[BoardRow]
    total: int


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


def whole_list(user: User) -> tuple[Listing, tuple[tuple[int, str, str], ...]]:
    """All that `user` may see, the newest first; and who leads them, by name, for the filter."""
    keys = _keys_and_leads.bare(user)
    leads = {one[1:] for one in keys}
    return Listing([one[0] for one in keys], _rows), tuple(sorted(leads, key=itemgetter(1, 0)))


@prepared
def _keys_and_leads(user: Any) -> QuerySet:
    projects = Project.objects.visible_to(user).order_by("-opened_at", "-pk")
    return projects.values_list("pk", "lead", "lead__name", "lead__name_en")


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


def board(user: User, *, mine: bool = False, per_column: int = 100) -> dict[str, Pile]:
    """The running projects `user` may see, by stage; what is due first stands on top.

    Two queries, and one `progress` of each panel for the cards whose chain went on since.
    """
    found: dict[str, list[int]] = {stage: [] for stage in STAGES}
    for stage, pk in _due_first.bare(user, mine=mine):
        found[stage].append(pk)
    shown = frozenset(pk for pks in found.values() for pk in pks[:per_column])
    rows = [BoardRow(*facts) for facts in _cards(shown)]
    said = _progress(rows)
    cards = {one.pk: one._replace(progress=said[one.pk] or "") for one in rows}
    return {
        stage: Pile([cards[pk] for pk in pks[:per_column] if pk in cards], len(pks))
        for stage, pks in found.items()
    }


@prepared
def _due_first(user: Any, *, mine: bool) -> QuerySet:
    projects = with_planned(Project.objects.visible_to(user)).running()
    if mine:
        projects = projects.filter(in_team_of(user))
    return projects.order_by(F("planned_on").asc(nulls_last=True), "pk").values_list("stage", "pk")


_CARD = ("pk", "code", "title_zh", "title_en", "stage", "lead__name", "lead__name_en",
         "planned_on", "entered_at", "head")  # fmt: skip


@prepared
def _cards(pks: Any) -> QuerySet:
    projects = with_entered(with_planned(Project.objects.filter(pk__in=pks)))
    return projects.annotate(head=head("project:")).values_list(*_CARD)


def _progress(cards: Iterable[BoardRow]) -> dict[int, str | None]:
    """Kept by the head of each project's chain."""
    stages = {one.pk: one.stage for one in cards}

    def ask(pks: list[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for panel in panels():
            ids = [pk for pk in pks if stages[pk] == panel.stage]
            found.update(panel.progress(ids or [_NO_ID]))
        return found

    return kept.each("progress", {one.pk: one.head for one in cards}, ask)
