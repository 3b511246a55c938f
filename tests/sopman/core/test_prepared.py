"""SQL that is built once says each time what the queryset would say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sopman.core.prepared import prepared
from sopman.people.enums import Role
from sopman.people.models import Department, RoleGrant, User
from tests.factories.people import a_department, a_user

pytestmark = pytest.mark.django_db


def test_other_values_give_other_rows():
    @prepared
    def named(names, since):
        return User.objects.filter(name__in=names, joined_at__gte=since).order_by("name")

    one, two = a_user(name="李一"), a_user(name="王二")
    long_ago, later = timezone.now().replace(year=2000), timezone.now().replace(year=2999)
    assert named({"李一"}, long_ago) == [one]
    assert named({"李一", "王二"}, long_ago) == [one, two]
    assert named({"李一", "王二"}, later) == []
    assert len(named._plans) == 1


def test_no_members_ask_nothing():
    @prepared
    def among(pks):
        return User.objects.filter(pk__in=pks)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert among(set()) == []
    assert not asked.captured_queries


def test_a_name_given_shapes_the_queryset():
    @prepared
    def some(*, backwards):
        return User.objects.order_by("-name" if backwards else "name").values_list(
            "name", flat=True
        )

    a_user(name="a"), a_user(name="b")
    assert some(backwards=True) == list(reversed(some(backwards=False)))


def test_rows_come_with_what_was_selected_along():
    @prepared
    def headed(user):
        return Department.objects.filter(head=user).select_related("head")

    head = a_user()
    a_department(head=head)
    (found,) = headed(head)
    with CaptureQueriesContext(connection) as asked:
        assert found.head == head
    assert not asked.captured_queries


def test_who_holds_more_gets_a_shape_of_their_own():
    @prepared
    def below(user):
        return Department.objects.filter(pk__in=user.standing.headed_ids)

    head, nobody = a_user(), a_user()
    own = a_department(head=head)
    child = a_department(parent=own)
    assert {one.pk for one in below(head)} == {own.pk, child.pk}
    assert below(nobody) == []


def test_deciding_by_something_else_is_noticed():
    seen = {"wanted": "李一"}

    @prepared
    def careless(_user):
        return User.objects.filter(name=seen["wanted"])

    someone = a_user()
    careless(someone)
    seen["wanted"] = "王二"
    with pytest.raises(AssertionError):
        careless(someone)


def test_what_is_prefetched_is_prepared_by_itself():
    @prepared
    def with_children(head):
        return Department.objects.filter(head=head).prefetch_related("children")

    with pytest.raises(TypeError):
        with_children(a_user())


def test_words_stand_in_the_sql_and_values_do_not():
    @prepared
    def with_role(user):
        return RoleGrant.objects.filter(user=user, role=Role.AUDITOR)

    with_role(a_user())
    (plan,) = with_role._plans.values()
    assert "'auditor'" in plan.sql
    assert plan.sql.count("%s") == len(plan.places) == 1


def test_what_a_value_says_is_never_part_of_the_sql():
    @prepared
    def named(name):
        return User.objects.filter(name=name)

    other = a_user(name="zhao")
    assert named("zhao") == [other]
    assert named("x' OR '1'='1") == []
    (plan,) = named._plans.values()
    assert "zhao" not in plan.sql


def test_rows_come_as_each_kind_of_values():
    head = a_user(name="李一")
    a_department(head=head)

    @prepared
    def rows(user, *, kind):
        found = Department.objects.filter(head=user)
        return found.values_list("head__name", "is_active", **{kind: True} if kind else {})

    @prepared
    def flat(user):
        return Department.objects.filter(head=user).values_list("head__name", flat=True)

    assert rows(head, kind="") == [("李一", True)]
    assert rows(head, kind="named")[0].head__name == "李一"
    assert flat(head) == ["李一"]


def test_dictionaries_are_not_prepared():
    @prepared
    def rows():
        return User.objects.values("name")

    with pytest.raises(TypeError):
        rows()
