"""Triggers that make tables append-only, on SQLite and PostgreSQL.

Installed after every `migrate`: SQLite drops them whenever Django rebuilds a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection as default_connection
from django.db import models

_MODELS: list[type[models.Model]] = []
_FUNCTION = """
CREATE OR REPLACE FUNCTION sopman_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
"""


@dataclass(frozen=True)
class Trigger:
    """A further trigger of an app's own, as SQL that may be run again and again."""

    table: str
    name: str
    sqlite: str
    postgresql: str


_FURTHER: dict[str, Trigger] = {}


def further(trigger: Trigger) -> None:
    """Stand beside the append-only ones: installed, checked and taken down with them."""
    _FURTHER[trigger.name] = trigger


def append_only(model: type[models.Model]) -> None:
    """Register a model whose rows may only be added. Call it in `AppConfig.ready()`."""
    if model not in _MODELS:
        _MODELS.append(model)


def protected_tables() -> list[str]:
    return [model._meta.db_table for model in _MODELS]


def install(connection: Any = default_connection) -> None:
    """Put up every trigger that is missing. Harmless when they stand."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table, name in _wanted(connection):
            if table in present:
                cursor.execute(_statement(connection, table, name))


def remove(connection: Any = default_connection) -> None:
    """Take every trigger down. Only for tests that empty tables; `migrate` puts them back."""
    with connection.cursor() as cursor:
        for table, name in _wanted(connection):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def missing(connection: Any = default_connection) -> list[str]:
    """The names of triggers that should stand and don't."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for _table, name in _wanted(connection) if name not in standing]


def _wanted(connection: Any) -> Iterator[tuple[str, str]]:
    last = "truncate" if connection.vendor == "postgresql" else "replace"
    for table in protected_tables():
        for operation in ("update", "delete", last):
            yield table, f"{table}_no_{operation}"
    for trigger in _FURTHER.values():
        yield trigger.table, trigger.name


def _statement(connection: Any, table: str, name: str) -> str:
    if name in _FURTHER:
        return getattr(_FURTHER[name], connection.vendor)
    operation = name.rsplit("_", 1)[1]
    if connection.vendor == "postgresql":
        scope = "STATEMENT" if operation == "truncate" else "ROW"
        return (
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {operation.upper()} ON "{table}" '
            f"FOR EACH {scope} EXECUTE FUNCTION sopman_append_only()"
        )
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {operation} on {table} is refused'); END"
    if operation == "replace":  # INSERT OR REPLACE passes by the trigger for DELETE
        return (
            f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE INSERT ON "{table}" '  # noqa: S608 -- our own table names
            f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id) {refuse}'
        )
    return f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {operation.upper()} ON "{table}" {refuse}'
