"""Pages of the pilot stage."""

from pilots.views.observing import answer_problem, brief, figures, questionnaire, report_problem
from pilots.views.steering import (
    add_scenario,
    complete,
    conclude,
    dates,
    edit_scenario,
    extend,
    participants,
    pilot,
    plan,
    remove_participant,
    remove_scenario,
    start,
    waive,
)

__all__ = [
    "add_scenario",
    "answer_problem",
    "brief",
    "complete",
    "conclude",
    "dates",
    "edit_scenario",
    "extend",
    "figures",
    "participants",
    "pilot",
    "plan",
    "questionnaire",
    "remove_participant",
    "remove_scenario",
    "report_problem",
    "start",
    "waive",
]
