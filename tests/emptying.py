"""Emptying tables between transactional tests: PostgreSQL takes seconds to TRUNCATE 150 of them."""


def quicken(connection):
    """Delete the rows of the few tables that hold any; without triggers, so in any order."""
    truncate = connection.ops.sql_flush

    def sql_flush(style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences or not _may_switch_triggers_off(connection):
            return truncate(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        deletes = [f'DELETE FROM "{name}"' for name in _filled(connection, tables)]
        return [
            "SET session_replication_role = replica",
            *deletes,
            "SET session_replication_role = DEFAULT",
        ]

    connection.ops.sql_flush = sql_flush


def _filled(connection, tables):
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def _may_switch_triggers_off(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
