"""Stage 5: opening a round, handing in, finishing the revision, the signatures."""

from contextlib import suppress

import pytest
from django.db import IntegrityError

from projects.enums import Stage
from projects.models import Project
from reviews import actions
from reviews.actions.rounds import SeatPlan
from reviews.enums import REVIEWING, RoundState, SeatKind, Verdict
from reviews.models import Round, Seat
from sopman.audit.models import Event
from sopman.notifications.models import Notice
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sops import actions as sops
from sops.enums import VersionState
from sops.models import SopVersion
from tests.factories import reviews as make
from tests.factories.people import PASSWORD, a_department, a_user
from tests.factories.projects import NOON
from tests.factories.sops import a_draft
from tests.races.racing import ONE_WINS, WON, race, twice, without_locks

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def the_seat(pk):
    return Seat.objects.select_related("holder", "round").get(pk=pk)


def the_round(pk):
    return Round.objects.select_related("version", "project").get(pk=pk)


def handing_in(seat, verdict):
    return lambda: actions.hand_in(
        seat, verdict=verdict, password=PASSWORD, actor=seat.holder, at=NOON, summary="已通读"
    )


def test_a_round_is_opened_once():
    version = a_draft()
    people = [a_user(name) for name in ("业务专家", "一线操作者", "合规人员")]
    seats = [SeatPlan(kind, who, make.DUE) for kind, who in zip(REVIEWING, people, strict=True)]

    def open_round(project):
        actions.open_round(project, actor=project.lead, at=NOON, seats=seats, sign_by=make.SIGN_BY)

    assert twice(open_round, lambda: Project.objects.get(pk=version.project_id)) == ONE_WINS
    assert Round.objects.filter(version=version).count() == 1
    assert Project.objects.get(pk=version.project_id).stage == Stage.REVIEW
    assert Notice.objects.filter(code="reviews.seat.asked").count() == len(REVIEWING)


def test_a_seat_hands_in_once():
    round_ = make.an_open_round()
    seat = make.seat_of(round_, REVIEWING[0])
    make.fill_checklist(seat)
    first, second = the_seat(seat.pk), the_seat(seat.pk)
    assert race(handing_in(first, Verdict.PASS), handing_in(second, Verdict.PASS)) == ONE_WINS
    assert Event.objects.filter(code="reviews.seat.handed_in").count() == 1
    assert Signature.objects.filter(meaning=Meaning.REVIEWED).count() == 1


def two_last_reviewers(verdict):
    """A round in which one has handed in and two are about to."""
    round_ = make.an_open_round()
    make.hand_in(make.seat_of(round_, REVIEWING[0]), verdict=Verdict.PASS)
    last = [make.seat_of(round_, kind) for kind in REVIEWING[1:]]
    for seat in last:
        make.fill_checklist(seat)
        if verdict == Verdict.PASS_WITH_COMMENTS:
            make.a_comment(seat)
    runs = [handing_in(the_seat(seat.pk), verdict) for seat in last]
    return round_, runs


@pytest.mark.parametrize(
    ("verdict", "state", "code"),
    [
        (Verdict.PASS_WITH_COMMENTS, RoundState.REVISING, "reviews.round.revising"),
        (Verdict.PASS, RoundState.SIGNING, "reviews.round.signing"),
    ],
)
def test_the_last_two_reviewers_at_once_move_the_round_on_once(verdict, state, code):
    round_, runs = two_last_reviewers(verdict)
    assert race(*runs) == {WON: 2}
    round_.refresh_from_db()
    assert round_.state == state
    assert Event.objects.filter(code=code).count() == 1
    wanted = VersionState.DRAFT if state == RoundState.REVISING else VersionState.IN_REVIEW
    assert SopVersion.objects.get(pk=round_.version_id).state == wanted


def test_without_the_locks_the_last_two_reviewers_leave_the_round_stuck(monkeypatch):
    """Shows that the test above can fail."""
    round_, runs = two_last_reviewers(Verdict.PASS_WITH_COMMENTS)
    # Two events of one number in the chain is one more way in which it shows.
    with without_locks(monkeypatch), suppress(IntegrityError):
        race(*runs, line='INSERT INTO "audit_event"')
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN


def test_handing_in_against_withdrawing_leaves_one_truth():
    round_, runs = two_last_reviewers(Verdict.PASS)
    mine, lead = the_round(round_.pk), round_.project.lead
    race(runs[0], lambda: actions.withdraw_round(mine, reason="范围有变", actor=lead, at=NOON))
    round_.refresh_from_db()
    assert round_.state == RoundState.WITHDRAWN
    assert SopVersion.objects.get(pk=round_.version_id).state == VersionState.DRAFT


