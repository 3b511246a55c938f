"""An SOP in use: monthly accuracy."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from projects.enums import MetricKind
from sops.models import Sop
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


def accuracy_due(today: date) -> tuple[date, QuerySet[Sop]]:
    """The month before, and the SOPs in force with a target that lack its figure."""
    first = today.replace(day=1)
    month = (first - date.resolution).replace(day=1)
    if today.day < FROM_DAY:
        return month, Sop.objects.none()
    done = MonthlyAccuracy.objects.filter(month=month).values("sop")
    in_force = Sop.objects.filter(versions__state="effective", versions__effective_on__lt=first)
    with_target = Sop.objects.filter(versions__project__objectives__metric=MetricKind.ACCURACY)
    due = in_force.filter(pk__in=with_target.values("pk")).exclude(pk__in=done)
    return month, due.select_related("owner").distinct()
