"""Moves of a version: frozen, approved, released, in force, replaced, withdrawn, imported."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from processes.models import Step
from projects import actions as projects
from sopman.core.errors import Refused
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Signature
from sopman.signatures.signing import holds, sha256_of, sign
from sops import actions, queries
from sops.enums import ClearedBy, VersionState
from sops.frozen import frozen_content
from sops.models import Section, Sop, SopStep, SopVersion
from tests.factories import sops as make
from tests.factories.ground import a_picture
from tests.factories.people import PASSWORD, a_controller, a_department, a_position, a_user
from tests.factories.projects import NOON

S = VersionState
pytestmark = pytest.mark.django_db


def lead_of(version):
    return version.project.lead


# What was approved is what is published


def test_submitting_freezes_and_approving_numbers():
    version = make.a_version_in(S.APPROVED)
    assert version.label == "V1.0"
    assert version.content_sha256 == sha256_of(frozen_content(version)) == sha256_of(version.frozen)
    assert holds(version.approval)


def test_what_goes_to_review_is_a_saved_version():
    version = make.a_draft()
    assert not version.snapshots.exists()
    version = make.submit(version)
    assert [one.n for one in version.snapshots.all()] == [1]
    assert version.snapshots.get().content_sha256 == version.content_sha256


def test_a_version_saved_just_before_is_not_saved_twice():
    version = make.a_draft()
    actions.save_snapshot(version, actor=version.project.lead, at=NOON, note="定稿")
    version = make.submit(version)
    assert [one.note for one in version.snapshots.all()] == ["定稿"]


def test_a_signature_for_something_else_approves_nothing():
    version = make.submit(make.a_draft())
    head = version.sop.owning_department.head
    content = frozen_content(version)
    wrong = [
        {"meaning": Meaning.REVIEWED, "content": content, "signer": head},
        {"meaning": Meaning.APPROVED, "content": content | {"number": "X"}, "signer": head},
        {"meaning": Meaning.APPROVED, "content": content, "signer": a_user()},
    ]
    for given in wrong:
        signature = sign(version, password=PASSWORD, at=NOON, **given)
        with pytest.raises(Refused, match="does not approve"):
            actions.approve(version, actor=head, at=NOON, signature=signature)


def test_an_author_never_approves():
    version = make.submit(make.a_draft())
    author = version.authors.first()
    signature = sign(
        version, signer=author, meaning=Meaning.APPROVED, password=PASSWORD, at=NOON,
        content=frozen_content(version),
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.approve(version, actor=author, at=NOON, signature=signature)


@pytest.mark.parametrize("state", [S.IN_REVIEW, S.APPROVED, S.EFFECTIVE, S.DROPPED])
def test_the_text_of_a_version_that_is_no_draft_stays(state):
    version = make.a_version_in(state)
    lead, step = lead_of(version), version.steps.first()
    refused = [
        lambda: actions.edit_section(version, kind="purpose", body="改", actor=lead, at=NOON),
        lambda: actions.edit_step(step, title="改", actor=lead, at=NOON),
        lambda: actions.add_step(version, title="改", actor=lead, at=NOON),
        lambda: actions.save_snapshot(version, actor=lead, at=NOON),
    ]
    for write in refused:
        with pytest.raises(Refused, match="Only drafts"):
            write()
    by_hand = [
        lambda: Section.objects.filter(version=version).update(body="改"),
        lambda: SopStep.objects.filter(version=version).update(title="改"),
        lambda: SopStep.objects.filter(version=version).delete(),
        lambda: Section.objects.create(version=version, kind="purpose", body="改"),
        lambda: SopVersion.objects.filter(pk=version.pk).update(change_note="改"),
        lambda: version.authors.add(a_user()),
        lambda: _raw(f"DELETE FROM sops_sopversion WHERE id = {version.pk}"),
    ]
    for write in by_hand:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def _raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_number_and_fingerprint_of_an_approved_version_stay():
    version = make.a_version_in(S.APPROVED)
    for change in ({"major": 9}, {"content_sha256": "0"}, {"frozen": {"a": 1}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SopVersion.objects.filter(pk=version.pk).update(**change)


# Release and coming into force


def test_release_needs_a_clearance_and_a_date_ahead():
    version = make.a_version_in(S.APPROVED)
    controller = a_controller()
    with pytest.raises(Refused, match="Not cleared"):
        actions.release(version, effective_on=make.EFFECTIVE_ON, actor=controller, at=NOON)
    make.clear(version)
    with pytest.raises(Refused, match="past"):
        actions.release(version, effective_on=date(2026, 3, 1), actor=controller, at=NOON)
    actions.release(version, effective_on=date(2026, 3, 9), actor=controller, at=NOON)
    with pytest.raises(Refused, match="not come yet"):
        actions.make_effective(version, at=NOON)
    actions.make_effective(version, at=NOON + timedelta(days=7))
    assert version.is_in_force


def test_waiving_the_pilot_needs_reason_and_signature():
    version = make.a_version_in(S.APPROVED)
    head = version.sop.owning_department.head
    with pytest.raises(Refused, match="why"):
        actions.clear(version, by=ClearedBy.WAIVED, actor=head, at=NOON)
    with pytest.raises(Refused, match="signature"):
        actions.clear(version, by=ClearedBy.WAIVED, reason="小改", actor=head, at=NOON)
    with pytest.raises(PermissionDenied):
        actions.clear(version, by=ClearedBy.PILOT, actor=a_user(), at=NOON)


def test_a_new_edition_supersedes_the_old_one_in_one_go():
    first = make.an_effective_version()
    second = make.a_next_edition(first, state=S.RELEASED)
    make.enforce(second)
    first.refresh_from_db()
    assert (first.state, second.state, second.label) == (S.SUPERSEDED, S.EFFECTIVE, "V1.1")
    assert SopVersion.objects.effective().filter(sop=first.sop).count() == 1
    assert queries.effective_version(first.sop) == second


def test_never_two_in_force_even_by_hand():
    first = make.an_effective_version()
    second = make.a_next_edition(first, state=S.RELEASED)
    with pytest.raises(IntegrityError), transaction.atomic():
        SopVersion.objects.filter(pk=second.pk).update(state=S.EFFECTIVE)


# Editions


def test_v11_keeps_the_identity_of_the_steps_and_replaces_v10():
    version = make.a_draft()
    actions.add_picture(
        version.steps.first(), upload=a_picture(), alt="页面", actor=lead_of(version), at=NOON
    )
    for step in (make.submit, make.approve, make.start_pilot):
        version = step(version)
    revised = actions.start_revision(
        version, actor=lead_of(version), at=NOON, reason="补充权限申请"
    )
    assert list(revised.steps.values_list("step", "title")) == list(
        version.steps.values_list("step", "title")
    )
    assert revised.step_pictures.get().attachment.sha256 == (
        version.step_pictures.get().attachment.sha256
    )
    assert revised.label == "V1.1 draft 0"
    assert queries.current_version(version.project) == revised

    make.approve(make.submit(revised))

    version.refresh_from_db()
    assert (revised.label, revised.state) == ("V1.1", S.APPROVED)
    assert (version.state, version.end_reason) == (S.DROPPED, "Replaced before release by V1.1")


def test_a_dropped_number_is_not_given_again():
    version = make.drop(make.a_version_in(S.APPROVED))
    following = actions.start_revision(version, actor=lead_of(version), at=NOON, reason="重写")
    make.approve(make.submit(following))
    assert following.label == "V1.1"


def test_a_project_through_all_stages_makes_v20():
    first = make.an_effective_version()
    project = make.a_drafting_project(department=first.sop.owning_department, kind="revision")
    version = actions.start_sop(project, sop=first.sop, actor=project.lead, at=NOON)
    assert version.label == "V2.0 draft 0"


def test_one_version_at_a_time_is_on_its_way():
    first = make.an_effective_version()
    make.a_next_edition(first)
    with pytest.raises(Refused, match="on its way"):
        make.a_next_edition(first)


# Going back, withdrawing, importing


def test_a_project_sent_back_takes_its_version_out_of_review_and_pilot():
    version = make.submit(make.a_draft())
    project = version.project
    actions.take_back(project, actor=project.lead, at=NOON, reason="返工")
    version.refresh_from_db()
    assert (version.state, version.frozen) == (S.DRAFT, None)

    make.approve(make.submit(version))
    actions.take_back(project, actor=project.lead, at=NOON, reason="返工")
    version.refresh_from_db()
    assert version.state == S.DROPPED
    assert actions.reopen(version, actor=project.lead, at=NOON, reason="返工").state == S.DRAFT


def test_cancelling_the_project_drops_what_was_approved():
    version = make.a_version_in(S.APPROVED)
    projects.cancel(version.project, reason="业务停止", actor=lead_of(version), at=NOON)
    version.refresh_from_db()
    assert version.state == S.DROPPED


def test_withdrawal_acts_at_once_and_a_second_person_confirms():
    version = make.an_effective_version()
    sop, head = version.sop, version.sop.owning_department.head
    with pytest.raises(PermissionDenied):
        actions.withdraw(sop, reason="错误", password=PASSWORD, actor=a_user(), at=NOON)
    with pytest.raises(Refused, match="password"):
        actions.withdraw(sop, reason="错误", password="no", actor=head, at=NOON)
    sop = actions.withdraw(sop, reason="错误", password=PASSWORD, actor=head, at=NOON)
    version.refresh_from_db()
    assert version.state == S.WITHDRAWN
    with pytest.raises(Refused, match="second person"):
        actions.confirm_withdrawal(sop, password=PASSWORD, actor=head, at=NOON)
    controller = a_controller()
    sop = actions.confirm_withdrawal(sop, password=PASSWORD, actor=controller, at=NOON)
    assert sop.withdrawal_confirmed_by == controller


def test_an_existing_sop_comes_into_force_as_it_is():
    department = a_department(head=a_user())
    version = make.an_imported_sop(
        department=department,
        number="wh-sop-014",
        scan=a_picture("扫描.png"),
        step_titles=["扫码", " ", "清点"],
    )
    assert (version.state, version.label, version.cleared_by) == (S.EFFECTIVE, "V2.0", "imported")
    assert version.effective_on == date(2024, 8, 26)
    assert version.approval.meaning == Meaning.IMPORTED
    assert [one.title for one in version.steps.all()] == ["扫码", "清点"]
    assert Step.objects.filter(project=None).count() == 2
    assert queries.scans(version)[0].name == "扫描.png"
    following = make.a_next_edition(version, state=S.DRAFT)
    assert following.label == "V2.1 draft 0"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"effective_on": date(2027, 1, 1)}, "in the future"),
        ({"old_version": " "}, "which version"),
        ({"title_zh": ""}, "title"),
    ],
)
def test_import_refuses(given, why):
    with pytest.raises(Refused, match=why):
        make.an_imported_sop(**given)
    assert not Signature.objects.exists()
    assert not Sop.objects.exists()


def test_import_is_for_head_and_controller():
    department = a_department(head=a_user())
    with pytest.raises(PermissionDenied):
        make.an_imported_sop(department=department, actor=a_user())
    make.an_imported_sop(department=department, actor=a_controller(), old_version="A/3")
    assert SopVersion.objects.get().label == "A/3"


def test_what_a_leaver_owns_goes_to_somebody_else():
    version = make.an_imported_sop()
    new, admin = a_user(), a_user()
    assert actions.hand_over(version.sop.owner, new, admin, NOON) == ["1 SOP"]
    version.sop.refresh_from_db()
    assert version.sop.owner == new
    assert actions.hand_over(a_user(), new, admin, NOON) == []


def test_the_register_is_the_controllers():
    version = make.an_imported_sop()
    owner, position = a_user(), a_position()
    with pytest.raises(PermissionDenied):
        actions.edit_register(version.sop, owner=owner, actor=a_user(), at=NOON)
    sop = actions.edit_register(
        version.sop, owner=owner, positions=[position], actor=a_controller(), at=NOON
    )
    assert (sop.owner, list(sop.positions.all())) == (owner, [position])
