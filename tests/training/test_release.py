"""Releasing, taking effect, readiness, roles; accuracy and questions."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.actions import cancel
from projects.enums import Stage
from projects.models import Project
from projects.stages import criteria_of
from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.signatures.enums import Meaning
from sopman.worklist import items_for
from sops.actions import make_effective
from sops.enums import VersionState
from sops.models import SopVersion
from tests.factories import sops
from tests.factories import training as make
from tests.factories.people import (
    a_controller,
    a_position,
    a_user,
    an_administrator,
    an_appointment,
    an_auditor,
)
from tests.factories.sops import a_version_in
from training import actions, queries, rules, tasks
from training.models import Acknowledgement, MonthlyAccuracy, Release

pytestmark = pytest.mark.django_db


def reload(row):
    return type(row).objects.get(pk=row.pk)


# Preparing.


def test_a_plan_begins_with_the_positions_of_charter_and_steps():
    release = make.a_planned_release()
    named = set(release.positions.values_list("pk", flat=True))
    assert set(release.version.steps.values_list("position", flat=True)) <= named
    again = actions.plan_release(release.project, actor=release.project.lead, at=make.PLANNED_AT)
    assert again.pk == release.pk


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda r: Release.objects.filter(pk=r.pk).update(consultant=None), "who answers"),
        (lambda r: r.positions.clear(), "positions that must know"),
        (lambda r: r.placements.all().delete(), "at least one channel"),
        (lambda r: r.questions.update(is_active=False), "the bank has 0"),
        (lambda r: r.exam.delete(), "Set the exam"),
    ],
)
def test_what_is_missing_is_said(spoil, sentence):
    release = make.a_prepared_release()
    assert Release.objects.prepared().filter(pk=release.pk).exists()
    spoil(release)
    assert not Release.objects.prepared().filter(pk=release.pk).exists()
    with pytest.raises(Refused, match=sentence):
        make.publish(reload(release))
    assert reload(release).version.state == VersionState.APPROVED


def test_a_date_in_the_past_and_a_second_release_are_refused():
    release = make.a_prepared_release()
    with pytest.raises(Refused, match="in the past"):
        make.publish(release, effective_on=date(2026, 3, 1))
    make.publish(release)
    with pytest.raises(Refused, match="released already"):
        make.publish(reload(release))


def test_who_releases():
    release = make.a_prepared_release()
    for person in (a_user(), an_administrator(), release.version.sop.owning_department.head):
        with pytest.raises(PermissionDenied):
            make.publish(release, actor=person)
    controller = a_controller()
    with pytest.raises(PermissionDenied):  # with a controller the lead no longer stands in
        make.publish(release, actor=release.project.lead)
    assert make.publish(release, actor=controller).state == "released"


# Taking effect.


def test_a_future_date_takes_effect_by_itself_and_closes_the_project():
    release = make.a_released_version()
    tasks.effective_dates(at=make.ON_THE_DAY - timedelta(days=1))
    assert reload(release).state == "released"
    tasks.effective_dates(at=make.ON_THE_DAY)
    assert reload(release).state == "in_force"
    assert make.version_of(release).state == VersionState.EFFECTIVE
    assert reload(release.project).stage == "closed"
    assert all(one.met for one in criteria_of(reload(release.project), "release"))


def test_twice_is_once_and_downtime_does_no_harm():
    release = make.a_released_version()
    late = make.ON_THE_DAY + timedelta(days=9)
    assert actions.take_effect(release, at=late)
    assert not actions.take_effect(release, at=late)
    moves = Event.objects.filter(code="training.release.in_force").count()
    assert moves == 1
    assert make.version_of(release).effective_on == make.EFFECTIVE_ON


def test_the_old_version_ends_in_the_same_transaction(monkeypatch):
    old = a_version_in(VersionState.EFFECTIVE)
    release = make.a_released_version(version=make.the_next_edition_of(old))

    def broken(*args, **kwargs):
        raise DatabaseError("the machine went down")

    monkeypatch.setattr("training.actions.release.close", broken)
    tasks.effective_dates(at=make.ON_THE_DAY)  # said in the log, nothing half-done
    assert reload(old).state == VersionState.EFFECTIVE
    assert make.version_of(release).state == VersionState.RELEASED
    monkeypatch.undo()
    tasks.effective_dates(at=make.ON_THE_DAY)
    assert reload(old).state == VersionState.SUPERSEDED
    assert make.version_of(release).state == VersionState.EFFECTIVE


def test_questions_taken_out_later_do_not_hold_up_the_day():
    release = make.a_released_version()
    release.questions.update(is_active=False)
    assert actions.take_effect(release, at=make.ON_THE_DAY)


def test_today_with_unready_readers_needs_a_signed_reason():
    release = make.a_prepared_release()
    today = timezone.localdate(make.PLANNED_AT)
    with pytest.raises(Refused, match="Only 0 %"):
        make.publish(release, effective_on=today)
    make.publish(release, effective_on=today, override_reason="监管要求立即执行")
    done = reload(release)
    assert done.state == "in_force"
    assert done.override.meaning == Meaning.OVERRIDDEN
    assert "监管要求立即执行" in done.override.content
    assert done.signature.meaning == Meaning.RELEASED


def test_a_cancelled_project_calls_the_release_off():
    release = make.a_released_version()
    cancel(release.project, reason="业务取消", actor=release.project.lead, at=make.TAUGHT_AT)
    assert reload(release).state == "called_off"
    assert not actions.take_effect(release, at=make.ON_THE_DAY)
    assert make.version_of(release).state == VersionState.DROPPED


# Readiness.


def test_readiness_counts_people_once_and_writers_as_qualified():
    release = make.a_released_version(readers=3)
    one, two, _three = release.readers
    lead = release.project.lead
    extra = a_position(department=release.project.owning_department)
    an_appointment(one, extra)  # a second position of the list
    an_appointment(lead, extra)
    actions.set_distribution(
        release, positions=[*release.positions.all(), extra], actor=lead, at=make.PLANNED_AT
    )
    for person in (one, two, lead):
        actions.acknowledge(release.version, actor=person, at=make.PLANNED_AT)
    make.pass_exam(release, one)
    found = queries.readiness(reload(release))
    assert len(found.readers) == 4
    assert (found.acknowledged, found.trained, found.passed) == (3, 1, 2)
    assert found.share == 50
    assert {r.user for r in found.readers if r.is_ready} == {one, lead}
    assert actions.remind_readers(release, actor=lead, at=make.TAUGHT_AT) == 2


def test_an_acknowledgement_is_once_and_for_ever():
    release = make.a_released_version()
    reader = release.readers[0]
    first = actions.acknowledge(release.version, actor=reader, at=make.PLANNED_AT)
    assert actions.acknowledge(release.version, actor=reader, at=make.ON_THE_DAY).pk == first.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        Acknowledgement.objects.filter(pk=first.pk).delete()
    with pytest.raises(Refused, match="released version"):
        actions.acknowledge(make.a_cleared_version(), actor=reader, at=make.PLANNED_AT)


# Who.


def test_roles_as_in_the_matrix():
    release = make.a_released_version()
    reader, lead = release.readers[0], release.project.lead
    head = release.project.owning_department.head
    member = release.project.memberships.exclude(user=lead).first().user
    auditor, admin, stranger = an_auditor(), an_administrator(), a_user()
    everybody = {"lead": lead, "head": head, "member": member, "reader": reader,
                 "auditor": auditor, "admin": admin, "stranger": stranger}  # fmt: skip

    def allowed(rule):
        return {name for name, one in everybody.items() if rule(release, one)}

    assert allowed(rules.may_prepare) == {"lead", "head"}
    assert allowed(rules.may_release) == {"lead"}
    assert allowed(rules.may_train) == {"lead", "head", "member"}
    assert allowed(rules.may_write_questions) == {"lead", "member"}
    assert allowed(rules.may_read_keys) == {"lead"}
    assert allowed(rules.may_see_results) == {"lead", "head", "auditor"}
    visible = {
        name for name, one in everybody.items()
        if SopVersion.objects.visible_to(one).filter(pk=release.version_id).exists()
    }  # fmt: skip
    assert visible == {"lead", "head", "member", "reader", "auditor"}


def test_what_waits_for_whom():
    release = make.a_prepared_release()
    reader, lead = release.readers[0], release.project.lead
    page = reverse("training:release", args=[release.project_id])
    assert page in {one.url for one in items_for(lead, make.PLANNED_AT)}
    make.publish(release)
    release = reload(release)
    assert page not in {one.url for one in items_for(lead, make.PLANNED_AT)}

    def waiting():
        return [one.url for one in items_for(reader, make.TAUGHT_AT)]

    assert waiting() == [reverse("sops:read", args=[release.version.sop_id])]
    actions.acknowledge(release.version, actor=reader, at=make.TAUGHT_AT)
    assert waiting() == []
    make.teach(release, [reader])
    assert waiting() == [reverse("training:exam", args=[release.exam.pk])]
    attempt = actions.start_attempt(release.exam, actor=reader, at=make.TAUGHT_AT)
    assert waiting() == [reverse("training:attempt", args=[attempt.pk])]
    make.answer_all(attempt)
    actions.hand_in(attempt, actor=reader, at=make.TAUGHT_AT)
    assert waiting() == []


# In use.


def test_accuracy_rules():
    release = make.in_force(make.a_released_version())
    sop, owner = release.version.sop, release.version.sop.owner
    now = make.ON_THE_DAY + timedelta(days=40)
    good = {"checked": 40, "correct": 38, "target": Decimal(95), "actor": owner, "at": now}

    def enter(month, **more):
        return actions.enter_accuracy(sop, month=month, **(good | more))

    assert enter(date(2026, 4, 17)).month == date(2026, 4, 1)
    assert enter(date(2026, 4, 1), correct=39).correct == 39  # corrected, not doubled
    assert MonthlyAccuracy.objects.count() == 1
    with pytest.raises(Refused, match="not begun"):
        enter(date(2026, 6, 1))
    for checked, correct in ((0, 0), (10, 11), (10, -1)):
        with pytest.raises(Refused, match="at most all"):
            enter(date(2026, 5, 1), checked=checked, correct=correct)
    with pytest.raises(PermissionDenied):
        enter(date(2026, 4, 1), actor=release.readers[0])


def test_an_answer_goes_to_all_and_its_asker_is_told():
    release = make.a_released_version()
    reader, owner = release.readers[0], release.version.sop.owner
    asked = actions.ask(release.version, text="怎么升级？", actor=reader, at=make.TAUGHT_AT)
    with pytest.raises(PermissionDenied):
        actions.answer_reader(asked, answer="打电话", actor=reader, at=make.TAUGHT_AT)
    with pytest.raises(Refused, match="Write an answer"):
        actions.answer_reader(asked, answer="  ", actor=owner, at=make.TAUGHT_AT)
    assert actions.answer_reader(asked, answer="打电话", actor=owner, at=make.TAUGHT_AT).answer


def test_a_leaver_hands_over_the_consultation():
    release = make.a_released_version()
    heir = a_user()
    actions.hand_over(release.consultant, heir, actor=an_administrator(), at=make.TAUGHT_AT)
    assert reload(release).consultant == heir


# How many queries.


def pages_of(release):
    return [
        ("reader", reverse("training:mine")),
        ("reader", reverse("training:exam", args=[release.exam.pk])),
        ("reader", reverse("sops:read", args=[release.version.sop_id])),
        ("lead", reverse("training:release", args=[release.project_id])),
        ("lead", reverse("training:readiness", args=[release.pk])),
        ("lead", reverse("training:bank", args=[release.pk])),
        ("lead", reverse("training:questions", args=[release.version.sop_id])),
        ("lead", reverse("training:accuracy", args=[release.version.sop_id])),
    ]


def test_query_counts_do_not_grow(client_for):
    release = make.a_released_version(readers=1)
    clients = {"reader": client_for(release.readers[0]), "lead": client_for(release.project.lead)}

    def counted():
        found = {}
        for who, url in pages_of(release):
            clients[who].get(url)
            with CaptureQueriesContext(connection) as seen:
                assert clients[who].get(url).status_code == 200
            found[url] = len(seen)
        return found

    def grow(n):
        now = timezone.now()
        position = release.positions.get()
        people = [a_user(position=position) for _n in range(n)]
        for person in people:
            actions.ask(release.version, text="为什么？", actor=person, at=now)
            row = release.version.sop.reader_questions.first()
            actions.answer_reader(row, answer="因为", actor=release.version.sop.owner, at=now)
        make.fill_bank(release)
        make.teach(release, people, at=now)
        months = MonthlyAccuracy.objects.count()
        for back in range(n):
            actions.enter_accuracy(
                release.version.sop, month=date(2026, 1 + months + back, 1), checked=10, correct=9,
                target=Decimal(95), actor=release.version.sop.owner, at=now,
            )  # fmt: skip

    grow(1)
    few = counted()
    grow(3)
    assert counted() == few


@pytest.mark.parametrize("stays", [True, False])
def test_the_next_version_keeps_the_consultation_group_while_its_person_is_here(stays):
    first = make.a_released_version()
    version = reload(first.version)
    morning = timezone.make_aware(datetime.combine(version.effective_on, time(9)))
    in_force = make_effective(version, at=morning)
    following = sops.a_next_edition(in_force, state=VersionState.APPROVED)
    project = following.project
    Project.objects.filter(pk=project.pk).update(stage=Stage.RELEASE)
    type(first.consultant).objects.filter(pk=first.consultant_id).update(is_active=stays)
    second = actions.plan_release(project, actor=project.lead, at=make.PLANNED_AT)
    kept = (second.group_name, second.group_link, second.consultant)
    assert kept == (
        (first.group_name, first.group_link, first.consultant) if stays else ("", "", None)
    )
