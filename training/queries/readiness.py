"""How far the readers of a release are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from projects.models import Project
from sopman.organization.queries import today
from sopman.people import queries as people
from sopman.people.enums import Role
from sopman.people.models import Appointment, User
from training.models import Acknowledgement, Attempt, Attendance, Release


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
    qualified: bool  # wrote questions of the exam, or may read all answers

    @property
    def is_ready(self) -> bool:
        return self.acknowledged and (self.passed or self.qualified)


@dataclass(frozen=True, slots=True)
class Counted:
    """One position in figures."""

    position: Any
    readers: list[Reader]

    @property
    def people(self) -> int:
        return len(self.readers)

    @property
    def acknowledged(self) -> int:
        return sum(one.acknowledged for one in self.readers)

    @property
    def trained(self) -> int:
        return sum(one.trained for one in self.readers)

    @property
    def passed(self) -> int:
        return sum(one.passed or one.qualified for one in self.readers)


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
    """Acknowledged, trained and passed of everybody on the list; a fixed number of queries however many."""
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
    writers = qualified_ids(release)
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


def qualified_ids(release: Release) -> set[int]:
    """Who knows the answers: writers of questions, the lead, the controllers. They don't sit it."""
    knowing = set(release.questions.values_list("written_by", flat=True))
    knowing |= set(people.with_role(Role.DOCUMENT_CONTROLLER).values_list("pk", flat=True))
    return knowing | {release.project.lead_id}
