"""A review from the draft to the signature, and everything that is refused on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from projects.enums import Kind, Stage
from projects.models import Project
from reviews import actions
from reviews.actions.rounds import SeatPlan
from reviews.enums import REVIEWING, CommentClass, RoundState, SeatKind, Verdict
from reviews.models import Comment, Round
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.notifications.models import Notice
from sopman.signatures.models import Signature
from sops.enums import VersionState
from tests.factories.people import PASSWORD, a_department, a_deputy, a_user
from tests.factories.projects import NOON
from tests.factories.reviews import (
    DUE,
    SIGN_BY,
    a_comment,
    a_round_in_revision,
    a_round_to_sign,
    an_open_round,
    fill_checklist,
    hand_in,
    hand_in_all,
    seat_of,
    sign_off,
)
from tests.factories.sops import a_draft, a_drafting_project

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def test_opening_moves_version_and_project_and_asks_the_reviewers():
    round_ = an_open_round()

    assert round_.version.state == VersionState.IN_REVIEW
    assert Project.objects.get(pk=round_.project_id).stage == Stage.REVIEW
    assert {seat.kind for seat in round_.seats.all()} == {*REVIEWING, SeatKind.HEAD}
    assert Notice.objects.filter(code="reviews.seat.asked").count() == 3


def test_the_departments_concerned_countersign_through_their_heads():
    other = a_department(head=a_user("协同部门负责人"))
    project = a_drafting_project()
    project.departments.add(other)

    round_ = an_open_round(version=a_draft(project=project))

    assert seat_of(round_, SeatKind.COUNTERSIGN).holder == other.head


def refused_opening(why, *, reviewers=None, due=DUE, sign_by=SIGN_BY, actor=None, version=None):
    version = version or a_draft()
    project = version.project
    people = reviewers(version) if reviewers else [a_user() for _ in REVIEWING]
    seats = [SeatPlan(kind, who, due) for kind, who in zip(REVIEWING, people, strict=True)]
    with pytest.raises(Refused, match=why):
        actions.open_round(
            project, actor=actor or project.lead, at=NOON, seats=seats, sign_by=sign_by
        )
    assert not Round.objects.exists()
    assert Project.objects.get(pk=project.pk).stage == Stage.DRAFTING


def test_an_author_does_not_review():
    refused_opening(
        "is an author", reviewers=lambda version: [version.authors.first(), a_user(), a_user()]
    )


def test_somebody_who_left_does_not_review():
    refused_opening(
        "has left", reviewers=lambda version: [a_user(is_active=False), a_user(), a_user()]
    )


def test_the_approver_is_not_the_only_reviewer():
    refused_opening(
        "can't be the only reviewer",
        reviewers=lambda version: [version.sop.owning_department.head] * 3,
    )


def test_reviewers_get_at_least_until_tomorrow():
    refused_opening("until tomorrow", due=NOON.date())


def test_signatures_come_after_the_reviews():
    refused_opening("after the last review", sign_by=DUE - timedelta(days=1))


def test_an_incomplete_draft_is_not_reviewed():
    refused_opening("Write the section", version=a_draft(complete=False))


def test_only_the_lead_opens():
    version = a_draft()
    seats = [SeatPlan(kind, a_user(), DUE) for kind in REVIEWING]
    with pytest.raises(PermissionDenied):
        actions.open_round(version.project, actor=a_user(), at=NOON, seats=seats, sign_by=SIGN_BY)


def test_a_version_is_not_reviewed_twice_at_once():
    round_ = an_open_round()
    with pytest.raises(Refused, match="reviewed already"):
        an_open_round(version=round_.version)


def test_one_person_may_hold_all_three_seats():
    reviewer = a_user()
    round_ = an_open_round(reviewers=[reviewer] * 3)
    assert {seat.holder for seat in round_.seats.reviewing()} == {reviewer}


def test_comments_are_private_until_handed_in():
    round_ = an_open_round()
    seat = seat_of(round_, SeatKind.FRONTLINE)
    comment = a_comment(seat)
    lead = round_.project.lead

    assert comment not in Comment.objects.visible_to(lead)
    assert comment in Comment.objects.visible_to(seat.holder)

    hand_in(seat, at=LATER)
    assert comment in Comment.objects.visible_to(lead)


def test_a_comment_keeps_the_identity_of_its_step():
    round_ = an_open_round()
    step = round_.version.steps.first()
    comment = a_comment(seat_of(round_, SeatKind.BUSINESS), sop_step=step)

    assert comment.step == step.step
    assert comment.place == step.title


def test_the_checklist_comes_before_the_hand_in():
    seat = seat_of(an_open_round(), SeatKind.COMPLIANCE)
    with pytest.raises(Refused, match="checklist"):
        actions.hand_in(seat, verdict=Verdict.PASS, password=PASSWORD, actor=seat.holder, at=NOON)


def test_a_no_says_why():
    seat = seat_of(an_open_round(), SeatKind.FRONTLINE)
    with pytest.raises(Refused, match="what is missing"):
        actions.answer_questions(seat, answers=[("doable", "no", " ")], actor=seat.holder)


def test_who_disagrees_says_what_must_be_fixed():
    seat = seat_of(an_open_round(), SeatKind.FRONTLINE)
    fill_checklist(seat)
    with pytest.raises(Refused, match="must fix"):
        actions.hand_in(seat, verdict=Verdict.FAIL, password=PASSWORD, actor=seat.holder, at=NOON)


def test_a_must_fix_is_not_an_agreement():
    seat = seat_of(an_open_round(), SeatKind.FRONTLINE)
    a_comment(seat, kind=CommentClass.MUST_FIX)
    fill_checklist(seat)
    with pytest.raises(Refused, match="another verdict"):
        actions.hand_in(seat, verdict=Verdict.PASS, password=PASSWORD, actor=seat.holder, at=NOON)


def test_a_wrong_password_hands_nothing_in():
    seat = seat_of(an_open_round(), SeatKind.FRONTLINE)
    fill_checklist(seat)
    with pytest.raises(Refused, match="password is wrong"):
        actions.hand_in(seat, verdict=Verdict.PASS, password="x", actor=seat.holder, at=NOON)
    seat.refresh_from_db()
    assert seat.handed_in_at is None


def test_nobody_hands_in_for_another_not_even_a_deputy():
    seat = seat_of(an_open_round(), SeatKind.FRONTLINE)
    deputy = a_user()
    a_deputy(seat.holder, deputy)
    fill_checklist(seat)
    for stranger in (deputy, a_user()):
        with pytest.raises(PermissionDenied):
            actions.hand_in(seat, verdict=Verdict.PASS, password=PASSWORD, actor=stranger, at=NOON)


def test_when_all_agree_the_signatures_are_asked_for():
    round_ = a_round_to_sign()
    assert round_.state == RoundState.SIGNING
    assert round_.version.state == VersionState.IN_REVIEW
    assert Notice.objects.filter(code="reviews.seat.sign").count() == 1


def test_the_last_review_starts_three_working_days():
    round_ = a_round_in_revision()
    round_.version.refresh_from_db()

    assert round_.state == RoundState.REVISING
    assert round_.version.state == VersionState.DRAFT
    assert round_.revision_due_at.astimezone().date().isoformat() >= "2026-03-05"


def test_the_revision_ends_when_every_comment_has_its_answer():
    round_ = a_round_in_revision()
    lead = round_.project.lead
    with pytest.raises(Refused, match="has no answer"):
        actions.finish_revision(round_, actor=lead, at=LATER)

    comment = round_.comments.get()
    with pytest.raises(Refused, match="reason"):
        actions.answer_comment(comment, disposition="rejected", reply=" ", actor=lead, at=LATER)
    actions.answer_comment(
        comment, disposition="accepted", reply="已改为 10 分钟", actor=lead, at=LATER
    )
    actions.finish_revision(round_, actor=lead, at=LATER)

    round_.refresh_from_db()
    round_.version.refresh_from_db()
    assert (round_.state, round_.version.state) == (RoundState.SIGNING, VersionState.IN_REVIEW)
    assert round_.content_sha256 == round_.version.content_sha256


def test_a_reviewer_does_not_answer_the_own_comment():
    round_ = a_round_in_revision()
    comment = round_.comments.get()
    with pytest.raises(PermissionDenied):
        actions.answer_comment(
            comment, disposition="accepted", reply="好", actor=comment.seat.holder, at=LATER
        )


def revised(round_, at=LATER):
    lead = round_.project.lead
    for comment in Comment.objects.handed_in().filter(round=round_, disposition=""):
        actions.answer_comment(comment, disposition="accepted", reply="已改", actor=lead, at=at)
    return actions.finish_revision(round_, actor=lead, at=at)


def a_disagreement():
    round_ = an_open_round()
    seat = seat_of(round_, SeatKind.COMPLIANCE)
    a_comment(seat, kind=CommentClass.MUST_FIX)
    hand_in(seat, verdict=Verdict.FAIL, at=NOON + timedelta(minutes=1))
    for kind in (SeatKind.BUSINESS, SeatKind.FRONTLINE):
        hand_in(seat_of(round_, kind), at=NOON + timedelta(minutes=2))
    return Round.objects.get(pk=round_.pk)


def test_who_disagreed_is_asked_again_before_the_head_signs():
    round_ = revised(a_disagreement())
    with pytest.raises(Refused, match="does not agree"):
        sign_off(round_, at=LATER)

    hand_in(seat_of(round_, SeatKind.COMPLIANCE), at=LATER + timedelta(minutes=5))
    sign_off(round_, at=LATER + timedelta(minutes=6))
    assert Round.objects.get(pk=round_.pk).state == RoundState.PASSED


def test_a_second_disagreement_starts_the_revision_again():
    round_ = revised(a_disagreement())
    seat = seat_of(round_, SeatKind.COMPLIANCE)
    a_comment(seat, kind=CommentClass.MUST_FIX, text="还缺一项", at=LATER + timedelta(minutes=1))
    hand_in(seat, verdict=Verdict.FAIL, at=LATER + timedelta(minutes=5))
    assert Round.objects.get(pk=round_.pk).state == RoundState.REVISING


def test_an_editorial_correction_goes_to_the_head_alone():
    version = a_draft(project=a_drafting_project())
    Project.objects.filter(pk=version.project_id).update(kind=Kind.EDITORIAL)
    project = Project.objects.get(pk=version.project_id)
    project.departments.add(a_department(head=a_user()))

    round_ = actions.open_round(project, actor=project.lead, at=NOON, seats=[], sign_by=SIGN_BY)

    round_.refresh_from_db()
    assert round_.state == RoundState.SIGNING
    assert [seat.kind for seat in round_.seats.all()] == [SeatKind.HEAD]
    sign_off(round_)
    assert Round.objects.get(pk=round_.pk).state == RoundState.PASSED


def test_after_a_long_revision_nobody_is_overdue_when_asked_to_sign():
    late = NOON + timedelta(days=30)
    round_ = revised(a_disagreement(), at=late)
    head = seat_of(round_, SeatKind.HEAD)
    assert head.due_on > late.date()
    assert head.first_due_on == SIGN_BY


def test_the_head_makes_it_official_and_the_project_moves_on():
    round_ = a_round_to_sign()
    sign_off(round_)
    round_.refresh_from_db()
    version = round_.version
    version.refresh_from_db()

    assert round_.state == RoundState.PASSED
    assert (version.state, version.label) == (VersionState.APPROVED, "V1.0")
    assert Project.objects.get(pk=round_.project_id).stage == Stage.PILOT
    assert version.approval.content_sha256 == version.content_sha256


def test_the_head_waits_for_the_countersigning_departments():
    other = a_department("协同部门", head=a_user())
    project = a_drafting_project()
    project.departments.add(other)
    round_ = hand_in_all(an_open_round(version=a_draft(project=project)))
    with pytest.raises(Refused, match="Not countersigned yet"):
        sign_off(round_)

    seat = seat_of(round_, SeatKind.COUNTERSIGN)
    actions.countersign(seat, password=PASSWORD, actor=seat.holder, at=NOON)
    sign_off(round_)
    assert Round.objects.get(pk=round_.pk).state == RoundState.PASSED


def test_a_deputy_signs_and_both_names_stand_on_the_record():
    round_ = a_round_to_sign()
    seat, deputy = seat_of(round_, SeatKind.HEAD), a_user("代理人")
    a_deputy(seat.holder, deputy)
    actions.sign_off(seat, password=PASSWORD, actor=deputy, at=NOON)
    signature = Signature.objects.get(meaning="approved")
    assert (signature.signer, signature.on_behalf_of) == (deputy, seat.holder)


def test_an_author_never_signs_as_deputy():
    round_ = a_round_to_sign()
    seat, author = seat_of(round_, SeatKind.HEAD), round_.version.authors.first()
    a_deputy(seat.holder, author)
    with pytest.raises(PermissionDenied):
        actions.sign_off(seat, password=PASSWORD, actor=author, at=NOON)


def test_a_stale_page_is_not_signed():
    round_ = a_round_to_sign()
    seat = seat_of(round_, SeatKind.HEAD)
    with pytest.raises(Refused, match="changed since"):
        actions.sign_off(seat, password=PASSWORD, actor=seat.holder, at=NOON, shown_sha256="0" * 64)
    assert not Signature.objects.filter(meaning="approved").exists()


def test_declining_starts_the_revision_and_voids_the_countersignature():
    other = a_department(head=a_user())
    project = a_drafting_project()
    project.departments.add(other)
    round_ = hand_in_all(an_open_round(version=a_draft(project=project)))
    countersigner = seat_of(round_, SeatKind.COUNTERSIGN)
    actions.countersign(countersigner, password=PASSWORD, actor=countersigner.holder, at=NOON)
    head = seat_of(round_, SeatKind.HEAD)

    actions.decline(head, reason="缺少升级路径", actor=head.holder, at=LATER)

    countersigner.refresh_from_db()
    assert countersigner.signature is None
    assert Round.objects.get(pk=round_.pk).state == RoundState.REVISING
    assert round_.comments.needing_answer().get().text == "缺少升级路径"
    assert Event.objects.filter(code="reviews.seat.signature_void").count() == 1
