from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from sopman.people import queries
from sopman.people.enums import Role
from sopman.people.standing import standing_of
from tests.factories.people import (
    a_department,
    a_deputy,
    a_position,
    a_role_grant,
    a_user,
    an_appointment,
)

pytestmark = pytest.mark.django_db


def test_standing_costs_at_most_three_queries_however_much_one_holds(
    django_assert_max_num_queries,
):
    user = a_user(position=[a_position() for _ in range(3)], roles=[Role.AUDITOR])
    top = a_department(head=user)
    below = a_department(parent=a_department(parent=top))
    for _ in range(3):
        a_deputy(a_user(), user)
    user.refresh_from_db()
    with django_assert_max_num_queries(3):
        standing = user.standing
        assert user.standing is standing
    assert len(standing.position_ids) == 3
    assert below.pk in standing.headed_ids
    assert len(standing.acts_for) == 3
    assert standing.is_auditor
    assert not standing.is_administrator


def test_dates_decide(today):
    user, principal = a_user(), a_user()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    past = an_appointment(user, to_on=yesterday)
    future = an_appointment(user, from_on=tomorrow)
    last_day = an_appointment(user, to_on=today)
    a_role_grant(user, Role.ADMINISTRATOR, to_on=yesterday)
    a_deputy(principal, user, from_on=tomorrow)
    assert standing_of(user, on=today).position_ids == {last_day.position_id}
    assert standing_of(user, on=yesterday).position_ids == {past.position_id, last_day.position_id}
    assert future.position_id in standing_of(user, on=tomorrow).position_ids
    assert not user.standing.is_administrator
    assert not user.standing.acts_for


def test_a_deputys_deputy_acts_for_nobody():
    absent, deputy, second = a_user(), a_user(), a_user()
    a_deputy(absent, deputy)
    a_deputy(deputy, second)
    assert deputy.standing.acts_for == {absent.pk}
    assert second.standing.acts_for == {deputy.pk}
    assert deputy.standing.stands_for(absent.pk)
    assert deputy.standing.stands_for(deputy.pk)
    assert not second.standing.stands_for(absent.pk)
    assert not second.standing.stands_for(None)


def test_who_left_stands_for_nothing():
    user = a_user(position=a_position(), roles=[Role.ADMINISTRATOR], is_active=False)
    assert not user.standing.roles
    assert not user.standing.position_ids


def test_head_of_walks_up_past_those_who_may_not():
    boss, head, leaver = a_user(), a_user(), a_user()
    top = a_department(head=boss)
    middle = a_department(head=head, parent=top)
    leaf = a_department(parent=middle)
    assert queries.head_of(leaf) == head
    assert queries.head_of(leaf, besides=[head]) == boss
    assert queries.head_of(leaf, besides=[head.pk, boss.pk]) is None
    middle.head = leaver
    middle.save()
    leaver.is_active, leaver.left_at = False, leaver.joined_at
    leaver.save()
    assert queries.head_of(leaf) == boss


def test_the_day_of_leaving_is_the_organization_s_wherever_the_reader_sits():
    head = a_user(is_active=False, left_at=datetime(2026, 3, 4, 17, 0, tzinfo=UTC))
    department = a_department(head=head)  # who left on the 5th in Shanghai, the 4th in New York
    with timezone.override("America/New_York"):
        assert queries.head_of(department, on=date(2026, 3, 4)) == head
        assert queries.head_of(department, on=date(2026, 3, 5)) is None


def test_holders_are_those_who_hold_it_that_day_and_still_work_here(today):
    position = a_position()
    holder, gone = a_user(position=position), a_user(position=position, is_active=False)
    once = a_user()
    an_appointment(once, position, to_on=today - timedelta(days=1))
    assert set(queries.holders_of(position)) == {holder}
    assert set(queries.holders_of_any([position.pk, a_position()])) == {holder}
    assert set(queries.holders_of(position, on=today - timedelta(days=1))) == {holder, once}
    assert gone not in queries.active()
    assert set(queries.members_of([position.department_id])) == {holder}
