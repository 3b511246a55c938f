"""Reads of the pilot stage."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pilots.enums import PilotDecision, PilotState, ProblemState
from pilots.models import Pilot
from projects.models import Project
from sopman.core import wording
from sops.enums import ClearedBy
from sops.queries import current_version

_ENDED: dict[str, Any] = {
    PilotDecision.ADOPT: gettext_lazy("adopted as it is"),
    PilotDecision.ADOPT_WITH_CHANGES: gettext_lazy("adopted with changes"),
    PilotDecision.ABANDON: gettext_lazy("abandoned"),
}


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
    """Until when it runs and how many problems are open; how it ended, or that it was waived."""
    rows = (
        Project.objects.filter(pk__in=list(project_ids))
        .annotate(
            open=Count("pilots__problems", filter=Q(pilots__problems__state=ProblemState.OPEN)),
            reported=Count("pilots__problems"),
        )
        .order_by("pk", "pilots__pk")  # the latest of a project wins
        .values_list("pk", "project_sop__version__cleared_by", "pilots__state",
                     "pilots__decision", "pilots__ends_on", "open", "reported")
    )  # fmt: skip
    return {pk: words for pk, *facts in rows if (words := _progress(*facts))}


def _progress(
    cleared: str, state: str, decision: str, ends_on: date, unsolved: int, reported: int
) -> str:
    if state == PilotState.PLANNED:
        return _("being planned")
    if state == PilotState.RUNNING:
        words = _("until %(day)s, %(n)d open problems")
        return words % {"day": wording.day(ends_on), "n": unsolved}
    if state == PilotState.CONCLUDED:
        problems = ngettext("%(n)d problem", "%(n)d problems", reported) % {"n": reported}
        return f"{_ENDED[decision]} · {problems}"
    return _("waived") if cleared == ClearedBy.WAIVED else ""
