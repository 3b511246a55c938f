"""Nobody leaves before everything that hangs on them is handed over, in every app."""

import pytest
from django.urls import reverse

from pilots.models import Participant
from projects import actions as projects
from projects.enums import MemberRole
from projects.models import Project
from reviews.enums import SeatKind
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.people import actions
from sopman.people.reasons import hanging_on
from sops.actions import set_authors
from tests.factories import pilots, reviews, training
from tests.factories import sops as make
from tests.factories.people import a_department, a_user, an_administrator
from tests.factories.projects import NOON, a_project
from training.actions import plan_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    an_administrator()  # another one
    return an_administrator()


def a_lead():
    return a_project().lead


def a_member():
    project, person = a_project(), a_user()
    projects.add_member(
        project, actor=project.lead, at=NOON, user=person, role=MemberRole.AUTHOR, work="写"
    )
    return person


def an_owner():
    return make.an_imported_sop().sop.owner


def an_author():
    version, person = make.a_draft(), a_user()
    authors = [*version.authors.all(), person]
    set_authors(version, authors=authors, actor=version.project.lead, at=NOON)
    return person


def a_reviewer():
    return reviews.seat_of(reviews.an_open_round(), SeatKind.BUSINESS).holder


def a_participant():
    return pilots.a_running_pilot().participants.get().user


def a_consultant():
    person = a_user()
    release = training.a_planned_release()
    type(release).objects.filter(pk=release.pk).update(consultant=person, group_name="答疑群")
    return person


def a_trainer():
    release, person = training.a_released_version(), a_user()
    plan_session(
        release, starts_at=training.TAUGHT_AT, place="会议室", trainer=person,
        actor=release.project.lead, at=training.PLANNED_AT,
    )  # fmt: skip
    return person


def a_head():
    return a_department(head=a_user()).head


KINDS = [
    (a_lead, "Team lead of"),
    (a_member, "in "),
    (an_owner, "1 SOP"),
    (an_author, "Author of"),
    (a_reviewer, "Business expert"),
    (a_participant, "Part in the pilot"),
    (a_consultant, "Answers questions on"),
    (a_trainer, "Trainer of"),
    (a_head, "Head of"),
]


@pytest.mark.parametrize(("somebody", "words"), KINDS)
def test_an_account_is_not_closed_while_something_hangs_on_it(somebody, words, admin):
    leaver = somebody()

    with pytest.raises(Refused) as refused:
        actions.deactivate(leaver, reason="离职", actor=admin, at=NOON)

    said = [str(one) for one in refused.value.reasons]
    assert "Hand everything over" in said[0]
    assert any(words in one for one in said[1:])
    leaver.refresh_from_db()
    assert leaver.is_active


@pytest.mark.parametrize(("somebody", "words"), KINDS)
def test_after_the_hand_over_the_account_is_closed(somebody, words, admin):
    leaver, heir = somebody(), a_user()

    moved = actions.hand_over(leaver, heir, actor=admin, at=NOON)

    assert any(words in one for one in moved)
    assert hanging_on(leaver) == []
    actions.deactivate(leaver, reason="离职", actor=admin, at=NOON)
    assert any(words in one for one in hanging_on(heir))


def test_the_page_shows_what_hangs_on_the_person_before(client_for, admin):
    leaver = a_lead()
    page = client_for(admin).get(reverse("people:deactivate", args=[leaver.pk])).content.decode()
    assert Project.objects.get(lead=leaver).code in page
    assert reverse("people:hand_over", args=[leaver.pk]) in page


def test_an_author_never_becomes_reviewer_the_seat_stays_vacant_with_a_note(admin):
    round_ = reviews.an_open_round()
    seat = reviews.seat_of(round_, SeatKind.BUSINESS)

    said = actions.hand_over(seat.holder, round_.version.authors.first(), actor=admin, at=NOON)

    seat.refresh_from_db()
    assert seat.holder is None
    assert any("stays vacant" in one and "is an author" in one for one in said)
    assert "is an author" in Event.objects.filter(code="reviews.seat.filled").last().reason


def test_a_reviewer_never_becomes_author(admin):
    author = a_user()
    version = make.a_draft()
    lead = version.project.lead
    set_authors(version, authors=[lead, author], actor=lead, at=NOON)
    round_ = reviews.a_round_in_revision(version=version)
    reviewer = reviews.seat_of(round_, SeatKind.BUSINESS).holder

    said = actions.hand_over(author, reviewer, actor=admin, at=NOON)

    assert any("keeps its author" in one for one in said)
    assert reviewer not in version.authors.all()
    version.refresh_from_db()
    with pytest.raises(Refused, match="has a seat in its review"):
        set_authors(version, authors=[reviewer], actor=lead, at=NOON)


def test_a_role_that_the_successor_holds_is_taken_away_and_recorded_as_such(admin):
    leaver = a_member()
    project = leaver.memberships.get().project
    heir = a_user()
    projects.add_member(
        project, actor=project.lead, at=NOON, user=heir, role=MemberRole.AUTHOR, work="写"
    )

    actions.hand_over(leaver, heir, actor=admin, at=NOON)

    last = Event.objects.filter(code__startswith="projects.member.").last()
    assert (last.code, last.facts["user"]) == ("projects.member.removed", leaver.name)


def test_who_takes_part_already_goes_on_and_an_opinion_stays_on_record(admin):
    pilot = pilots.a_running_pilot()
    leaver = pilot.participants.get().user
    pilots.answer(pilot)
    heir = a_user()

    actions.hand_over(leaver, heir, actor=admin, at=NOON)

    assert list(Participant.objects.values_list("user", flat=True)) == [leaver.pk]
    assert hanging_on(leaver) == []
