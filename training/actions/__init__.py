"""Every write of release and training, one verb each."""

from training.actions.bank import change_question, retire_question, set_exam, write_question
from training.actions.handing_over import hand_over, hanging
from training.actions.learning import (
    acknowledge,
    hold_session,
    plan_session,
    record_attendance,
    remind_readers,
)
from training.actions.living import (
    answer_reader,
    ask,
    enter_accuracy,
    remind_accuracy,
)
from training.actions.release import (
    call_off,
    place,
    plan_release,
    publish,
    set_distribution,
    set_group,
    take_effect,
)
from training.actions.sitting import (
    close_overdue,
    close_own_overdue,
    hand_in,
    reasons_against,
    save_answer,
    start_attempt,
)

__all__ = [
    "acknowledge",
    "answer_reader",
    "ask",
    "call_off",
    "change_question",
    "close_overdue",
    "close_own_overdue",
    "enter_accuracy",
    "hand_in",
    "hand_over",
    "hanging",
    "hold_session",
    "place",
    "plan_release",
    "plan_session",
    "publish",
    "reasons_against",
    "record_attendance",
    "remind_accuracy",
    "remind_readers",
    "retire_question",
    "save_answer",
    "set_distribution",
    "set_exam",
    "set_group",
    "start_attempt",
    "take_effect",
    "write_question",
]
