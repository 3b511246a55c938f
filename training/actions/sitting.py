"""Sitting the closed-book exam. The server decides: what is asked, until when, what is right."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.lifecycle import fire
from sopman.people.models import User
from training import grading, rules
from training.enums import AttemptState, ReleaseState
from training.models import Answer, Attempt, Attendance, Exam


@transaction.atomic
def start_attempt(exam: Exam, *, actor: Any, at: datetime) -> Attempt:
    """Draw a paper and start the clock. One attempt at a time; a running one is given back.

    Shut before training was attended, for writers of its questions, when passed, when used up.
    """
    User.objects.select_for_update().get(pk=actor.pk)  # one start at a time per person
    close_own_overdue(actor, at=at)
    running = Attempt.objects.filter(user=actor, state=AttemptState.RUNNING).first()
    if running is not None:
        if running.exam_id == exam.pk:
            return running
        raise Refused([_("Hand in the exam that you have open first.")])
    if against := reasons_against(exam, actor):
        raise Refused(against)
    questions = exam.release.questions.filter(is_active=True).prefetch_related("options")
    paper, key = grading.draw(questions, exam.question_count, secrets.randbits(64))
    attempt = Attempt(
        exam=exam,
        user=actor,
        number=exam.attempts.filter(user=actor).count() + 1,
        started_at=at,
        deadline=at + timedelta(minutes=exam.minutes),
        paper=paper,
        key=key,
        pass_mark=exam.pass_mark,
    )
    stamp(attempt, actor).save()
    facts = {"number": attempt.number, "deadline": attempt.deadline, "questions": len(paper)}
    record(attempt, "training.attempt.started", actor=actor, at=at, facts=facts)
    return attempt


def reasons_against(exam: Exam, user: Any) -> list[str]:
    """Why this person may not start this exam now; empty when they may."""
    release = exam.release
    if release.state not in (ReleaseState.RELEASED, ReleaseState.IN_FORCE):
        return [_("The version is not released yet.")]
    knows = rules.may_read_keys(release, user)
    if knows or release.questions.filter(written_by=user).exists():
        return [_("You know the questions of this exam; you count as qualified and don't sit it.")]
    found = []
    attended = Attendance.objects.of_held().filter(user=user, session__release=release)
    if not attended.exists():
        found.append(_("The exam opens once you have attended the training."))
    mine = list(exam.attempts.filter(user=user))
    if any(one.passed for one in mine):
        found.append(_("You have passed this exam."))
    elif len(mine) >= exam.attempts_allowed:
        found.append(_("You have used all attempts. Speak with the team lead."))
    if release.questions.filter(is_active=True).count() < exam.question_count:
        found.append(_("The question bank is not ready."))
    return found


@transaction.atomic
def save_answer(
    attempt: Attempt,
    *,
    item: str,
    choice: list[str],
    actor: Any,
    at: datetime,
    seq: int | None = None,
    flagged: bool | None = None,
) -> Answer:
    """Keep one answer. A save with a lower number than the one kept changes nothing.

    Without a number (a page without JavaScript) it is the next one.
    """
    attempt = _running(attempt, actor, at)
    question = next((one for one in attempt.paper if one["item"] == item), None)
    known = {one["option"] for one in question["options"]} if question else set()
    if question is None or not set(choice) <= known:
        raise Refused([_("This answer does not belong to your paper.")])
    if question["kind"] != "multiple" and len(choice) > 1:
        raise Refused([_("This question has one answer.")])
    row = attempt.answers.filter(item=item).first() or Answer(attempt=attempt, item=item, seq=0)
    seq = row.seq + 1 if seq is None else seq
    if row.pk is None or seq > row.seq:
        row.choice, row.seq, row.saved_at = sorted(set(choice)), seq, at
        if flagged is not None:
            row.flagged = flagged
        row.save()
    return row


@transaction.atomic
def hand_in(attempt: Attempt, *, actor: Any, at: datetime) -> Attempt:
    """Hand in and mark at once. After the deadline it is closed with what was saved in time."""
    attempt = _locked(attempt, actor)
    if attempt.state != AttemptState.RUNNING:
        return attempt
    if at >= attempt.deadline:
        return _expire(attempt, at)
    marked = grading.score(attempt.key, choices_of(attempt))
    fire(attempt.to_handed_in, actor=actor, at=at, facts={"score": marked}, score=marked)
    return attempt


def close_overdue(*, at: datetime) -> int:
    """Close every attempt whose time is up, with the answers saved in time."""
    closed = 0
    for pk in Attempt.objects.running().filter(deadline__lte=at).values_list("pk", flat=True):
        closed += _close(pk, at)
    return closed


def close_own_overdue(user: Any, *, at: datetime) -> None:
    """The next touch closes too, should the clockwork stand still."""
    overdue = Attempt.objects.running().filter(user=user, deadline__lte=at)
    for pk in overdue.values_list("pk", flat=True):
        _close(pk, at)


def choices_of(attempt: Attempt) -> dict[str, list[str]]:
    return {one.item: one.choice for one in attempt.answers.all()}


@transaction.atomic
def _close(pk: int, at: datetime) -> int:
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=pk)
    if attempt.state != AttemptState.RUNNING or attempt.deadline > at:
        return 0
    _expire(attempt, at)
    return 1


def _expire(attempt: Attempt, at: datetime) -> Attempt:
    marked = grading.score(attempt.key, choices_of(attempt))
    fire(attempt.to_expired, actor=None, at=at, facts={"score": marked}, score=marked)
    return attempt


def _locked(attempt: Attempt, actor: Any) -> Attempt:
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("exam__release")
        .get(pk=attempt.pk)
    )
    if not rules.may_sit(attempt, actor):
        raise PermissionDenied(_("This is somebody else's exam."))
    return attempt


def _running(attempt: Attempt, actor: Any, at: datetime) -> Attempt:
    attempt = _locked(attempt, actor)
    if attempt.state != AttemptState.RUNNING or at >= attempt.deadline:
        raise Refused([_("The time is up. What was saved before counts.")])
    return attempt
