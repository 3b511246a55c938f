"""States and words of the pilot."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects import units
from projects.enums import MetricKind


class PilotState(models.TextChoices):
    PLANNED = "planned", _("Being planned")
    RUNNING = "running", _("Running")
    CONCLUDED = "concluded", _("Concluded")


UNDER_WAY = (PilotState.PLANNED, PilotState.RUNNING)


class PilotDecision(models.TextChoices):
    ADOPT = "adopt", _("Adopt as it is")
    ADOPT_WITH_CHANGES = "adopt_with_changes", _("Adopt with changes")
    EXTEND = "extend", _("Extend the pilot")
    ABANDON = "abandon", _("Abandon the version")


ENDING = (PilotDecision.ADOPT, PilotDecision.ADOPT_WITH_CHANGES, PilotDecision.ABANDON)


class ProblemKind(models.TextChoices):
    MISSING = "missing", _("Something is missing")
    WRONG = "wrong", _("Something is wrong")
    IMPOSSIBLE = "impossible", _("Can't be done")
    UNCLEAR = "unclear", _("Unclear")
    SYSTEM = "system", _("System or permission")
    TOO_SLOW = "too_slow", _("Takes too long")


class ProblemState(models.TextChoices):
    OPEN = "open", _("Open")
    SOLVED = "solved", _("Solved at once")
    CHANGE_TEXT = "change_text", _("The SOP is to be changed")
    CARRIED_OVER = "carried_over", _("Carried over with an owner")
    NO_PROBLEM = "no_problem", _("Works as described")


# What every scenario is measured by, with its unit and which way is better.
METRICS: dict[str, tuple[Any, bool]] = {
    MetricKind.CYCLE_TIME: (units.MINUTE, False),
    MetricKind.ERROR_RATE: (units.SHARE, False),
    MetricKind.SATISFACTION: (units.SHARE, True),
}
