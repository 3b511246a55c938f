"""What pages and other floors read of SOPs and their versions."""

from functools import partial
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from processes import queries as processes
from processes.enums import MapKind
from processes.models import ProcessMap
from projects.enums import FIRST_STAGE
from projects.models import Project
from sopman.core.localized import by_language
from sopman.core.paging import Listing
from sopman.core.prepared import prepared
from sopman.files.queries import attachments_of
from sopman.organization.queries import organization
from sopman.search.matching import matching
from sops.enums import OPEN_STATES, ClearedBy, VersionState
from sops.labels import Label
from sops.models import ProjectSop, Sop, SopStep, SopVersion, readers


def current_version(project: Project) -> SopVersion | None:
    """The version that the project is writing, or wrote last."""
    link = (
        ProjectSop.objects.filter(project=project)
        .select_related(
            "version__sop__owning_department", "version__sop__owner", "version__project"
        )
        .first()
    )
    return link.version if link else None


def effective_version(sop: Sop) -> SopVersion | None:
    return sop.versions.effective().select_related("sop", "project").first()


def latest_end(sop: Sop) -> SopVersion | None:
    """The version that was in force last, when none is now."""
    ended = sop.versions.filter(state__in=[VersionState.WITHDRAWN, VersionState.SUPERSEDED])
    return ended.select_related("sop", "project").order_by("-ended_at", "-pk").first()


def open_version(sop: Sop) -> SopVersion | None:
    """A version on its way to being in force."""
    return sop.versions.filter(state__in=OPEN_STATES).order_by("-pk").first()


def with_content(versions: QuerySet[SopVersion]) -> QuerySet[SopVersion]:
    """Everything that stands in a version, in a constant number of queries."""
    steps = SopStep.objects.select_related("position", "step").prefetch_related(
        "branches", "pictures__attachment"
    )
    return versions.select_related(
        "sop__owning_department", "sop__owner", "project", "based_on", "approved_by"
    ).prefetch_related(
        "authors",
        "sections",
        "related_documents__sop",
        "record_forms",
        "omissions__step",
        Prefetch("steps", steps.order_by("order", "pk")),
    )


def for_gate(versions: QuerySet[SopVersion]) -> QuerySet[SopVersion]:
    """What the gate of drafting looks at, and no more."""
    steps = SopStep.objects.prefetch_related("branches").order_by("order", "pk")
    return versions.select_related("sop", "project", "based_on").prefetch_related(
        "sections", "related_documents", "record_forms", "omissions", Prefetch("steps", steps)
    )


def next_number(version: SopVersion) -> tuple[int, int]:
    """The number that the head's signature gives this version.

    V1.0 the first; a revision of a pilot and small changes count the minor number up, a project
    through all stages the major one. A number given once is never given again.
    """
    given = set(version.sop.versions.filter(major__isnull=False).values_list("major", "minor"))
    major, minor = _wished_number(version, given)
    while (major, minor) in given:
        minor += 1
    return major, minor


def _wished_number(version: SopVersion, given: set[tuple[int, int]]) -> tuple[int, int]:
    if not given:
        return 1, 0
    base = version.based_on
    if base is not None and base.major is not None and _is_continued(version, base):
        return base.major, base.minor + 1
    return max(major for major, _minor in given) + 1, 0


def _is_continued(version: SopVersion, base: SopVersion) -> bool:
    """A revision within its project, or a small change: the same major number."""
    if version.project is None or version.project_id == base.project_id:
        return True
    return version.project.kind in FIRST_STAGE


def uncovered(version: SopVersion) -> list[Any]:
    """Activities of the to-be plan that have neither a step nor a reason for being left out."""
    if not version.project_id:
        return []
    there = {one.step_id for one in version.steps.all()}
    there |= {one.step_id for one in version.omissions.all()}
    return [one for one in processes.to_be_plan(version.project) if one.step.pk not in there]


def for_reading(versions: QuerySet[SopVersion]) -> QuerySet[SopVersion]:
    """Without the text; with what the head of the page says, and whether the project drew a to-be map."""
    maps = ProcessMap.objects.filter(project=OuterRef("project"), kind=MapKind.TO_BE)
    return (
        versions.light()
        .select_related(
            "sop__owning_department", "sop__owner", "project", "approved_by", "based_on"
        )
        .annotate(has_flow_chart=Exists(maps))
    )


_IN_HEAD = ("sop__owning_department", "sop__owner", "approved_by")
_HEAD = (
    "state", "old_label", "major", "minor", "planned_major", "planned_minor", "snapshot_count",
    "effective_on", "content_sha256", "cleared_by", "project", "based_on",
    "sop__number", "sop__title_zh", "sop__title_en",
    "sop__owning_department__name_zh", "sop__owning_department__name_en",
    "sop__owner__name", "sop__owner__name_en", "approved_by__name", "approved_by__name_en",
)  # fmt: skip


@prepared
def in_reading(user: Any, sop: Any) -> QuerySet[SopVersion]:
    """What the page of an SOP may show to the person: the version in force, the released one."""
    read = [VersionState.EFFECTIVE, VersionState.RELEASED]
    found = SopVersion.objects.visible_to(user).filter(sop=sop, state__in=read)
    return for_reading(found).select_related(None).select_related(*_IN_HEAD).only(*_HEAD)


