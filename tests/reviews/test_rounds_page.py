"""What was said earlier stays to be seen: verdicts before a revision, and every round of the project."""

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from reviews import actions
from reviews.enums import CommentClass, SeatKind, Verdict
from reviews.models import Comment, EarlierVerdict
from tests.factories.ground import delivered
from tests.factories.projects import NOON
from tests.factories.reviews import a_comment, an_open_round, hand_in, hand_in_all, seat_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def a_disagreement_and_its_revision():
    """Compliance disagreed, the draft was revised, compliance agrees now."""
    round_ = an_open_round()
    seat = seat_of(round_, SeatKind.COMPLIANCE)
    a_comment(seat, kind=CommentClass.MUST_FIX)
    hand_in(seat, verdict=Verdict.FAIL)
    for kind in (SeatKind.BUSINESS, SeatKind.FRONTLINE):
        hand_in(seat_of(round_, kind))
    lead = round_.project.lead
    for comment in Comment.objects.handed_in().filter(round=round_):
        actions.answer_comment(comment, disposition="accepted", reply="已改", actor=lead, at=LATER)
    actions.finish_revision(round_, actor=lead, at=LATER)
    hand_in(seat_of(round_, SeatKind.COMPLIANCE), at=LATER)
    round_.refresh_from_db()
    return round_


def page_of(client, round_):
    return client.get(reverse("reviews:review", args=[round_.project_id]))


def test_the_verdict_before_a_revision_stays_on_the_page_and_in_the_record(client_for):
    round_ = a_disagreement_and_its_revision()
    seat = seat_of(round_, SeatKind.COMPLIANCE)
    assert seat.verdict == Verdict.PASS

    earlier = EarlierVerdict.objects.get(seat=seat)
    assert (earlier.verdict, earlier.handed_in_at) == (Verdict.FAIL, NOON)
    assert earlier.signature != seat.signature
    client = client_for(round_.project.lead)
    page = page_of(client, round_).content.decode()
    paper = PdfReader(io.BytesIO(delivered(client, "reviews.record", round_.pk)))
    printed = "".join(one.extract_text() for one in paper.pages)
    number = round_.version.sop.number
    assert f"{number} {number}" not in printed  # the running head says it once
    for place in (page, printed):
        assert "不同意" in place
        assert "同意" in place.replace("不同意", "")


def test_an_earlier_verdict_is_never_changed():
    a_disagreement_and_its_revision()
    with pytest.raises(DatabaseError), transaction.atomic():
        EarlierVerdict.objects.update(verdict=Verdict.PASS)


def another_round(round_):
    actions.withdraw_round(round_, reason="重写", actor=round_.project.lead, at=LATER)
    return an_open_round(version=round_.version, at=LATER)


def test_every_round_of_the_project_stands_on_its_page_the_newest_first(client_for):
    first = an_open_round()
    a_comment(seat_of(first, SeatKind.BUSINESS), text="第一轮的意见")
    hand_in_all(first)
    second = another_round(first)

    page = page_of(client_for(first.project.lead), first).content.decode()

    assert "第一轮的意见" in page
    assert page.index(str(seat_of(second, SeatKind.BUSINESS).holder)) < page.index("第一轮的意见")
    for round_ in (first, second):
        assert reverse("reviews:seat", args=[seat_of(round_, SeatKind.HEAD).pk]) in page


def test_the_page_costs_the_same_for_one_round_and_for_three(client_for):
    round_ = an_open_round()
    client, costs = client_for(round_.project.lead), []
    for _n in range(3):
        page_of(client, round_)
        with CaptureQueriesContext(connection) as asked:
            page_of(client, round_)
        costs.append(len(asked))
        round_ = another_round(round_)
    assert costs[0] == costs[1] == costs[2]
