"""Pages of release and training."""

from training.views.bank import bank, change_question, retire_question, set_exam, write_question
from training.views.living import accuracy, acknowledge, answer_reader, ask, mine, questions
from training.views.preparing import distribution, group, package, place, plan, publish, release
from training.views.sitting import attempt, exam, hand_in, result, save
from training.views.teaching import (
    attendance,
    hold_session,
    plan_session,
    readiness,
    remind,
    session,
)

__all__ = [
    "accuracy",
    "acknowledge",
    "answer_reader",
    "ask",
    "attempt",
    "attendance",
    "bank",
    "change_question",
    "distribution",
    "exam",
    "group",
    "hand_in",
    "hold_session",
    "mine",
    "package",
    "place",
    "plan",
    "plan_session",
    "publish",
    "questions",
    "readiness",
    "release",
    "remind",
    "result",
    "retire_question",
    "save",
    "session",
    "set_exam",
    "write_question",
]
