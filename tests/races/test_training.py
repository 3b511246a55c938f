"""Stage 7: release, taking effect, the exam; and an existing SOP brought into force."""

import pytest

from projects.enums import Stage
from projects.models import Project
from sopman.audit.models import Event
from sopman.notifications.models import Notice
from sops.enums import VersionState
from sops.models import Sop, SopVersion
from tests.factories import sops as documents
from tests.factories import training as make
from tests.factories.people import a_department, a_user
from tests.races.racing import ONE_WINS, WON, race, twice
from training import actions
from training.enums import AttemptState, ReleaseState
from training.models import Answer, Attempt, Exam, Release

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def fetching(release):
    return lambda: Release.objects.for_page().get(pk=release.pk)


def the_attempt(attempt):
    return Attempt.objects.select_related("user", "exam__release").get(pk=attempt.pk)


def test_a_version_is_released_once():
    release = make.a_prepared_release()
    lead = release.project.lead
    assert twice(lambda mine: make.publish(mine, actor=lead), fetching(release)) == ONE_WINS
    release.refresh_from_db()
    assert release.state == ReleaseState.RELEASED
    told = Notice.objects.filter(code="training.release.published")
    assert told.count() == len(release.readers)


def test_a_version_takes_effect_once():
    release = make.a_released_version()

    def take_effect(mine):
        return WON if actions.take_effect(mine, at=make.ON_THE_DAY) else "nothing to do"

    assert twice(take_effect, fetching(release)) == {WON: 1, "nothing to do": 1}
    assert make.version_of(release).state == VersionState.EFFECTIVE
    assert Project.objects.get(pk=release.project_id).stage == Stage.CLOSED
    assert Event.objects.filter(code="sops.sopversion.effective").count() == 1


def test_taking_effect_against_calling_off_leaves_one_truth():
    release = make.a_released_version()
    project = Project.objects.get(pk=release.project_id)
    mine = fetching(release)()

    def cancel():
        from projects import actions as projects

        projects.cancel(project, reason="不再需要", actor=project.lead, at=make.ON_THE_DAY)

    race(lambda: actions.take_effect(mine, at=make.ON_THE_DAY) and WON, cancel)
    release.refresh_from_db()
    version, stage = make.version_of(release).state, Project.objects.get(pk=project.pk).stage
    assert (version, stage) in {
        (VersionState.EFFECTIVE, Stage.CLOSED),
        (VersionState.DROPPED, Stage.CANCELLED),
    }


def test_two_starts_give_one_attempt():
    release = make.a_released_version()
    reader = release.readers[0]
    make.teach(release, [reader])

    def start(exam):
        return str(actions.start_attempt(exam, actor=reader, at=make.TAUGHT_AT).pk)

    told = twice(start, lambda: Exam.objects.get(release=release))
    attempt = Attempt.objects.get(user=reader)
    assert told == {str(attempt.pk): 2}  # the second is given the running one
    assert Event.objects.filter(code="training.attempt.started").count() == 1


def test_an_exam_is_handed_in_once():
    attempt = make.an_open_attempt()
    make.answer_all(attempt)

    def hand_in(mine):
        actions.hand_in(mine, actor=mine.user, at=make.TAUGHT_AT)

    assert twice(hand_in, lambda: the_attempt(attempt)) == {WON: 2}
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == (AttemptState.HANDED_IN, True)
    assert Event.objects.filter(code="training.attempt.handed_in").count() == 1


def test_handing_in_against_saving_marks_what_was_saved():
    attempt = make.an_open_attempt()
    make.answer_all(attempt)
    asked = attempt.paper[0]
    key = attempt.key[asked["item"]]
    wrong = [one["option"] for one in asked["options"] if one["option"] not in key][:1]
    mine, other = the_attempt(attempt), the_attempt(attempt)
    told = race(
        lambda: actions.hand_in(mine, actor=mine.user, at=make.TAUGHT_AT),
        lambda: actions.save_answer(
            other, item=asked["item"], choice=wrong, seq=2, actor=other.user, at=make.TAUGHT_AT
        ),
    )
    kept = Answer.objects.get(attempt=attempt, item=asked["item"]).choice
    attempt.refresh_from_db()
    assert told[WON] >= 1
    assert (attempt.score == 100) == (kept != wrong)


def test_the_same_save_twice_keeps_one_answer():
    attempt = make.an_open_attempt()
    asked = attempt.paper[0]
    options = [one["option"] for one in asked["options"]]
    choices = iter([options[:1], options[1:2]])

    def save(mine):
        actions.save_answer(
            mine, item=asked["item"], choice=next(choices), seq=1, actor=mine.user,
            at=make.TAUGHT_AT,
        )  # fmt: skip

    assert twice(save, lambda: the_attempt(attempt)) == {WON: 2}
    kept = Answer.objects.get(attempt=attempt, item=asked["item"])
    assert kept.seq == 1
    assert kept.choice in (options[:1], options[1:2])


def test_an_old_number_comes_into_force_once():
    department = a_department(head=a_user())
    owners = iter([a_user(), a_user()])

    def bring(_nothing):
        documents.an_imported_sop(department=department, owner=next(owners), number="OLD-1")

    told = twice(bring, lambda: None, line='INSERT INTO "sops_sop"')
    assert told == ONE_WINS
    assert Sop.objects.filter(number="OLD-1").count() == 1
    assert SopVersion.objects.filter(state=VersionState.EFFECTIVE).count() == 1
