"""Reads of the pilot stage."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from pilots.enums import PilotDecision, PilotState, ProblemState
from pilots.models import Pilot
from projects.models import Project
from sopman.core import wording
from sops.queries import current_version


def latest_pilot(project: Project) -> Pilot | None:
    """The pilot under way, else the one that ended last."""
    return project.pilots.for_page().order_by("-pk").first()


def pilots_of(project: Project) -> QuerySet[Pilot]:
    return project.pilots.select_related("version__sop").order_by("-pk")


def participant_of(pilot: Pilot, user: Any) -> Any:
    return next((one for one in pilot.participants.all() if one.user_id == user.pk), None)


def pilot_being_revised(project: Project) -> Pilot | None:
    """The last pilot, when it was adopted with changes and its revision is what is written now.

    Another edition, drafted after the project was sent back, is tried in a pilot of its own.
    """
    last = project.pilots.order_by("-pk").first()
    if last is None or last.decision != PilotDecision.ADOPT_WITH_CHANGES:
        return None
    version = current_version(project)
    return last if version is not None and version.based_on_id == last.version_id else None


def progress(project_ids: Iterable[int]) -> dict[int, str]:
    """For the board: until when it runs, and how many problems are open."""
    rows = (
        Pilot.objects.filter(project__in=project_ids)
        .exclude(state=PilotState.CONCLUDED)
        .annotate(open=Count("problems", filter=Q(problems__state=ProblemState.OPEN)))
        .values_list("project_id", "state", "ends_on", "open")
    )
    return {
        project_id: _("being planned")
        if state == PilotState.PLANNED
        else _("until %(day)s, %(n)d open problems") % {"day": wording.day(ends_on), "n": n}
        for project_id, state, ends_on, n in rows
    }
