"""The question bank and how the exam is set."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from training import grading, rules
from training.actions._release import locked_release
from training.models import Exam, Option, Question, Release

_FAULTS = {
    "too_few": gettext_lazy("A question needs at least two possible answers."),
    "none_right": gettext_lazy("Mark the correct answer."),
    "many_right": gettext_lazy("This kind of question has exactly one correct answer."),
}


@transaction.atomic
def set_exam(
    release: Release,
    *,
    minutes: int,
    pass_mark: int,
    question_count: int,
    attempts_allowed: int,
    actor: Any,
    at: datetime,
) -> Exam:
    """Time, pass mark, questions per paper, attempts. Attempts under way keep theirs."""
    if not rules.may_prepare(release, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    release = locked_release(release.pk)
    exam = Exam.objects.filter(release=release).first() or Exam(release=release)
    exam.minutes, exam.pass_mark = minutes, pass_mark
    exam.question_count, exam.attempts_allowed = question_count, attempts_allowed
    stamp(exam, actor).save()
    facts = {"minutes": minutes, "pass_mark": pass_mark, "questions": question_count,
             "attempts": attempts_allowed}  # fmt: skip
    record(release, "training.exam.set", actor=actor, at=at, facts=facts)
    return exam


@transaction.atomic
def write_question(
    release: Release,
    *,
    kind: str,
    text: str,
    options: list[tuple[str, bool]],
    actor: Any,
    at: datetime,
    step: Any = None,
    explanation: str = "",
) -> Question:
    """A question for the bank: (answer, whether it is correct) in order."""
    if not rules.may_write_questions(release, actor):
        raise PermissionDenied(_("Only the project's members write exam questions."))
    release = locked_release(release.pk)
    question = Question(release=release, written_by=actor)
    _fill(question, kind, text, options, step, explanation, actor)
    record(question, "training.question.written", actor=actor, at=at)
    return question


@transaction.atomic
def change_question(
    question: Question,
    *,
    kind: str,
    text: str,
    options: list[tuple[str, bool]],
    actor: Any,
    at: datetime,
    step: Any = None,
    explanation: str = "",
) -> Question:
    """Reword a question. Papers drawn before keep the old wording."""
    if not rules.may_change_question(question, actor):
        raise PermissionDenied(_("A question is changed by who wrote it, or by the lead."))
    locked_release(question.release_id)
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    _fill(question, kind, text, options, step, explanation, actor)
    record(question, "training.question.changed", actor=actor, at=at)
    return question


@transaction.atomic
def retire_question(question: Question, *, actor: Any, at: datetime) -> Question:
    """Take a question out of new papers, or put it back."""
    if not rules.may_change_question(question, actor):
        raise PermissionDenied(_("A question is changed by who wrote it, or by the lead."))
    locked_release(question.release_id)
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    question.is_active = not question.is_active
    stamp(question, actor).save()
    facts = {"active": question.is_active}
    record(question, "training.question.retired", actor=actor, at=at, facts=facts)
    return question


def _fill(question, kind, text, options, step, explanation, actor):
    if found := grading.faults(kind, options):
        raise Refused([_FAULTS[code] for code in found])
    question.kind, question.text = kind, text
    question.step, question.explanation = step, explanation
    stamp(question, actor).save()
    question.options.all().delete()
    for order, (words, correct) in enumerate(options):
        row = Option(question=question, order=order, text=words, is_correct=correct)
        stamp(row, actor).save()
