"""An SOP in use: monthly accuracy."""

from datetime import date
from typing import Any

from projects.enums import MetricKind
from sopman.core.prepared import prepared
from sops.enums import VersionState
from sops.models import Sop, SopVersion
from training import rules
from training.models import MonthlyAccuracy, Release

FROM_DAY = 3  # of a month: from then on the figure of the month before is asked for


def may_speak(version: Any, user: Any) -> bool:
    """Whether this person acknowledges and asks; only auditors cost a query."""
    is_listed = user.standing.is_auditor and _is_listed(version, user)
    return rules.may_speak(user, is_listed=is_listed)


def _is_listed(version: Any, user: Any) -> bool:
    return Release.objects.filter(version=version.pk).concerning(user).exists()


def accuracy_of(sop: Any) -> list[MonthlyAccuracy]:
    return list(sop.monthly_accuracy.select_related("entered_by").order_by("month"))


def accuracy_target(sop: Any) -> Any:
    """The charter's target for the monthly accuracy, when it has one."""
    made = sop.versions.light().exclude(project=None).select_related("project")
    for version in made.order_by("-pk"):
        objective = version.project.objectives.filter(metric=MetricKind.ACCURACY).first()
        if objective is not None and objective.target is not None:
            return objective.target
    return None


def accuracy_due(today: date, owner: Any = None) -> tuple[date, list[Sop]]:
    """The month before, and the SOPs in force with a target that lack its figure."""
    month = accuracy_month(today)
    if today.day < FROM_DAY:
        return month, []
    return month, _without_figure(month, today.replace(day=1), owner)


def accuracy_month(today: date) -> date:
    """The first day of the month before."""
    return (today.replace(day=1) - date.resolution).replace(day=1)


@prepared
def _without_figure(month: Any, first: Any, owner: Any) -> Any:
    done = MonthlyAccuracy.objects.filter(month=month).values("sop")
    begun = SopVersion.objects.filter(state=VersionState.EFFECTIVE, effective_on__lt=first)
    aimed = SopVersion.objects.filter(project__objectives__metric=MetricKind.ACCURACY)
    due = Sop.objects.filter(pk__in=begun.values("sop")).filter(pk__in=aimed.values("sop"))
    if owner is not None:
        due = due.filter(owner=owner)
    return due.exclude(pk__in=done).select_related("owner")
