"""The joint around every transition: lock, compare, may they, is it ready, move, save, record."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django_fsm import ConcurrentTransition

from reviews.enums import RoundState
from reviews.models import Round
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.lifecycle import Guard, fire, offers
from tests.factories.people import a_user
from tests.factories.reviews import an_open_round

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_guard_collects_every_sentence():
    guard = Guard(lambda obj: "one", lambda obj: None, lambda obj: ["two", "three"])

    assert guard.reasons(object()) == ["one", "two", "three"]
    assert not guard(object())
    assert Guard(lambda obj: None)(object())


def test_a_move_is_saved_stamped_and_recorded_together():
    round_ = an_open_round()
    lead = round_.project.lead

    event = fire(round_.to_withdrawn, actor=lead, at=NOON, reason="重来")

    assert Round.objects.get(pk=round_.pk).state == RoundState.WITHDRAWN
    assert (event.code, event.source, event.target) == (
        "reviews.round.withdrawn", "open", "withdrawn",
    )  # fmt: skip
    row = round_.history.latest()
    assert (row.history_user, row.history_change_reason) == (lead, "重来")


def test_the_wrong_person_changes_nothing():
    round_ = an_open_round()
    before = Event.objects.count()
    with pytest.raises(PermissionDenied):
        fire(round_.to_withdrawn, actor=a_user(), at=NOON)
    assert Round.objects.get(pk=round_.pk).state == RoundState.OPEN
    assert Event.objects.count() == before


def test_an_unmet_guard_refuses_with_its_sentences():
    round_ = an_open_round()
    with pytest.raises(Refused, match="3 reviewers have not handed in yet"):
        fire(round_.to_signing, actor=round_.project.lead, at=NOON, content_sha256="x")


def test_a_state_without_this_move_says_so():
    round_ = an_open_round()
    with pytest.raises(Refused, match="Not possible while"):
        fire(round_.to_passed, actor=round_.project.lead, at=NOON)


def test_a_stale_object_does_not_move_and_overwrites_nothing():
    round_ = an_open_round()
    stale = Round.objects.get(pk=round_.pk)
    fire(round_.to_withdrawn, actor=round_.project.lead, at=NOON)

    with pytest.raises(Refused, match="Someone else"):
        fire(stale.to_revising, actor=stale.project.lead, at=NOON, due_at=NOON)
    assert Round.objects.get(pk=round_.pk).state == RoundState.WITHDRAWN


def test_newer_text_is_not_overwritten_by_an_older_object():
    round_ = an_open_round()
    older = Round.objects.get(pk=round_.pk)
    round_.note = "新的说明"
    round_.save()

    fire(older.to_withdrawn, actor=older.project.lead, at=NOON)

    assert Round.objects.get(pk=round_.pk).note == "新的说明"


def test_a_plain_save_of_a_stale_object_does_not_put_the_old_state_back():
    round_ = an_open_round()
    stale = Round.objects.get(pk=round_.pk)
    fire(round_.to_withdrawn, actor=round_.project.lead, at=NOON)
    stale.note = "x"
    with pytest.raises(ConcurrentTransition):
        stale.save()


def test_reloading_tells_the_state_and_keeps_it_protected():
    round_ = an_open_round()
    other = Round.objects.get(pk=round_.pk)
    fire(round_.to_withdrawn, actor=round_.project.lead, at=NOON)
    other.refresh_from_db()
    assert other.state == RoundState.WITHDRAWN
    with pytest.raises(AttributeError):
        other.state = RoundState.OPEN


def test_buttons_and_refusals_agree():
    round_ = an_open_round()
    offered = dict(offers(round_, round_.project.lead))
    assert offered["to_withdrawn"] == []
    assert any("handed in" in str(why) for why in offered["to_signing"])
    assert dict(offers(round_, a_user())) == {}
