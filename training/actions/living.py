"""An SOP in use: questions of readers, monthly accuracy."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify
from sopman.notifications.params import both
from sopman.organization.queries import today
from sops.models import Sop, SopVersion
from training import rules
from training.models import MonthlyAccuracy, ReaderQuestion, Release
from training.queries import accuracy_due, may_speak


@transaction.atomic
def ask(
    version: SopVersion, *, text: str, actor: Any, at: datetime, sop_step: Any = None
) -> ReaderQuestion:
    """A reader's question on a step; the owner and the consultant are told."""
    if not may_speak(version, actor):
        raise PermissionDenied(_("Auditors look on; readers acknowledge and ask."))
    sop = version.sop
    row = ReaderQuestion(
        sop=sop,
        version=version,
        step=sop_step.step if sop_step else None,
        step_title=sop_step.title if sop_step else "",
        text=text,
        asked_by=actor,
        asked_at=at,
    )
    stamp(row, actor).save()
    record(row, "training.question.asked", actor=actor, at=at, facts={"place": str(row.place)})
    plan = Release.objects.filter(version=version).select_related("consultant").first()
    told = [sop.owner, plan.consultant if plan else None]
    notify(told, "training.question.asked", at=at, key=str(row.pk), email=True,
           url=reverse("training:answer_reader", args=[row.pk]), title=both(sop),
           text=text[:300])  # fmt: skip
    return row


@transaction.atomic
def answer_reader(
    question: ReaderQuestion, *, answer: str, actor: Any, at: datetime
) -> ReaderQuestion:
    """Answer for all readers; may be corrected later. The asker is told."""
    question = ReaderQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if not rules.may_answer_readers(question.sop, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if not answer.strip():
        raise Refused([_("Write an answer.")])
    question.answer, question.answered_by, question.answered_at = answer, actor, at
    stamp(question, actor).save()
    record(question, "training.question.answered", actor=actor, at=at, reason=answer)
    notify([question.asked_by], "training.question.answered", at=at,
           key=f"{question.pk}:{at.isoformat()}", title=both(question.sop), answer=answer[:300],
           url=reverse("training:questions", args=[question.sop_id]))  # fmt: skip
    return question


@transaction.atomic
def enter_accuracy(
    sop: Sop,
    *,
    month: date,
    checked: int,
    correct: int,
    target: Decimal,
    actor: Any,
    at: datetime,
    note: str = "",
) -> MonthlyAccuracy:
    """The month's figure; entering it again corrects it, and the trail keeps both."""
    sop = Sop.objects.select_for_update(of=("self",)).get(pk=sop.pk)
    if not rules.may_enter_accuracy(sop, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    month = month.replace(day=1)
    if month > today(at):
        raise Refused([_("This month has not begun yet.")])
    if checked < 1 or correct > checked or correct < 0:
        raise Refused([_("Of the operations checked, at most all are correct.")])
    row = MonthlyAccuracy.objects.filter(sop=sop, month=month).first()
    before = f"{row.correct}/{row.checked}" if row else ""
    row = row or MonthlyAccuracy(sop=sop, month=month)
    row.checked, row.correct, row.target, row.note = checked, correct, target, note
    row.entered_by, row.entered_at = actor, at
    stamp(row, actor).save()
    facts = {"month": f"{month:%Y-%m}", "checked": checked, "correct": correct, "target": target,
             "before": before}  # fmt: skip
    record(row, "training.accuracy.entered", actor=actor, at=at, facts=facts)
    if not row.reached:
        notify([sop.owner], "training.accuracy.missed", at=at, key=f"{row.pk}:{at.isoformat()}",
               url=reverse("training:accuracy", args=[sop.pk]), title=both(sop),
               share=str(row.share), target=target)  # fmt: skip
    return row


def remind_accuracy(*, at: datetime) -> None:
    """From the third of a month on: the owner is asked for the figure of the month before."""
    month, due = accuracy_due(today(at))
    for sop in due:
        notify([sop.owner], "training.accuracy.asked", at=at, key=f"{sop.pk}:{month:%Y-%m}",
               url=reverse("training:accuracy", args=[sop.pk]), title=both(sop), email=True,
               month=month)  # fmt: skip
