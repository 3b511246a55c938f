"""What pages and other floors read of SOPs and their versions."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, When

from processes import queries as processes
from processes.enums import MapKind
from processes.models import ProcessMap
from projects.enums import FIRST_STAGE
from projects.models import Project
from sopman.core.prepared import prepared
from sopman.files.queries import attachments_of
from sopman.organization.queries import organization
from sopman.search.matching import matching
from sops.enums import OPEN_STATES, ClearedBy, VersionState
from sops.models import ProjectSop, Sop, SopStep, SopVersion


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


def library(user: Any, *, q: str = "", department: Any = None, state: str = "") -> QuerySet[Sop]:
    """What is in force, what concerns the person first; other states for whom they are shown."""
    sops, versions = Sop.objects.visible_to(user), SopVersion.objects.visible_to(user)
    if state in VersionState.values:
        sops = sops.filter(Exists(SopVersion.objects.filter(sop=OuterRef("pk"), state=state)))
    elif state != "all":
        if organization().library_open:  # what is in force is open to everybody
            sops, versions = Sop.objects.all(), SopVersion.objects.effective()
        sops = sops.in_force()
    if q.strip():
        sops = matching(sops, q, "number", "title_zh", "title_en")
    if department is not None:
        sops = sops.filter(owning_department=department)
    versions = versions.light().order_by("-pk")
    mine = Case(When(Sop.objects.concerns(user), then=1), default=0)
    return (
        sops.select_related("owning_department")
        .annotate(mine=mine)
        .order_by("-mine", "number")
        .prefetch_related(Prefetch("versions", versions, to_attr="seen_versions"))
    )


def progress(project_ids: Any) -> dict[int, str]:
    """One short text per project for the board, in one query."""
    links = ProjectSop.objects.filter(project__in=list(project_ids)).select_related("version__sop")
    return {link.project_id: f"{link.version.sop.number} · {link.version.label}" for link in links}
