"""The charter: what the gate asks, what is refused, and the sponsor's signature."""

import pytest
from django.core.exceptions import PermissionDenied

from projects import actions
from projects.enums import MemberRole, Stage
from projects.models import Charter, Membership, Objective, Project, ScopeItem
from projects.queries import charter_content
from projects.stages import criteria_of
from sopman.audit.models import Event
from sopman.audit.verification import faults
from sopman.core.errors import Refused
from sopman.notifications.models import Notice
from sopman.signatures.models import Attempt, Signature
from sopman.signatures.signing import holds, sha256_of
from tests.factories.people import (
    PASSWORD,
    a_controller,
    a_department,
    a_deputy,
    a_user,
    an_administrator,
    an_auditor,
)
from tests.factories.projects import (
    NOON,
    WISHED,
    a_minor_project,
    a_project,
    a_signed_project,
    complete_charter,
)

pytestmark = pytest.mark.django_db


def unmet(project):
    return [str(one.sentence) for one in criteria_of(project) if not one.met]


def again(project):
    return Project.objects.get(pk=project.pk)


def test_open_project_names_lead_sponsor_number_and_owning_department():
    project = a_project(members=False)
    assert project.code == "PRJ-2026-001"
    assert project.sponsor == project.owning_department.head
    assert list(project.departments.all()) == [project.owning_department]
    assert project.memberships.get().role == MemberRole.LEAD
    assert project.stage_records.get().stage == Stage.CHARTER
    assert a_project().code == "PRJ-2026-002"
    event = Event.objects.filter(chain=project.audit_chain).earliest("sequence")
    assert event.code == "projects.project.opened"


def test_a_head_who_leads_gets_the_next_head_above_as_sponsor():
    above, head = a_user(), a_user()
    department = a_department(head=head, parent=a_department(head=above))
    project = a_project(head=head, lead=head, department=department, members=False)
    assert project.sponsor == above


def test_a_head_who_leads_and_has_nobody_above_has_no_sponsor_yet():
    head = a_user()
    department = a_department(head=head)
    project = a_project(head=head, lead=head, department=department)
    assert project.sponsor is None
    assert "The sponsor is named and is not the team lead." in unmet(project)


def test_a_small_change_begins_with_the_drafting():
    assert a_minor_project().stage == Stage.DRAFTING


def open_by(actor, department, **fields):
    given = {"title_zh": "投诉处理", "wished_effective_on": WISHED} | fields
    return actions.open_project(actor=actor, at=NOON, owning_department=department, **given)


def test_who_may_open_a_project():
    head = a_user()
    own, other = a_department(head=head), a_department(head=a_user())
    open_by(head, own)
    open_by(a_controller(), other)
    with pytest.raises(PermissionDenied):
        open_by(a_user(), own)
    with pytest.raises(PermissionDenied):
        open_by(an_administrator(), own)
    with pytest.raises(PermissionDenied):
        open_by(an_auditor(), own)
    named = a_user()
    open_by(head, own, lead=named)
    open_by(named, other)  # who leads one may open the next, for themselves
    with pytest.raises(PermissionDenied):
        open_by(named, other, lead=a_user())


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title_zh": " "}, "Give the project a title"),
        ({"wished_effective_on": NOON.date()}, "must lie in the future"),
    ],
)
def test_open_project_refuses_with_the_reason(fields, why):
    head = a_user()
    department = a_department(head=head)
    with pytest.raises(Refused, match=why):
        open_by(head, department, **fields)
    assert not Project.objects.exists()
    assert not Event.objects.exists()


def test_open_project_refuses_a_lead_who_has_left():
    head, gone = a_user(), a_user(is_active=False)
    with pytest.raises(Refused, match="has left"):
        open_by(head, a_department(head=head), lead=gone)


def test_the_gate_of_an_empty_charter_names_everything_and_a_complete_one_nothing():
    project = a_project(members=False)
    assert len(unmet(project)) == 7  # the sponsor is there from the beginning
    assert unmet(complete_charter(a_project())) == []


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda p: Charter.objects.filter(project=p).update(end_state=""), "start and end"),
        (lambda p: Objective.objects.filter(project=p).update(target=None), "each is complete"),
        (lambda p: Objective.objects.filter(project=p).delete(), "at least one objective"),
        (lambda p: ScopeItem.objects.filter(project=p, direction="out").delete(), "what is out"),
        (lambda p: p.positions.clear(), "positions addressed"),
        (lambda p: Project.objects.filter(pk=p.pk).update(sponsor=None), "sponsor is named"),
        (lambda p: Project.objects.filter(pk=p.pk).update(sponsor=p.lead), "sponsor is named"),
        (lambda p: Membership.objects.filter(project=p, role="author").delete(), "Every role"),
        (
            lambda p: Membership.objects.filter(project=p, role="author").update(deputy=None),
            "a deputy",
        ),
        (lambda p: p.milestones.filter(stage="pilot").delete(), "planned date"),
    ],
)
def test_each_criterion_stands_alone_and_refuses_the_signature(spoil, sentence):
    project = complete_charter(a_project())
    sponsor = project.sponsor
    spoil(project)
    project = again(project)
    found = unmet(project)
    assert len(found) == 1
    assert sentence in found[0]
    if project.sponsor_id == sponsor.pk:
        with pytest.raises(Refused) as refused:
            actions.sign_charter(project, actor=sponsor, password=PASSWORD, at=NOON)
        assert [str(one) for one in refused.value.reasons] == found
    assert not Signature.objects.exists()


