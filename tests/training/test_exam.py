"""The attempt: its machine, its secrets, its clock, forged saves."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sopman.core.errors import Refused
from sopman.lifecycle import fire
from tests.factories import training as make
from tests.factories.people import a_controller, a_user
from training import actions, grading, tasks
from training.enums import AttemptState
from training.models import Attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return make.a_released_version()


@pytest.fixture
def attempt(release):
    return make.an_open_attempt(release)


def fresh(row):
    return Attempt.objects.get(pk=row.pk)


def open_now(release):
    """An attempt by the wall clock, for tests through pages."""
    make.teach(release, at=timezone.now())
    return actions.start_attempt(release.exam, actor=release.readers[0], at=timezone.now())


# The machine, every state and every move.


@pytest.mark.parametrize("state", AttemptState.values)
@pytest.mark.parametrize("move", ["to_handed_in", "to_expired"])
def test_only_a_running_attempt_ends_and_only_once(attempt, state, move):
    ended = {"score": 50, "passed": False, "finished_at": make.TAUGHT_AT}
    if state != AttemptState.RUNNING:
        Attempt.objects.filter(pk=attempt.pk).update(state=state, **ended)
    row = fresh(attempt)
    if state == AttemptState.RUNNING:
        fire(getattr(row, move), actor=None, at=make.TAUGHT_AT, score=70)
        assert (fresh(row).score, fresh(row).passed) == (70, True)
    else:
        with pytest.raises(Refused):
            fire(getattr(row, move), actor=None, at=make.TAUGHT_AT, score=70)
        assert fresh(row).score == 50


def test_nobody_but_the_examinee_hands_in_and_nobody_expires_it(attempt):
    with pytest.raises(PermissionDenied):
        fire(attempt.to_handed_in, actor=a_user(), at=make.TAUGHT_AT, score=100)
    with pytest.raises(PermissionDenied):
        fire(fresh(attempt).to_expired, actor=attempt.user, at=make.TAUGHT_AT, score=100)


# When it opens.


def test_the_exam_is_shut_before_the_training(release):
    with pytest.raises(Refused, match="attended the training"):
        actions.start_attempt(release.exam, actor=release.readers[0], at=make.TAUGHT_AT)
    session = actions.plan_session(
        release, starts_at=make.PLANNED_AT, place="会议室", trainer=release.project.lead,
        actor=release.project.lead, at=make.PLANNED_AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="four contents first"):
        actions.record_attendance(
            session, people=release.readers, actor=release.project.lead, at=make.TAUGHT_AT
        )


def test_who_knows_the_questions_does_not_sit_it(release):
    controller = a_controller()
    for person in (release.project.lead, controller):
        with pytest.raises(Refused, match="count as qualified"):
            actions.start_attempt(release.exam, actor=person, at=make.TAUGHT_AT)


def test_a_second_start_gives_the_running_attempt_back(release, attempt):
    again = actions.start_attempt(release.exam, actor=attempt.user, at=make.TAUGHT_AT)
    assert again.pk == attempt.pk
    assert (again.deadline, again.paper) == (attempt.deadline, attempt.paper)


def test_attempts_are_used_up_and_passed_is_passed(release):
    first, second = release.readers
    for _n in range(2):
        row = make.an_open_attempt(release, first)
        actions.hand_in(row, actor=first, at=make.TAUGHT_AT)
    with pytest.raises(Refused, match="used all attempts"):
        actions.start_attempt(release.exam, actor=first, at=make.TAUGHT_AT)
    assert make.pass_exam(release, second).passed
    with pytest.raises(Refused, match="have passed"):
        actions.start_attempt(release.exam, actor=second, at=make.TAUGHT_AT)


# Time.


def test_the_deadline_is_the_first_moment_too_late(attempt):
    item = attempt.paper[0]
    choice = [item["options"][0]["option"]]
    just = attempt.deadline - timedelta(microseconds=1)
    actions.save_answer(
        attempt, item=item["item"], choice=choice, seq=1, actor=attempt.user, at=just
    )
    with pytest.raises(Refused, match="time is up"):
        actions.save_answer(
            attempt, item=item["item"], choice=[], seq=2, actor=attempt.user, at=attempt.deadline
        )
    assert attempt.answers.get().choice == choice


def test_handing_in_at_the_deadline_counts_what_was_saved(attempt):
    make.answer_all(attempt)
    done = actions.hand_in(attempt, actor=attempt.user, at=attempt.deadline)
    assert (done.state, done.score, done.finished_at) == ("expired", 100, attempt.deadline)


def test_the_sweep_closes_what_is_overdue_and_twice_is_once(attempt):
    make.answer_all(attempt)
    tasks.overdue_attempts(at=attempt.deadline - timedelta(seconds=1))
    assert fresh(attempt).state == "running"
    late = attempt.deadline + timedelta(hours=5)  # the clockwork stood still
    tasks.overdue_attempts(at=late)
    tasks.overdue_attempts(at=late)
    done = fresh(attempt)
    assert (done.state, done.finished_at, done.score) == ("expired", attempt.deadline, 100)


def test_without_the_sweep_the_next_touch_closes(client_for, attempt):
    client = client_for(attempt.user)  # its time is long over by the wall clock
    page = client.get(reverse("training:attempt", args=[attempt.pk]))
    assert page.url == reverse("training:result", args=[attempt.pk])
    assert fresh(attempt).state == "expired"


# Forged saves.


def save(client, attempt, **data):
    return client.post(reverse("training:save", args=[attempt.pk]), data)


def test_forged_saves_change_nothing(client_for, release):
    row = open_now(release)
    mine, other = client_for(row.user), client_for(release.readers[1])
    item, option = row.paper[0]["item"], row.paper[0]["options"][0]["option"]
    foreign = row.paper[1]["options"][0]["option"]
    assert save(other, row, question=item, choice=option, seq=1).status_code == 404
    for bad in (
        {"question": "i00000000", "choice": option, "seq": 1},
        {"question": item, "choice": foreign, "seq": 1},
        {"question": item, "choice": option, "seq": 0},
        {"question": item, "choice": option, "seq": -3},
        {"question": item, "choice": option, "seq": 10**9},
        {"question": item, "choice": option, "seq": "²"},
        {"question": item, "choice": option},
    ):
        reply = save(mine, row, **bad)
        assert reply.status_code == 409
        assert reply.json() == {"closed": False}
    assert not row.answers.exists()


def test_a_later_save_wins_whatever_comes_first(client_for, release):
    row = open_now(release)
    client, asked = client_for(row.user), row.paper[0]
    one, two = (option["option"] for option in asked["options"][:2])
    assert save(client, row, question=asked["item"], choice=two, seq=5).status_code == 200
    assert save(client, row, question=asked["item"], choice=one, seq=4).status_code == 409
    assert save(client, row, question=asked["item"], choice=two, seq=5).status_code == 200
    assert row.answers.get().choice == [two]


def test_a_closed_attempt_takes_no_answer(client_for, release):
    row = open_now(release)
    actions.hand_in(row, actor=row.user, at=timezone.now())
    asked = row.paper[0]
    reply = save(client_for(row.user), row, question=asked["item"], choice="", seq=1)
    assert (reply.status_code, reply.json()) == (409, {"closed": True})
    assert not row.answers.exists()


# Secrets.


def test_no_page_of_an_open_exam_tells_the_key(client_for, release):
    for question in release.questions.all():
        question.explanation = "WHY-CANARY"
        question.save()
    row = open_now(release)
    client = client_for(row.user)
    names = ("training:attempt", "training:hand_in")
    pages = [client.get(reverse(name, args=[row.pk])) for name in names]
    pages += [
        client.get(reverse("training:attempt", args=[row.pk]), {"item": n}) for n in (1, 2, 3)
    ]
    pages += [client.get(reverse("training:exam", args=[release.exam.pk]))]
    pages += [client.get(reverse("training:mine"))]
    said = " ".join(page.content.decode() for page in pages)
    assert said.count("多久之内首次联系客户") >= 1
    for secret in ("CANARY", "is_correct", "explanation", '"key"'):
        assert secret not in said
    assert client.get(reverse("training:bank", args=[release.pk])).status_code == 403


def test_right_and_wrong_saves_get_the_same_answer(client_for, release):
    row = open_now(release)
    client = client_for(row.user)
    shapes = set()
    for asked in row.paper:
        for seq, option in enumerate(asked["options"], 1):
            reply = save(client, row, question=asked["item"], choice=option["option"], seq=seq)
            body = json.loads(reply.content)
            shapes.add((reply.status_code, tuple(sorted(body)), len(str(body["saved_at"]))))
    assert shapes == {(200, ("saved_at", "seq"), 8)}


def test_the_paper_is_delivered_without_its_key(attempt):
    said = json.dumps(attempt.paper)
    assert "correct" not in said
    assert {len(one) for one in attempt.paper} == {5}
    assert all(set(one["options"][0]) == {"option", "text"} for one in attempt.paper)


def test_the_result_leads_to_the_step_and_not_to_the_answer(client_for, release):
    row = open_now(release)
    make.answer_all(row, right=False, at=timezone.now())
    actions.hand_in(row, actor=row.user, at=timezone.now())
    page = client_for(row.user).get(reverse("training:result", args=[row.pk])).content.decode()
    step = release.version.steps.first()
    assert f"#step-{step.step_id}" in page
    assert "多久之内首次联系客户" in page
    assert "10 分钟" not in page.split("</header>")[-1]


# Closed book.


def test_the_text_is_shut_on_every_road_while_the_exam_is_open(client_for, release):
    row = open_now(release)
    version, client = release.version, client_for(row.user)
    step = version.steps.first().step_id
    roads = [
        reverse("sops:read", args=[version.sop_id]),
        reverse("sops:version", args=[version.pk]),
        reverse("documents:deliver", args=["sops.sop", version.pk]),
        reverse("training:questions", args=[version.sop_id]),
        reverse("training:ask", args=[version.pk]),
        reverse("processes:step", args=[step]),
        reverse("documents:deliver", args=["training.record", release.pk]),
    ]
    for road in roads:
        assert client.get(road).status_code == 409, road
    assert client.post(f"{roads[2]}?format=docx").status_code == 409
    found = client.get(reverse("search:search"), {"q": "分钟"}).content.decode()
    assert "内完成" not in found
    other = client_for(release.readers[1])
    assert other.get(roads[0]).status_code == 200
    actions.hand_in(row, actor=row.user, at=timezone.now())
    assert client.get(roads[0]).status_code == 200


def test_at_the_deadline_the_text_opens_again(client_for, attempt):
    version = attempt.exam.release.version
    assert attempt.state == "running"  # over by the wall clock, not swept yet
    assert (
        client_for(attempt.user).get(reverse("sops:read", args=[version.sop_id])).status_code == 200
    )


# Marking.


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_the_score_never_passes_by_rounding(right):
    key = {str(n): ["a", "b"] for n in range(len(right))}
    choices = {str(n): ["b", "a"] if one else ["a"] for n, one in enumerate(right)}
    score = grading.score(key, choices)
    assert score <= 100 * sum(right) / len(right) < score + 1
    assert len(grading.wrong_items(key, choices)) == right.count(False)
