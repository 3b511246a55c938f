"""Every write of the pilot stage, one verb each."""

from pilots.actions.concluding import (
    call_off,
    complete_pilot,
    conclude,
    extend,
    put_back,
    waive_pilot,
)
from pilots.actions.handing_over import hand_over, hanging
from pilots.actions.observing import (
    answer_problem,
    answer_questionnaire,
    confirm_briefing,
    enter_figures,
    report_problem,
)
from pilots.actions.planning import (
    add_participants,
    add_scenario,
    change_scenario,
    plan_pilot,
    remind,
    remove_participant,
    remove_scenario,
    set_dates,
    start_pilot,
)

__all__ = [
    "add_participants",
    "add_scenario",
    "answer_problem",
    "answer_questionnaire",
    "call_off",
    "change_scenario",
    "complete_pilot",
    "conclude",
    "confirm_briefing",
    "enter_figures",
    "extend",
    "hand_over",
    "hanging",
    "plan_pilot",
    "put_back",
    "remind",
    "remove_participant",
    "remove_scenario",
    "report_problem",
    "set_dates",
    "start_pilot",
    "waive_pilot",
]
