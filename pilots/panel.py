"""What the pilot stage shows and demands on the project page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pilots import guards
from pilots.enums import PilotDecision, PilotState
from pilots.queries import latest_pilot
from pilots.report import objective_results
from projects.enums import FIRST_STAGE
from projects.stages import Criterion
from sops.enums import ClearedBy
from sops.queries import current_version


def _without_result(pilot):
    """Also objectives that the common figures answer: no tick before anything is measured."""
    return [one for one in objective_results(pilot) if one.value is None and not one.is_later]


def criteria(project: Any) -> list[Criterion]:
    """The exit criteria; what the last line asks for, the version itself says."""
    url = reverse("pilots:pilot", args=[project.pk])
    version = current_version(project)
    cleared = version is not None and version.cleared_by != ClearedBy.NONE
    pilot = latest_pilot(project)
    if pilot is not None and pilot.decision == PilotDecision.ABANDON:
        pilot = None  # what was measured there says nothing about the next edition
    if pilot is None:
        if project.kind in FIRST_STAGE:
            return [Criterion(_("The pilot is waived by signature, or concluded."), cleared, url)]
        return [
            Criterion(_("The pilot is planned and has begun."), False, url),
            Criterion(_("The pilot is concluded and the version cleared."), cleared, url),
        ]
    begun = pilot.started_at is not None
    checks = (
        (_("Every problem has an answer."), guards.every_problem_answered),
        (_("Every scenario is measured: cycle time, error rate, satisfaction."),
         guards.everything_measured),
        (_("Every objective of the charter has its result."), _without_result),
        (_("The participants were asked."), guards.somebody_answered),
    )  # fmt: skip
    concluded = pilot.state == PilotState.CONCLUDED
    found = [Criterion(_("The pilot is planned and has begun."), begun, url)]
    found += [Criterion(words, begun and not check(pilot), url) for words, check in checks]
    if concluded and pilot.decision == PilotDecision.ADOPT_WITH_CHANGES:
        approved = version is not None and version.pk != pilot.version_id and version.number
        review = reverse("reviews:review", args=[project.pk])
        found.append(Criterion(_("The revised version is approved."), bool(approved), review))
    return [*found, Criterion(_("The pilot is concluded and the version cleared."), cleared, url)]
