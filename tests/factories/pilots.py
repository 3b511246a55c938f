"""Pilots, made by walking the real actions."""

from datetime import date, timedelta
from decimal import Decimal

from pilots import actions
from pilots.actions.observing import Measured
from pilots.enums import METRICS, PilotDecision
from projects.models import Project
from tests.factories.people import PASSWORD, a_user
from tests.factories.projects import NOON
from tests.factories.reviews import an_approved_version
from tests.shelf import shelved

FIRST_DAY = date(2026, 3, 2)
LAST_DAY = date(2026, 3, 16)
AFTER = NOON + timedelta(days=14)
GOOD = {"cycle_time": Decimal(600), "error_rate": Decimal(2), "satisfaction": Decimal(93)}


@shelved
def a_planned_pilot(*, version=None, people=None, at=NOON):
    """Two dates, one scenario, its participants: ready to start."""
    version = version or an_approved_version()
    project = Project.objects.get(pk=version.project_id)
    lead = project.lead
    pilot = actions.plan_pilot(project, actor=lead, at=at)
    actions.set_dates(pilot, starts_on=FIRST_DAY, ends_on=LAST_DAY, actor=lead, at=at)
    scenario = actions.add_scenario(pilot, name="官网投诉", actor=lead, at=at)
    actions.add_participants(scenario, people=people or [a_user("试点员工")], actor=lead, at=at)
    pilot.refresh_from_db()
    return pilot


@shelved
def a_running_pilot(**fields):
    pilot = a_planned_pilot(**fields)
    return actions.start_pilot(pilot, actor=pilot.project.lead, at=NOON)


def measure(pilot, values=None, *, at=NOON):
    values = values or GOOD
    lead = pilot.project.lead
    scenario = pilot.scenarios.get()
    figures = [Measured(values[metric], 50, "工单系统", metric, scenario) for metric in METRICS]
    figures += [
        Measured(Decimal(20), 50, "工单系统", one.metric, objective=one)
        for one in pilot.own_objectives()
    ]
    return actions.enter_figures(pilot, figures=figures, actor=lead, at=at)


def answer(pilot, participants=None, *, at=NOON):
    for one in participants or pilot.participants.all():
        marks = {"clarity": 5, "doability": 4, "speed": 4, "safety": 5}
        actions.answer_questionnaire(one, marks=marks, actor=one.user, at=at)


@shelved
def a_ripe_pilot(**fields):
    """Measured, opinions in, last day reached: ready for a decision."""
    pilot = a_running_pilot(**fields)
    measure(pilot)
    answer(pilot)
    return pilot


def conclude(pilot, decision=PilotDecision.ADOPT, *, at=AFTER, actor=None, **more):
    return actions.conclude(
        pilot, decision=decision, reason="目标已达成", password=PASSWORD,
        actor=actor or pilot.project.lead, at=at, **more,
    )  # fmt: skip


@shelved
def a_cleared_version(**fields):
    """V1.0 through its pilot; the project is in release and training."""
    pilot = conclude(a_ripe_pilot(**fields))
    pilot.version.refresh_from_db()
    return pilot.version