@prepared
def in_reading_by_key(user: Any, pk: Any) -> QuerySet[SopVersion]:
    return for_reading(SopVersion.objects.visible_to(user)).filter(pk=pk)


def scans(version: SopVersion) -> list[Any]:
    """The paper or the original of an SOP that was brought into force."""
    if version.cleared_by != ClearedBy.IMPORTED:
        return []
    return list(attachments_of(version, "scan"))


def library(user: Any, *, q: str = "", department: Any = None, state: str = "") -> Listing:
    """What is in force, what concerns the person first; other states for whom they are shown."""
    in_force = dict(_in_force.bare())
    mine = _concerning(user, in_force)
    keys: Any
    if q.strip() or department is not None or state:
        sops = _of_library(user, state)
        if q.strip():
            sops = matching(sops, q, "number", "title_zh", "title_en")
        if department is not None:
            sops = sops.filter(owning_department=department)
        keys = list(sops.order_by("number").values_list("pk", flat=True))
    elif organization().library_open:  # what is in force is open to everybody
        open_ones = frozenset(in_force.values())
        keys = [pk for (pk,) in _by_number.bare() if pk in open_ones]
    else:
        keys = [pk for (pk,) in _visible_in_force.bare(user)]
    keys = [pk for pk in keys if pk in mine] + [pk for pk in keys if pk not in mine]
    return Listing(keys, partial(_shelf, user, mine, state))


def _concerning(user: Any, in_force: dict[int, int]) -> frozenset[int]:
    """SOPs that speak to one of the person's positions: addressed, on a distribution list, or
    responsible for a step. Sets are put together here, for version rows are wide to read."""
    found = {pk for (pk,) in _addressed.bare(user)}
    found |= {in_force[pk] for (pk,) in _with_own_steps.bare(user) if pk in in_force}
    return frozenset(found)


@prepared
def _in_force() -> Any:
    return SopVersion.objects.effective().order_by().values_list("pk", "sop")


@prepared
def _addressed(user: Any) -> Any:
    held = user.standing.position_ids
    addressed = Sop.positions.through.objects.filter(position__in=held).values("sop")
    wanted = Sop.objects.filter(Q(pk__in=addressed) | readers.concerned(user))
    return wanted.order_by().values_list("pk")


@prepared
def _with_own_steps(user: Any) -> Any:
    own = SopStep.objects.filter(position__in=user.standing.position_ids)
    return own.order_by().values_list("version").distinct()


@prepared
def _by_number() -> Any:
    return Sop.objects.order_by("number").values_list("pk")


@prepared
def _visible_in_force(user: Any) -> Any:
    return Sop.objects.visible_to(user).in_force().order_by("number").values_list("pk")


def _of_library(user: Any, state: str) -> QuerySet[Sop]:
    if state == "all":
        return Sop.objects.visible_to(user)
    if state in VersionState.values:
        having = SopVersion.objects.filter(sop=OuterRef("pk"), state=state)
        return Sop.objects.visible_to(user).filter(Exists(having))
    if organization().library_open:  # what is in force is open to everybody
        return Sop.objects.in_force()
    return Sop.objects.visible_to(user).in_force()


class OnShelf(NamedTuple):
    """An SOP as the library says it, and the version that is shown of it."""

    pk: int
    number: str
    title: str
    department: str
    is_withdrawn: bool
    is_mine: bool
    version: Any  # the one in force, else the latest that the reader may see


def _shelf(user: Any, mine: frozenset[int], state: str, pks: frozenset[int]) -> list[OnShelf]:
    is_open = not state and organization().library_open
    shown: dict[int, Any] = {}
    for one in _versions_in_force(pks) if is_open else _versions_seen(user, pks):
        if one.sop_id not in shown or one.state == VersionState.EFFECTIVE:
            shown[one.sop_id] = one
    return [
        OnShelf(
            pk, number, by_language(zh, en), by_language(*department), withdrawn_at is not None,
            pk in mine, shown.get(pk),
        )
        for pk, number, zh, en, withdrawn_at, *department in _facts(pks)
    ]  # fmt: skip


@prepared
def _facts(pks: Any) -> Any:
    return Sop.objects.filter(pk__in=pks).values_list(
        "pk", "number", "title_zh", "title_en", "withdrawn_at",
        "owning_department__name_zh", "owning_department__name_en",
    )  # fmt: skip


@prepared
def _versions_in_force(sops: Any) -> Any:
    return _labels(SopVersion.objects.effective().filter(sop__in=sops))


@prepared
def _versions_seen(user: Any, sops: Any) -> Any:
    return _labels(SopVersion.objects.visible_to(user).filter(sop__in=sops))


def _labels(versions: QuerySet[SopVersion]) -> Any:
    names = ("sop_id", "state", "effective_on", *Label._fields)
    return versions.order_by("-pk").values_list(*names, named=True)


def progress(project_ids: Any) -> dict[int, str]:
    """One short text per project for the board, in one query."""
    rows = _written(frozenset(project_ids))
    return {project: f"{number} · {Label(*label)}" for project, number, *label in rows}


@prepared
def _written(projects: Any) -> Any:
    label = (f"version__{name}" for name in Label._fields)
    links = ProjectSop.objects.filter(project__in=projects)
    return links.values_list("project", "version__sop__number", *label)