def test_three_people_are_enough():
    project = a_project(members=False)
    other = a_user()
    for role in MemberRole.values:
        if role != MemberRole.LEAD:
            lead = role == MemberRole.PROCESS_OWNER
            user, deputy = (project.lead, other) if lead else (other, project.lead)
            actions.add_member(
                project, actor=project.lead, at=NOON, user=user, role=role, deputy=deputy
            )
    seat = project.memberships.get(role=MemberRole.LEAD)
    actions.edit_member(seat, actor=project.lead, at=NOON, deputy=other)
    complete_charter(project)
    assert unmet(again(project)) == []


def test_the_sponsor_signs_the_frozen_content():
    project = complete_charter(a_project())
    shown = sha256_of(charter_content(project))
    actions.sign_charter(
        project, actor=project.sponsor, password=PASSWORD, at=NOON, shown_sha256=shown
    )
    project = again(project)
    signature = project.charter.signature
    assert project.stage == Stage.MAPPING
    assert (signature.content_sha256, signature.meaning) == (shown, "charter_sponsor")
    assert signature.on_behalf_of is None
    assert holds(signature)
    assert sha256_of(charter_content(project)) == shown
    codes = list(
        Event.objects.filter(chain=project.audit_chain).order_by("-sequence").values_list(
            "code", "signature_id"
        )[:2]
    )  # fmt: skip
    assert codes == [
        ("projects.project.mapping", str(signature.pk)),
        ("projects.charter.signed", str(signature.pk)),
    ]
    assert not list(faults())


def test_the_deputy_of_the_sponsor_signs_on_behalf():
    project, deputy = complete_charter(a_project()), a_user()
    a_deputy(project.sponsor, deputy)
    actions.sign_charter(project, actor=deputy, password=PASSWORD, at=NOON)
    assert again(project).charter.signature.on_behalf_of == project.sponsor


def test_a_lead_who_is_the_sponsors_deputy_does_not_sign():
    project = complete_charter(a_project())
    a_deputy(project.sponsor, project.lead)
    with pytest.raises(PermissionDenied):
        actions.sign_charter(project, actor=project.lead, password=PASSWORD, at=NOON)


def test_nobody_else_signs():
    project = complete_charter(a_project())
    member = project.memberships.exclude(user=project.lead).first().user
    for person in (project.lead, member, a_user(), a_controller(), an_administrator()):
        with pytest.raises(PermissionDenied):
            actions.sign_charter(project, actor=person, password=PASSWORD, at=NOON)


def test_a_wrong_password_signs_nothing_and_is_recorded():
    project = complete_charter(a_project())
    with pytest.raises(Refused, match="password is wrong") as refused:
        actions.sign_charter(project, actor=project.sponsor, password="no", at=NOON)
    refused.value.settle()
    assert again(project).stage == Stage.CHARTER
    assert not Signature.objects.exists()
    assert Attempt.objects.get().succeeded is False
    assert Event.objects.filter(code="signatures.attempt.failed").exists()


def test_what_changed_since_the_page_was_opened_is_not_signed():
    project = complete_charter(a_project())
    shown = sha256_of(charter_content(project))
    actions.edit_charter(project, actor=project.lead, at=NOON, purpose="别的", start_trigger="a",
                         end_state="b")  # fmt: skip
    with pytest.raises(Refused, match="has changed since you opened"):
        actions.sign_charter(
            project, actor=project.sponsor, password=PASSWORD, at=NOON, shown_sha256=shown
        )
    assert again(project).stage == Stage.CHARTER


def test_a_second_signature_is_refused():
    project = a_signed_project()
    with pytest.raises(Refused, match="no longer open"):
        actions.sign_charter(project, actor=project.sponsor, password=PASSWORD, at=NOON)


def test_ask_sponsor_needs_the_gate_asks_once_and_writes_mail():
    project = a_project(head=a_user(email="head@example.test"))
    with pytest.raises(Refused):
        actions.ask_sponsor(project, actor=project.lead, at=NOON)
    deputy = a_user()
    a_deputy(project.sponsor, deputy)
    complete_charter(project)
    actions.ask_sponsor(project, actor=project.lead, at=NOON)
    told = Notice.objects.filter(code="projects.charter.to_sign")
    assert {one.recipient_id: one.wants_mail for one in told} == {
        project.sponsor_id: True,
        deputy.pk: False,  # has no address
    }
    with pytest.raises(Refused, match="asked already"):
        actions.ask_sponsor(project, actor=project.lead, at=NOON)
    with pytest.raises(PermissionDenied):
        actions.ask_sponsor(project, actor=a_user(), at=NOON)


def test_the_sponsor_returns_the_charter_with_a_reason():
    project = complete_charter(a_project())
    with pytest.raises(Refused, match="not been asked"):
        actions.return_charter(project, actor=project.sponsor, at=NOON, reason="x")
    actions.ask_sponsor(project, actor=project.lead, at=NOON)
    with pytest.raises(PermissionDenied):
        actions.return_charter(project, actor=project.lead, at=NOON, reason="x")
    with pytest.raises(Refused, match="Say why"):
        actions.return_charter(project, actor=project.sponsor, at=NOON, reason=" ")
    actions.return_charter(project, actor=project.sponsor, at=NOON, reason="目标太低")
    assert again(project).charter.asked_at is None
    notice = Notice.objects.get(code="projects.charter.returned")
    assert notice.recipient == project.lead
