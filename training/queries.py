"""Reads of release and training."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from projects.enums import MetricKind
from projects.models import Project
from sopman.core import wording
from sopman.people import queries as people
from sopman.people.models import Appointment, User
from sopman.organization.queries import today
from training.enums import ReleaseState
from training.models import Acknowledgement, Attempt, Attendance, MonthlyAccuracy, Release


def release_of(project: Project) -> Release | None:
    """The release under way, else the last one."""
    return Release.objects.for_page().filter(project=project).order_by("-pk").first()


def people_of(release: Release) -> QuerySet[User]:
    """Everybody on the distribution list today."""
    return people.holders_of_any(release.positions.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Reader:
    """Where one person stands with one version."""

    user: Any
    acknowledged: bool
    trained: bool
    passed: bool
    qualified: bool  # wrote questions of the exam

    @property
    def is_ready(self) -> bool:
        return self.acknowledged and (self.passed or self.qualified)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the readers are: everybody counts once, however many positions they hold."""

    readers: list[Reader]
    by_position: list[tuple[Any, list[Reader]]]

    @property
    def share(self) -> int:
        """Ready readers in whole per cent; nobody on the list is nobody unready."""
        if not self.readers:
            return 100
        return 100 * sum(one.is_ready for one in self.readers) // len(self.readers)

    @property
    def acknowledged(self) -> int:
        return sum(one.acknowledged for one in self.readers)

    @property
    def trained(self) -> int:
        return sum(one.trained for one in self.readers)

    @property
    def passed(self) -> int:
        return sum(one.passed or one.qualified for one in self.readers)


def readiness(release: Release) -> Readiness:
    """Acknowledged, trained and passed of everybody on the list; six queries however many."""
    positions = list(release.positions.select_related("department"))
    held = (
        Appointment.objects.on(today())
        .filter(position__in=positions, user__is_active=True)
        .select_related("user")
        .order_by("user__employee_number")
    )
    acknowledged = _ids(Acknowledgement.objects.filter(version=release.version_id))
    trained = _ids(Attendance.objects.of_held().filter(session__release=release))
    passed = _ids(Attempt.objects.filter(exam__release=release, passed=True))
    writers = set(release.questions.values_list("written_by", flat=True))
    readers: dict[int, Reader] = {}
    rows: dict[int, list[Reader]] = {}
    for one in held:
        pk = one.user_id
        reader = readers.setdefault(
            pk, Reader(one.user, pk in acknowledged, pk in trained, pk in passed, pk in writers)
        )
        rows.setdefault(one.position_id, []).append(reader)
    by_position = [(position, rows.get(position.pk, [])) for position in positions]
    return Readiness(list(readers.values()), by_position)


def _ids(rows: QuerySet) -> set[int]:
    return set(rows.values_list("user", flat=True))


def accuracy_of(sop: Any) -> list[MonthlyAccuracy]:
    return list(sop.monthly_accuracy.order_by("month"))


def accuracy_target(sop: Any) -> Any:
    """The charter's target for the monthly accuracy, when it has one."""
    for version in sop.versions.exclude(project=None).select_related("project").order_by("-pk"):
        objective = version.project.objectives.filter(metric=MetricKind.ACCURACY).first()
        if objective is not None and objective.target is not None:
            return objective.target
    return None


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """For the board: when it takes effect."""
    rows = Release.objects.filter(project__in=project_ids).order_by("pk")
    words = {}
    for release in rows:
        if release.state == ReleaseState.RELEASED:
            words[release.project_id] = _("in force on %(day)s") % {
                "day": wording.day(release.effective_on)
            }
        elif release.state == ReleaseState.PLANNED:
            words[release.project_id] = _("being prepared")
    return words
