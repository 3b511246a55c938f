"""A withdrawal that waits for its second person: asked, reminded on the day, escalated after it."""

from datetime import timedelta

import pytest

from sopman.notifications.models import Notice
from sopman.people.enums import Role
from sopman.people.queries import with_role
from sopman.worklist import items_for
from sops import actions
from sops.tasks import withdrawals
from tests.factories import sops as make
from tests.factories.people import PASSWORD, a_controller, a_department, a_user
from tests.factories.projects import NOON

pytestmark = pytest.mark.django_db
ASKED, OVERDUE = "sops.withdrawal.asked", "sops.withdrawal.overdue"
DAY = timedelta(days=1)  # NOON is a Monday


@pytest.fixture
def sop():
    """Withdrawn by the head of its department; a controller and the head above can confirm."""
    boss = a_user("总经理")
    department = a_department(head=a_user(), parent=a_department(head=boss))
    project = make.a_drafting_project(department=department)
    sop = make.an_effective_version(project=project).sop
    sop.boss, sop.controller = boss, a_controller()
    return sop


def withdraw(sop):
    head = sop.owning_department.head
    return actions.withdraw(sop, reason="错误", password=PASSWORD, actor=head, at=NOON)


def controllers():
    return set(with_role(Role.DOCUMENT_CONTROLLER).values_list("pk", flat=True))


def told(code):
    return set(Notice.objects.filter(code=code).values_list("recipient", flat=True))


def test_those_who_may_confirm_are_asked_at_once_and_it_stands_in_their_work(sop):
    withdraw(sop)

    assert told(ASKED) == {sop.boss.pk, *controllers()}
    for person in (sop.controller, sop.boss):
        assert any("withdrawal" in str(item.title) for item in items_for(person, NOON))


def test_they_are_reminded_on_the_day_and_it_is_escalated_after_it_once(sop):
    withdraw(sop)
    for _n in range(2):
        withdrawals(at=NOON + DAY)
    assert Notice.objects.filter(code=ASKED, recipient=sop.controller).count() == 2
    assert not told(OVERDUE)

    for n in (2, 3):
        withdrawals(at=NOON + n * DAY)
    assert told(OVERDUE) == {sop.boss.pk, sop.owning_department.head_id, *controllers()}
    assert Notice.objects.filter(code=OVERDUE, recipient=sop.boss).count() == 1


def test_a_confirmed_withdrawal_bothers_nobody(sop):
    withdraw(sop)
    actions.confirm_withdrawal(sop, password=PASSWORD, actor=sop.boss, at=NOON)

    withdrawals(at=NOON + 5 * DAY)

    assert not told(OVERDUE)
