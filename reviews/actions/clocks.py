"""The clocks of a review, computed from the data: reminders, escalation, start of the revision.

May run as often as it likes: every notice has a key, every escalation a mark.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from reviews.actions.revising import begin_revision
from reviews.enums import RoundState
from reviews.models import Round, Seat
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.notifications.actions import notify
from sopman.organization import queries as organizations
from sopman.people import queries as people
from sopman.workdays.queries import calendar


def run_clocks(*, at: datetime) -> None:
    """Remind, escalate, and start the revision of rounds whose last due date has passed."""
    today = organizations.today(at)
    waiting = Seat.objects.waiting_for_verdict() | Seat.objects.waiting_for_signature()
    for seat in waiting.select_related("round__project__lead", "round__version__sop", "holder"):
        _remind(seat, today=today, at=at)
    for round_ in Round.objects.filter(state=RoundState.OPEN):
        _start_when_due(round_, today=today, at=at)
    for round_ in Round.objects.filter(state=RoundState.REVISING).select_related("project__lead"):
        _watch_revision(round_, at=at)


def _remind(seat: Seat, *, today: date, at: datetime) -> None:
    """One working day before, on the day, then the lead, then the head of the department."""
    work = calendar()
    url = reverse("reviews:seat", args=[seat.pk])
    facts = {"version": str(seat.round.version), "due_on": seat.due_on, "seat": seat.kind}
    if work.subtract(seat.due_on, 1) <= today <= seat.due_on:
        rung = "today" if today == seat.due_on else "soon"
        notify([seat.holder], "reviews.seat.due", at=at, email=True, url=url,
               key=f"{seat.pk}:{seat.due_on}:{rung}", **facts)  # fmt: skip
    elif today > seat.due_on:
        late = work.between(seat.due_on, today)
        project = seat.round.project
        told = [seat.holder, project.lead]
        if late >= 2:
            told.append(people.head_of(project.owning_department))
        notify(told, "reviews.seat.overdue", at=at, email=True, url=url,
               key=f"{seat.pk}:{seat.due_on}:{'head' if late >= 2 else 'lead'}",
               person=seat.holder.name if seat.holder else "", **facts)  # fmt: skip
        _mark_escalated(seat, today=today, at=at)


@transaction.atomic
def _mark_escalated(seat: Seat, *, today: date, at: datetime) -> None:
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if row.escalated_on is None:
        row.escalated_on = today
        stamp(row, None).save()
        record(row, "reviews.seat.escalated", actor=None, at=at, facts={"due_on": row.due_on})


@transaction.atomic
def _start_when_due(round_: Round, *, today: date, at: datetime) -> None:
    """The revision starts when the last review is in, or when its due date has passed."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    last_due = max(seat.due_on for seat in round_.seats.reviewing())
    if round_.state == RoundState.OPEN and today > last_due:
        begin_revision(round_, actor=None, at=at, since=last_due)


def _watch_revision(round_: Round, *, at: datetime) -> None:
    """Reminders at 50 % and 90 % of the clock; its breach is recorded and escalated."""
    start, due = round_.revision_started_at, round_.revision_due_at
    if start is None or due is None:
        return
    used = (at - start) / (due - start) if due > start else 1.0
    url = reverse("reviews:review", args=[round_.project_id])
    team: list[Any] = [round_.project.lead, *round_.version.authors.all()]
    facts = {
        "version": str(round_.version),
        "due_at": due,
        "days": organizations.organization().revision_days,
    }
    for share in (90, 50):
        if share / 100 <= used < 1:
            notify(team, "reviews.revision.due", at=at, email=True, url=url,
                   key=f"{round_.pk}:{due.isoformat()}:{share}", **facts)  # fmt: skip
            break
    if at > due:
        head = people.head_of(round_.project.owning_department)
        notify([*team, head], "reviews.revision.overdue", at=at, email=True, url=url,
               key=f"{round_.pk}:{due.isoformat()}", **facts)  # fmt: skip
        _mark_breach(round_, at=at)


@transaction.atomic
def _mark_breach(round_: Round, *, at: datetime) -> None:
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if row.revision_breached_at is None and row.state == RoundState.REVISING:
        row.revision_breached_at = at
        stamp(row, None).save()
        record(row, "reviews.revision.breached", actor=None, at=at,
               facts={"due_at": row.revision_due_at})  # fmt: skip