def test_the_revision_is_finished_once():
    round_ = make.a_round_in_revision()
    lead = round_.project.lead
    for comment in round_.comments.all():
        actions.answer_comment(comment, disposition="accepted", reply="已修改", actor=lead, at=NOON)

    def finish(mine):
        actions.finish_revision(mine, actor=lead, at=NOON)

    assert twice(finish, lambda: the_round(round_.pk)) == ONE_WINS
    round_.refresh_from_db()
    assert round_.state == RoundState.SIGNING
    assert SopVersion.objects.get(pk=round_.version_id).state == VersionState.IN_REVIEW


def test_a_department_countersigns_once():
    version, other = a_draft(), a_department(head=a_user("会签负责人"))
    version.project.departments.add(other)
    round_ = make.a_round_to_sign(version=version)
    seat = make.seat_of(round_, SeatKind.COUNTERSIGN)

    def countersign(mine):
        actions.countersign(mine, password=PASSWORD, actor=mine.holder, at=NOON)

    assert twice(countersign, lambda: the_seat(seat.pk)) == ONE_WINS
    assert Signature.objects.filter(meaning=Meaning.COUNTERSIGNED).count() == 1
    assert Event.objects.filter(code="reviews.seat.countersigned").count() == 1


def test_two_departments_countersign_at_once():
    version = a_draft()
    for name in ("甲负责人", "乙负责人"):
        version.project.departments.add(a_department(head=a_user(name)))
    round_ = make.a_round_to_sign(version=version)
    seats = list(round_.seats.filter(kind=SeatKind.COUNTERSIGN).select_related("holder"))

    def countersign(mine):
        return lambda: actions.countersign(mine, password=PASSWORD, actor=mine.holder, at=NOON)

    assert race(*map(countersign, seats)) == {WON: 2}
    make.sign_off(round_)
    assert SopVersion.objects.get(pk=version.pk).label == "V1.0"


def test_the_head_signs_once():
    round_ = make.a_round_to_sign()
    seat = make.seat_of(round_, SeatKind.HEAD)

    def sign(mine):
        actions.sign_off(mine, password=PASSWORD, actor=mine.holder, at=NOON)

    assert twice(sign, lambda: the_seat(seat.pk)) == ONE_WINS
    version = SopVersion.objects.get(pk=round_.version_id)
    assert (version.state, version.label) == (VersionState.APPROVED, "V1.0")
    assert Project.objects.get(pk=round_.project_id).stage == Stage.PILOT
    assert Signature.objects.filter(meaning=Meaning.APPROVED).count() == 1


def test_signing_against_declining_leaves_one_truth():
    round_ = make.a_round_to_sign()
    seat = make.seat_of(round_, SeatKind.HEAD)
    mine, other = the_seat(seat.pk), the_seat(seat.pk)
    told = race(
        lambda: actions.sign_off(mine, password=PASSWORD, actor=mine.holder, at=NOON),
        lambda: actions.decline(other, reason="时限不对", actor=other.holder, at=NOON),
    )
    assert told == ONE_WINS
    round_.refresh_from_db()
    state = SopVersion.objects.get(pk=round_.version_id).state
    assert (round_.state, state) in {
        (RoundState.PASSED, VersionState.APPROVED),
        (RoundState.REVISING, VersionState.DRAFT),
    }


def test_writing_a_step_against_handing_the_draft_in_waits_for_nobody_twice():
    """The author's step points at the project that the lead has locked: no deadlock."""
    version = a_draft()
    people = [a_user(name) for name in ("业务专家", "一线操作者", "合规人员")]
    seats = [SeatPlan(kind, who, make.DUE) for kind, who in zip(REVIEWING, people, strict=True)]
    project, lead = Project.objects.get(pk=version.project_id), version.project.lead
    told = race(
        lambda: actions.open_round(project, actor=lead, at=NOON, seats=seats, sign_by=make.SIGN_BY),
        lambda: sops.add_step(
            version, title="回访", actor=lead, at=NOON, action="三日内回访客户。", position=None
        ),
    )
    assert told[WON] >= 1
    fresh = SopVersion.objects.get(pk=version.pk)
    shown = [one["title"] for one in (fresh.frozen or {"steps": []})["steps"]]
    written = fresh.steps.filter(title="回访").exists()
    assert fresh.state == VersionState.DRAFT or written == ("回访" in shown)
