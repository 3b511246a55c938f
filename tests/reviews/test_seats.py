"""Who may sit where: heads, the only reviewer, leavers, authors named late."""

from datetime import timedelta

import pytest

from reviews import actions
from reviews.enums import SeatKind
from reviews.work import steering
from sopman.core.errors import Refused
from sopman.notifications.models import Notice
from tests.factories.people import a_user
from tests.factories.projects import NOON
from tests.factories.reviews import a_round_in_revision, a_round_to_sign, an_open_round, seat_of
from tests.factories.sops import a_draft

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def test_nobody_signs_in_place_of_a_head_who_can():
    version, other = a_draft(), a_user()
    with pytest.raises(Refused, match="signs for"):
        an_open_round(version=version, approver=other, approver_reason="图快")
    round_ = a_round_to_sign()
    seat = seat_of(round_, SeatKind.HEAD)
    with pytest.raises(Refused, match="signs for"):
        actions.fill_seat(seat, person=other, reason="图快", actor=round_.project.lead, at=LATER)


def test_filling_seats_never_makes_the_approver_the_only_reviewer():
    reviewer = a_user()
    round_ = an_open_round(reviewers=[reviewer] * 3)
    head = seat_of(round_, SeatKind.HEAD).holder
    lead = round_.project.lead
    for kind in (SeatKind.BUSINESS, SeatKind.FRONTLINE):
        seat = seat_of(round_, kind)
        actions.fill_seat(seat, person=head, reason="换人", actor=lead, at=LATER)
    last = seat_of(round_, SeatKind.COMPLIANCE)
    with pytest.raises(Refused, match="only reviewer"):
        actions.fill_seat(last, person=head, reason="换人", actor=lead, at=LATER)


def test_a_vacant_seat_waits_for_the_lead():
    round_ = an_open_round()
    seat = seat_of(round_, SeatKind.BUSINESS)
    author = round_.version.authors.first()
    actions.hand_over(seat.holder, author, actor=round_.project.lead, at=LATER)
    told = Notice.objects.get(code="reviews.seat.vacant")
    assert told.recipient == round_.project.lead
    assert any("Fill the seat" in str(one.title) for one in steering(round_.project.lead, at=LATER))


def test_an_author_named_during_the_revision_keeps_no_seat():
    round_ = a_round_in_revision()
    reviewer = seat_of(round_, SeatKind.BUSINESS).holder
    round_.version.authors.add(reviewer)
    comment = round_.comments.get()
    lead = round_.project.lead
    actions.answer_comment(comment, disposition="accepted", reply="已改", actor=lead, at=LATER)
    with pytest.raises(Refused, match="is an author"):
        actions.finish_revision(round_, actor=lead, at=LATER)
