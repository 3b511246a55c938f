"""Whether a pilot can start or end now."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pilots.enums import METRICS, ProblemState
from sopman.lifecycle import Guard
from sopman.organization.queries import organization

SCENARIOS_AT_MOST = 2


def has_dates(pilot: Any) -> str | None:
    if pilot.starts_on and pilot.ends_on:
        return None
    return _("Set the first and the last day of the pilot.")


def is_long_enough(pilot: Any) -> str | None:
    days = organization().pilot_min_days
    if not (pilot.starts_on and pilot.ends_on):
        return None
    if pilot.ends_on >= pilot.starts_on + timedelta(days=days):
        return None
    return _("A pilot runs at least %(n)d days; end it on %(day)s or later.") % {
        "n": days,
        "day": pilot.starts_on + timedelta(days=days),
    }


def has_scenarios(pilot: Any) -> str | None:
    n = len(pilot.scenarios.all())
    if 1 <= n <= SCENARIOS_AT_MOST:
        return None
    return _("A pilot runs in one or two scenarios.")


def has_participants(pilot: Any) -> str | None:
    manned = {one.scenario_id for one in pilot.participants.all()}
    bare = [one.name for one in pilot.scenarios.all() if one.pk not in manned]
    if not bare:
        return None
    return _("Nobody takes part yet in: %(names)s.") % {"names": "、".join(bare)}


def every_problem_answered(pilot: Any) -> str | None:
    n = pilot.problems.filter(state=ProblemState.OPEN).count()
    if not n:
        return None
    return ngettext("%(n)d problem is still open.", "%(n)d problems are still open.", n) % {"n": n}


def everything_measured(pilot: Any) -> str | None:
    wanted = {(one.pk, metric) for one in pilot.scenarios.all() for metric in METRICS}
    have = set(pilot.figures.filter(objective=None).values_list("scenario_id", "metric"))
    n = len(wanted - have)
    if not n:
        return None
    return ngettext(
        "%(n)d figure of the scenarios is missing.",
        "%(n)d figures of the scenarios are missing.",
        n,
    ) % {"n": n}


def objectives_measured(pilot: Any) -> str | None:
    missing = [one.name for one in pilot.own_objectives() if not pilot.result_of(one)]
    if not missing:
        return None
    return _("Enter the result for: %(names)s.") % {"names": "、".join(missing)}


def somebody_answered(pilot: Any) -> str | None:
    if pilot.answers.exists():
        return None
    return _("Nobody has answered the questionnaire yet.")


startable = Guard(has_dates, is_long_enough, has_scenarios, has_participants)
adoptable = Guard(
    every_problem_answered, everything_measured, objectives_measured, somebody_answered
)
