"""Release, training, exam, questions and answers, monthly accuracy."""

from training.models.exams import Answer, Attempt, Exam, Option, Question
from training.models.learning import Acknowledgement, Attendance, Session
from training.models.living import MonthlyAccuracy, ReaderQuestion
from training.models.release import LateAddition, Placement, Release

__all__ = [
    "Acknowledgement",
    "Answer",
    "Attempt",
    "Attendance",
    "Exam",
    "LateAddition",
    "MonthlyAccuracy",
    "Option",
    "Placement",
    "Question",
    "ReaderQuestion",
    "Release",
    "Session",
]
