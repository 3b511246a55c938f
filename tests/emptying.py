"""After a transactional test the database is as it was at first.

Django would flush: it deletes from 150 tables and makes content types and permissions again. Here
SQLite gets its first pages back; on PostgreSQL the few tables that hold rows lose them.
"""

import sqlite3

from django.core.management import call_command

from sopman.audit import triggers

PATIENCE = 80  # times a quarter of a second, while another connection writes


def remember(connection):
    """Remember the rows that are there; what is returned brings exactly these back."""
    if connection.vendor == "sqlite":
        return _pages(connection)
    return _rows(connection) if _may_switch_triggers_off(connection) else _flushed


def _pages(connection):
    first = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(first)

    def bring_back():
        tries = iter(range(PATIENCE))

        def refused_for_long(status, *_pages):
            if status != sqlite3.SQLITE_DONE and next(tries, None) is None:
                raise TimeoutError("Somebody still writes to the tests' database.")

        connection.ensure_connection()
        first.backup(connection.connection, progress=refused_for_long)

    return bring_back


def _rows(connection):
    """Without triggers, so in any order."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    at_first = filled(connection, tables)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA at_first")
        for name in at_first:
            cursor.execute(f'CREATE TABLE at_first."{name}" AS TABLE "{name}"')

    def bring_back():
        there = filled(connection, tables)
        with connection.cursor() as cursor:
            cursor.execute(
                "; ".join([
                    "SET session_replication_role = replica",
                    *(f'DELETE FROM "{name}"' for name in there),
                    *(f'INSERT INTO "{name}" SELECT * FROM at_first."{name}"' for name in at_first),
                    "SET session_replication_role = DEFAULT",
                ])
            )  # fmt: skip

    return bring_back


def filled(connection, tables):
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def _may_switch_triggers_off(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _flushed():
    """Somebody who may not; the append-only triggers are put up again by the flush."""
    triggers.remove()
    call_command("flush", verbosity=0, interactive=False)
