"""What happens while the pilot runs: problems, questionnaires, figures."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pilots import rules
from pilots.enums import METRICS, PilotState, ProblemState
from pilots.models import Answer, Figure, Participant, Pilot, Problem
from projects.enums import MetricKind
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify

PER_CENT = 100


@transaction.atomic
def confirm_briefing(participant: Participant, *, actor: Any, at: datetime) -> Participant:
    """“I have read the pilot version.”"""
    _running(participant.pilot)
    if participant.user_id != actor.pk:
        raise PermissionDenied(_("This is for the participant alone."))
    participant = Participant.objects.get(pk=participant.pk)
    if participant.briefed_at is None:
        participant.briefed_at = at
        stamp(participant, actor).save()
        record(participant, "pilots.participant.briefed", actor=actor, at=at)
    return participant


@transaction.atomic
def report_problem(
    pilot: Pilot, *, kind: str, text: str, actor: Any, at: datetime, sop_step: Any = None,
) -> Problem:  # fmt: skip
    """Write down what went wrong, at its step."""
    pilot = _running(pilot)
    if not rules.may_report(pilot, actor):
        raise PermissionDenied(_("Participants and the team report problems."))
    mine = pilot.participants.filter(user=actor).select_related("scenario").first()
    problem = Problem(
        pilot=pilot,
        scenario=mine.scenario if mine else None,
        step=sop_step.step if sop_step else None,
        step_title=sop_step.title if sop_step else "",
        kind=kind,
        text=text,
        reported_by=actor,
        reported_at=at,
    )
    stamp(problem, actor).save()
    facts = {"place": str(problem.place), "kind": kind}
    record(problem, "pilots.problem.reported", actor=actor, at=at, facts=facts)
    notify([pilot.project.lead], "pilots.problem.reported", at=at, key=str(problem.pk),
           url=_page(pilot), version=str(pilot.version), place=str(problem.place),
           text=text[:200])  # fmt: skip
    return problem


@transaction.atomic
def answer_problem(
    problem: Problem, *, state: str, answer: str, actor: Any, at: datetime, owner: Any = None
) -> Problem:
    """Say what becomes of a problem. Carried over: with an owner. The reporter is told."""
    pilot = _running(problem.pilot)
    if not rules.may_answer_problems(pilot, actor):
        raise PermissionDenied(_("Only the project's members answer problems."))
    if state == ProblemState.CARRIED_OVER and owner is None:
        raise Refused([_("Name the owner of a problem that is carried over.")])
    if state != ProblemState.OPEN and not answer.strip():
        raise Refused([_("Say what becomes of the problem.")])
    problem = Problem.objects.select_related("reported_by").get(pk=problem.pk)
    problem.state, problem.answer, problem.owner = state, answer, owner
    problem.answered_by, problem.answered_at = actor, at
    stamp(problem, actor).save()
    facts = {"state": state, "place": str(problem.place)}
    record(problem, "pilots.problem.answered", actor=actor, at=at, reason=answer, facts=facts)
    notify([problem.reported_by], "pilots.problem.answered", at=at,
           key=f"{problem.pk}:{at.isoformat()}", url=_page(pilot),
           place=str(problem.place), answer=answer[:300])  # fmt: skip
    return problem


@transaction.atomic
def answer_questionnaire(
    participant: Participant, *, marks: dict[str, int], actor: Any, at: datetime, remark: str = ""
) -> Answer:
    """Four marks and a remark; may be changed while the pilot runs."""
    _running(participant.pilot)
    if participant.user_id != actor.pk:
        raise PermissionDenied(_("This is for the participant alone."))
    row = Answer.objects.filter(participant=participant).first()
    row = row or Answer(pilot=participant.pilot, participant=participant)
    for question, mark in marks.items():
        setattr(row, question, mark)
    row.remark, row.answered_at = remark, at
    stamp(row, actor).save()
    record(row, "pilots.questionnaire.answered", actor=actor, at=at, facts=marks)
    return row


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: of a scenario by a common metric, or of an objective of its own."""

    value: Decimal
    sample_size: int
    source: str
    metric: str = ""
    scenario: Any = None
    objective: Any = None


@transaction.atomic
def enter_figures(
    pilot: Pilot, *, figures: list[Measured], actor: Any, at: datetime
) -> list[Figure]:
    """Enter or correct measured figures. Shares are 0 to 100 per cent."""
    pilot = _running(pilot)
    if not rules.may_enter_figures(pilot, actor):
        raise PermissionDenied(_("Only the project's members enter figures."))
    if not all(rules.may_enter_figure(pilot, one.scenario, actor) for one in figures):
        raise PermissionDenied(_("Participants enter the figures of their own scenario."))
    if any(_is_impossible_share(one) for one in figures):
        raise Refused([_("A share in per cent lies between 0 and 100.")])
    return [_keep(pilot, one, actor, at) for one in figures]


def _keep(pilot: Pilot, given: Measured, actor: Any, at: datetime) -> Figure:
    found = pilot.figures.filter(objective=given.objective, scenario=given.scenario)
    if given.objective is None:
        if given.metric not in METRICS or given.scenario.pilot_id != pilot.pk:
            raise Refused([_("This figure does not belong to the pilot.")])
        found = found.filter(metric=given.metric)
    elif given.objective.project_id != pilot.project_id:
        raise Refused([_("This figure does not belong to the pilot.")])
    row = found.first() or Figure(
        pilot=pilot,
        scenario=given.scenario,
        objective=given.objective,
        metric=given.metric or given.objective.metric,
    )
    before = str(row.value) if row.pk else ""
    row.value, row.sample_size, row.source = given.value, given.sample_size, given.source
    row.entered_by, row.entered_at = actor, at
    stamp(row, actor).save()
    facts = {"metric": row.metric, "of": str(given.scenario or given.objective),
             "before": before, "value": given.value, "cases": given.sample_size}  # fmt: skip
    record(row, "pilots.figure.entered", actor=actor, at=at, facts=facts)
    return row


def _is_impossible_share(given: Measured) -> bool:
    shares = (MetricKind.ERROR_RATE, MetricKind.SATISFACTION)
    return given.metric in shares and not 0 <= given.value <= PER_CENT


def _running(pilot: Pilot) -> Pilot:
    pilot = (
        Pilot.objects.select_for_update(of=("self",))
        .select_related("project__lead", "project__owning_department", "version__sop")
        .get(pk=pilot.pk)
    )
    if pilot.state != PilotState.RUNNING:
        raise Refused([_("Not possible while “%(state)s”.") % {"state": pilot.get_state_display()}])
    return pilot


def _page(pilot: Pilot) -> str:
    return reverse("pilots:pilot", args=[pilot.project_id])
