"""Rounds called off, seats given more time or another person."""

from datetime import timedelta

import pytest

from projects import actions as projects
from projects.enums import Stage
from projects.models import Project
from reviews import actions
from reviews.enums import RoundState, SeatKind
from sopman.core.errors import Refused
from sops.enums import VersionState
from tests.factories.people import a_user
from tests.factories.projects import NOON
from tests.factories.reviews import (
    DUE,
    an_open_round,
    seat_of,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def test_withdrawing_gives_the_draft_back_and_a_new_round_can_be_opened():
    round_ = an_open_round()
    lead = round_.project.lead
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw_round(round_, reason=" ", actor=lead, at=LATER)
    actions.withdraw_round(round_, reason="流程又变了", actor=lead, at=LATER)

    round_.version.refresh_from_db()
    assert round_.version.state == VersionState.DRAFT
    assert an_open_round(version=round_.version).number == 2


def test_sending_the_project_back_ends_the_round():
    round_ = an_open_round()
    project = Project.objects.get(pk=round_.project_id)
    projects.send_back(project, to=Stage.DRAFTING, reason="重写", actor=project.lead, at=LATER)
    round_.refresh_from_db()
    round_.version.refresh_from_db()
    assert (round_.state, round_.version.state) == (RoundState.WITHDRAWN, VersionState.DRAFT)


def test_more_time_keeps_the_first_due_date():
    round_ = an_open_round()
    seat = seat_of(round_, SeatKind.BUSINESS)
    later = DUE + timedelta(days=3)
    actions.extend_seat(seat, due_on=later, reason="出差", actor=round_.project.lead, at=NOON)
    seat.refresh_from_db()
    assert (seat.due_on, seat.first_due_on) == (later, DUE)


def test_a_seat_is_filled_anew_but_never_with_an_author():
    round_ = an_open_round()
    seat, lead = seat_of(round_, SeatKind.BUSINESS), round_.project.lead
    author = round_.version.authors.first()
    with pytest.raises(Refused, match="is an author"):
        actions.fill_seat(seat, person=author, reason="换人", actor=lead, at=NOON)
    other = a_user()
    actions.fill_seat(seat, person=other, reason="换人", actor=lead, at=NOON)
    seat.refresh_from_db()
    assert seat.holder == other


def test_a_leaver_leaves_the_seat_vacant_where_the_successor_is_unfit():
    round_ = an_open_round()
    seat = seat_of(round_, SeatKind.BUSINESS)
    author = round_.version.authors.first()
    actions.hand_over(seat.holder, author, actor=round_.project.lead, at=NOON)
    seat.refresh_from_db()
    assert seat.holder is None
    assert round_.seats.reviewing().count() == 3
