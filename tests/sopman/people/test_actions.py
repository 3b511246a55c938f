from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.people import actions, handover
from sopman.people.enums import Role
from sopman.people.models import Appointment, Deputy, RoleGrant
from sopman.people.queries import without_password
from tests.factories.people import (
    PASSWORD,
    a_controller,
    a_department,
    a_deputy,
    a_position,
    a_user,
    an_administrator,
    an_auditor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return an_administrator()


def test_a_new_person_has_no_password_until_one_is_printed(admin, now):
    user = actions.add_person(actor=admin, at=now, employee_number="N1", name="新人", mobile=None)
    assert user in without_password()
    [(again, password)] = actions.reset_passwords([user], actor=admin, at=now)
    assert again.check_password(password)
    assert again.must_change_password
    assert again.password_set_by_admin_at == now
    changed = actions.change_password(
        again, old=password, new="a-better-one-42", actor=again, at=now
    )
    assert not changed.must_change_password
    assert changed.password_set_by_admin_at is None
    codes = list(Event.objects.order_by("sequence").values_list("code", flat=True))
    assert codes == [
        "people.user.added",
        "people.user.password_reset",
        "people.user.password_changed",
    ]


def test_passwords_never_reach_history_or_trail(admin, now):
    user = a_user()
    [(_user, password)] = actions.reset_passwords([user], actor=admin, at=now)
    assert not hasattr(user.history.first(), "password")
    assert password not in str([event.facts for event in Event.objects.all()])


def test_numbers_are_taken_once(admin, now):
    a_user(employee_number="E7", mobile="13900000001")
    with pytest.raises(Refused, match="E7 is taken"):
        actions.add_person(actor=admin, at=now, employee_number="e7".upper(), name="甲")
    with pytest.raises(Refused, match="13900000001 is taken"):
        actions.add_person(
            actor=admin, at=now, employee_number="E8", name="乙", mobile="13900000001"
        )


@pytest.mark.parametrize("make", [a_user, an_auditor, a_controller])
def test_only_administrators_change_people(make, now):
    actor, other = make(), a_user()
    for act in (
        lambda: actions.add_person(actor=actor, at=now, employee_number="X", name="X"),
        lambda: actions.edit_person(other, actor=actor, at=now, name="Y"),
        lambda: actions.deactivate(other, reason="", actor=actor, at=now),
        lambda: actions.reset_passwords([other], actor=actor, at=now),
        lambda: actions.hand_over(other, a_user(), actor=actor, at=now),
        lambda: actions.add_department(actor=actor, at=now, code="D", name_zh="D"),
        lambda: actions.import_people([], actor=actor, at=now),
        lambda: actions.grant_role(
            other, role=Role.AUDITOR, from_on=now.date(), password=PASSWORD, actor=actor, at=now
        ),
        lambda: actions.end_sessions(other, actor=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_leaver_loses_sessions_rights_and_deputies_at_once(admin, now, today, client_for):
    user = a_user(position=a_position(), roles=[Role.AUDITOR])
    a_deputy(a_user(), user)
    client = client_for(user)
    assert client.get(reverse("people:account")).status_code == 200
    actions.deactivate(user, reason="离职", actor=admin, at=now)
    answer = client.get(reverse("people:account"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url
    assert not Appointment.objects.on(today).filter(user=user).exists()
    assert not RoleGrant.objects.on(today).filter(user=user).exists()
    assert not Deputy.objects.on(today).filter(deputy=user).exists()
    assert not UserSession.objects.filter(user=user).exists()


def test_who_cannot_be_closed(admin, now):
    with pytest.raises(Refused, match="own account"):
        actions.deactivate(admin, reason="", actor=admin, at=now)
    head = a_user()
    a_department("客服部", head=head)
    with pytest.raises(Refused, match="still hangs"):
        actions.deactivate(head, reason="", actor=admin, at=now)


def test_a_role_is_granted_with_ones_password_and_never_to_oneself(admin, now, today):
    user = a_user()
    grant = {"from_on": today, "actor": admin, "at": now}
    with pytest.raises(Refused, match="password is not right") as refused:
        actions.grant_role(user, role=Role.AUDITOR, password="wrong", **grant)
    refused.value.settle()
    assert Event.objects.filter(code="people.user.password_wrong").exists()
    # the only administrator may, for nobody else could
    actions.grant_role(admin, role=Role.DOCUMENT_CONTROLLER, password=PASSWORD, **grant)
    actions.grant_role(user, role=Role.ADMINISTRATOR, password=PASSWORD, **grant)
    with pytest.raises(Refused, match="grants a role to oneself"):
        actions.grant_role(admin, role=Role.AUDITOR, password=PASSWORD, **grant)
    with pytest.raises(Refused, match="has this role already"):
        actions.grant_role(user, role=Role.ADMINISTRATOR, password=PASSWORD, **grant)


def test_the_last_administrator_stays(admin, now):
    grant = admin.role_grants.get()
    with pytest.raises(Refused, match="only administrator"):
        actions.end_role(grant, password=PASSWORD, actor=admin, at=now)
    second = an_administrator()
    actions.end_role(grant, password=PASSWORD, actor=second, at=now)
    admin.refresh_from_db()
    assert not admin.standing.is_administrator


def test_deputies_are_named_by_the_person_and_end_at_once(now, today):
    user, deputy = a_user(), a_user()
    named = actions.name_deputy(user, deputy=deputy, from_on=today, actor=user, at=now)
    assert deputy.standing.acts_for == {user.pk}
    with pytest.raises(Refused, match="is the deputy in that time already"):
        actions.name_deputy(user, deputy=deputy, from_on=today, actor=user, at=now)
    with pytest.raises(Refused, match="own deputy"):
        actions.name_deputy(user, deputy=user, from_on=today, actor=user, at=now)
    with pytest.raises(PermissionDenied):
        actions.name_deputy(user, deputy=deputy, from_on=today, actor=deputy, at=now)
    with pytest.raises(PermissionDenied):
        actions.end_deputy(named, actor=deputy, at=now)
    actions.end_deputy(named, actor=user, at=now)
    deputy.forget_standing()
    assert not deputy.standing.acts_for
    assert named.history.model.objects.filter(history_type="-").exists()


def test_appointments_do_not_overlap_and_one_is_the_main_one(admin, now, today):
    user, first, second = a_user(), a_position(), a_position()
    a = actions.appoint(user, position=first, from_on=today, actor=admin, at=now)
    with pytest.raises(Refused, match="holds this position in that time already"):
        actions.appoint(user, position=first, from_on=today, actor=admin, at=now)
    actions.appoint(user, position=second, from_on=today, actor=admin, at=now)
    a.refresh_from_db()
    assert not a.is_primary
    with pytest.raises(Refused, match="before the first one"):
        actions.end_appointment(a, to_on=today - timedelta(days=1), actor=admin, at=now)
    actions.end_appointment(a, to_on=today, actor=admin, at=now)


def test_the_tree_stays_a_tree_and_nothing_in_use_is_closed(admin, now):
    top = a_department()
    leaf = a_department(parent=a_department(parent=top))
    with pytest.raises(Refused, match="belong to itself"):
        actions.edit_department(top, actor=admin, at=now, parent=leaf)
    position = a_position(department=leaf)
    with pytest.raises(Refused, match="positions in use"):
        actions.edit_department(leaf, actor=admin, at=now, is_active=False)
    a_user(position=position)
    with pytest.raises(Refused, match="still holds this position"):
        actions.edit_position(position, actor=admin, at=now, is_active=False)
    with pytest.raises(Refused, match="is taken"):
        actions.add_department(actor=admin, at=now, code=top.code, name_zh="重")


def test_everything_goes_to_the_successor_and_the_preview_changes_nothing(admin, now, monkeypatch):
    leaver, successor, absent = a_user(), a_user(), a_user()
    department = a_department("客服部", head=leaver)
    a_deputy(absent, leaver)
    asked = []
    monkeypatch.setattr(handover, "_movers", [])
    monkeypatch.setattr(handover, "_hanging", [])
    handover.register(lambda *args: asked.append(args) or ["3 memberships"], lambda user: [])

    preview = actions.preview_hand_over(leaver, successor, actor=admin, at=now)
    department.refresh_from_db()
    assert department.head == leaver
    assert not Event.objects.exists()
    moved = actions.hand_over(leaver, successor, actor=admin, at=now)
    assert moved == preview
    assert len(moved) == 3
    department.refresh_from_db()
    assert department.head == successor
    assert successor.standing.acts_for == {absent.pk}
    assert asked[-1] == (leaver, successor, admin, now)
    with pytest.raises(Refused, match="somebody else"):
        actions.hand_over(leaver, leaver, actor=admin, at=now)


def test_a_weak_or_wrong_password_is_refused(now):
    user = a_user()
    change = {"actor": user, "at": now}
    with pytest.raises(Refused, match="present password"):
        actions.change_password(user, old="nope", new="something-new-42", **change)
    with pytest.raises(ValidationError):
        actions.change_password(user, old=PASSWORD, new="short", **change)
    with pytest.raises(Refused, match="differs"):
        actions.change_password(user, old=PASSWORD, new=PASSWORD, **change)
    with pytest.raises(PermissionDenied):
        actions.change_password(user, old=PASSWORD, new="x" * 12, actor=a_user(), at=now)
