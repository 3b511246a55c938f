"""Reminders, escalation, the start and the end of the revision: once each, whatever runs twice."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from reviews import actions
from reviews.enums import RoundState, SeatKind
from sopman.audit.models import Event
from sopman.notifications.models import Notice
from tests.factories.reviews import a_round_in_revision, an_open_round, hand_in, seat_of

pytestmark = pytest.mark.django_db


def noon(day):
    return datetime(2026, 3, day, 4, 0, tzinfo=UTC)


def told(code):
    return sorted(Notice.objects.filter(code=code).values_list("recipient__name", flat=True))


def test_a_working_day_before_and_on_the_day():
    round_ = an_open_round()  # due on Monday the 9th
    for day in (5, 6, 7, 8):
        actions.run_clocks(at=noon(day))
    assert len(told("reviews.seat.due")) == 3  # from Friday on, once
    actions.run_clocks(at=noon(9))
    actions.run_clocks(at=noon(9))
    assert len(told("reviews.seat.due")) == 6
    assert round_.state == RoundState.OPEN


def test_overdue_goes_to_the_lead_then_to_the_head():
    round_ = an_open_round()
    for kind in (SeatKind.BUSINESS, SeatKind.FRONTLINE):
        hand_in(seat_of(round_, kind))
    head = round_.version.sop.owning_department.head
    actions.run_clocks(at=noon(10))
    assert round_.project.lead.name in told("reviews.seat.overdue")
    assert head.name not in told("reviews.seat.overdue")
    actions.run_clocks(at=noon(11))
    assert head.name in told("reviews.seat.overdue")
    actions.run_clocks(at=noon(11))
    assert Event.objects.filter(code="reviews.seat.escalated").count() == 1


def test_the_revision_starts_after_the_due_date_though_somebody_is_missing():
    round_ = an_open_round()
    hand_in(seat_of(round_, SeatKind.BUSINESS))
    actions.run_clocks(at=noon(9))
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN

    actions.run_clocks(at=noon(10))
    round_.refresh_from_db()
    assert round_.state == RoundState.REVISING
    assert (
        timezone.localdate(round_.revision_due_at).day == 12
    )  # three working days from the due date
    hand_in(seat_of(round_, SeatKind.FRONTLINE), at=noon(10))  # late, not lost


def test_the_clock_of_the_revision_reminds_and_its_breach_is_recorded_once():
    round_ = a_round_in_revision()  # Monday the 2nd; due at the end of Thursday the 5th
    actions.run_clocks(at=noon(4))
    assert told("reviews.revision.due")
    for _ in range(2):
        actions.run_clocks(at=noon(6))
    assert round_.version.sop.owning_department.head.name in told("reviews.revision.overdue")
    assert Event.objects.filter(code="reviews.revision.breached").count() == 1
    round_.refresh_from_db()
    assert round_.revision_breached_at is not None
