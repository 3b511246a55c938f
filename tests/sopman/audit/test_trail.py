"""The trail: chained, append-only, verifiable down to the byte."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sopman.audit import triggers
from sopman.audit.models import Event
from sopman.audit.trail import START, record
from sopman.audit.verification import faults
from tests.factories.people import a_department, a_user, an_auditor

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def some_events(n=3):
    department, actor = a_department(), a_user()
    return [
        record(
            department, f"test.thing.no{i}", actor=actor, at=NOON, facts={"n": i, "时限": "24 小时"}
        )
        for i in range(n)
    ]


def tampered(sql, params=()):
    """Run `sql` as somebody would who can take the triggers down."""
    triggers.remove()
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
    finally:
        triggers.install()


def test_events_follow_from_one_another():
    first, second, third = some_events()

    assert first.previous == START
    assert [second.previous, third.previous] == [first.digest, second.digest]
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert list(faults()) == []


def test_chains_of_two_subjects_are_independent():
    one, two = a_department(), a_department()
    one.audit_chain, two.audit_chain = "project:1", "project:2"

    assert record(one, "a.b.c", actor=None, at=NOON).sequence == 1
    assert record(two, "a.b.c", actor=None, at=NOON).sequence == 1
    assert record(one, "a.b.c", actor=None, at=NOON).sequence == 2


@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"],
)
def test_the_database_refuses_to_change_or_delete(sql):
    some_events()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert Event.objects.count() == 3


def test_the_database_refuses_the_side_doors():
    event = some_events(1)[0]
    connection.check_constraints()  # else TRUNCATE stumbles over what waits for the commit
    door = (
        "TRUNCATE audit_event CASCADE"
        if connection.vendor == "postgresql"
        else f"INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = {event.pk}"
    )

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(door)


def test_one_changed_byte_is_named():
    _first, second, _third = some_events()
    tampered("UPDATE audit_event SET actor_name = %s WHERE id = %s", ["别人", second.pk])

    assert [(fault.event_id, fault.kind) for fault in faults()] == [(second.pk, "content")]


def test_a_removed_row_is_named_by_the_one_after_it():
    _first, second, third = some_events()
    tampered("DELETE FROM audit_event WHERE id = %s", [second.pk])

    assert [(fault.event_id, fault.kind) for fault in faults()] == [(third.pk, "gap")]


def test_the_command_fails_and_names_the_row():
    event = some_events()[1]
    tampered("UPDATE audit_event SET reason = 'y' WHERE id = %s", [event.pk])
    said = StringIO()

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_audit_trail", stderr=said)

    assert f"audit event {event.pk} " in said.getvalue()


def test_the_command_is_content_with_a_whole_trail():
    some_events()
    said = StringIO()

    call_command("verify_audit_trail", stdout=said)

    assert "holds: 3 events, 1 chains" in said.getvalue()


def test_a_missing_trigger_is_a_fault():
    name = "audit_event_no_update"
    on = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    try:
        assert triggers.missing() == [name]
        with pytest.raises(CommandError):
            call_command("verify_audit_trail", stderr=StringIO())
    finally:
        triggers.install()
    assert triggers.missing() == []


def test_auditors_read_the_trail_and_others_do_not(client):
    some_events()
    client.force_login(an_auditor())
    assert client.get("/audit/").status_code == 200
    assert client.get("/audit/verify/").status_code == 200
    client.force_login(a_user())
    for page in ("/audit/", "/audit/verify/", "/audit/export/"):
        assert client.get(page).status_code == 403


def test_the_export_disarms_formulas(client):
    record(a_department(name="=1+1"), "test.thing.done", actor=None, at=NOON, reason="@SUM(A1)")
    client.force_login(an_auditor())

    text = b"".join(client.get("/audit/export/").streaming_content).decode()

    assert "'@SUM(A1)" in text
    assert ",=1+1" not in text


def test_a_period_turned_round_is_explained(client):
    client.force_login(an_auditor())

    answer = client.get("/audit/", {"since": "2026-03-04", "until": "2026-03-01"})

    assert answer.status_code == 422


def test_reading_a_page_costs_the_same_for_one_and_three(client):
    client.force_login(an_auditor())
    some_events(1)
    client.get("/audit/")

    with CaptureQueriesContext(connection) as one:
        client.get("/audit/")
    some_events(3)
    with CaptureQueriesContext(connection) as three:
        client.get("/audit/")
    assert len(one) == len(three)
