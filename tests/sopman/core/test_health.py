"""What probes are told, and that they are told it cheaply and by any host name."""

import pytest
from django.db import connection

from sopman import health
from sopman.audit import triggers


def test_alive_needs_no_database_no_login_and_no_host_name(client):
    answer = client.get("/healthz", headers={"host": "10.9.8.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_when_everything_stands(client):
    answer = client.get("/readyz", headers={"host": "10.9.8.7:8000"})
    assert answer.json() == {
        "ready": True, "database": "ok", "broker": "ok", "migrations": "ok", "audit_triggers": "ok",
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_probe_asks_the_database_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert dict(health.states())


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_audit_triggers(client):
    triggers.remove()
    try:
        answer = client.get("/readyz")
    finally:
        triggers.install(connection)
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert answer.json()["audit_triggers"].endswith("missing")


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client, monkeypatch):
    applied = {("people", "0001_initial"): None}
    known = frozenset({*applied, ("people", "0002_later")})
    monkeypatch.setattr(health, "known_migrations", lambda: known)
    monkeypatch.setattr(health.MigrationRecorder, "applied_migrations", lambda self: applied)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 waiting"


@pytest.mark.django_db
def test_details_of_a_failure_go_to_the_log_only(client, monkeypatch, caplog):
    def refuse():
        raise OSError("redis://secret@10.0.0.1 refuses")

    monkeypatch.setattr(health, "broker", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")
    assert "secret" not in answer.content.decode()
    assert "redis://secret@10.0.0.1 refuses" in caplog.text
