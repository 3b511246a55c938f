"""Database triggers: the text of a version that is no draft any more can't be changed by anybody.

Registered beside the append-only triggers of the audit trail, so that `migrate` installs them and
the health check misses them.
"""

from sopman.audit.triggers import Trigger, further

VERSION = "sops_sopversion"
PARTS = {
    "sops_section": "version_id",
    "sops_sopstep": "version_id",
    "sops_sopstepbranch": "version_id",
    "sops_steppicture": "version_id",
    "sops_relateddocument": "version_id",
    "sops_recordform": "version_id",
    "sops_omission": "version_id",
    "sops_sopversion_authors": "sopversion_id",
}
_PART_FUNCTION = """
CREATE OR REPLACE FUNCTION sops_text_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  line jsonb := CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END;
  standing text;
BEGIN
  SELECT state INTO standing FROM sops_sopversion WHERE id = (line ->> TG_ARGV[0])::bigint;
  IF standing <> 'draft' THEN
    RAISE EXCEPTION 'frozen: % on % is refused', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
# What stays as it was given: the number, the SOP, and after the approval the fingerprint.
_CHANGED = """
  OLD.sop_id <> NEW.sop_id
  OR (OLD.major IS NOT NULL AND (NEW.major IS NULL OR NEW.major <> OLD.major
      OR NEW.minor IS NULL OR NEW.minor <> OLD.minor))
  OR (OLD.state NOT IN ('draft', 'in_review') AND (NEW.content_sha256 <> OLD.content_sha256
      OR NEW.frozen IS NULL AND OLD.frozen IS NOT NULL OR NEW.frozen <> OLD.frozen
      OR NEW.state IN ('draft', 'in_review')))
  OR (OLD.state <> 'draft' AND NEW.change_note <> OLD.change_note)
"""
_VERSION_FUNCTION = """
CREATE OR REPLACE FUNCTION sops_version_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'frozen: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""


def register() -> None:
    """Call it in `AppConfig.ready()`."""
    for table, column in PARTS.items():
        for operation in ("insert", "update", "delete"):
            further(_part(table, column, operation))
    further(_kept("update", _CHANGED))
    further(_kept("delete", "OLD.state <> 'draft'"))


def _part(table: str, column: str, operation: str) -> Trigger:
    name = f"{table}_frozen_{operation}"
    row = "NEW" if operation == "insert" else "OLD"
    standing = f"(SELECT state FROM sops_sopversion WHERE id = {row}.{column})"  # noqa: S608
    return Trigger(
        table,
        name,
        sqlite=_sqlite(name, operation, table, f"{standing} <> 'draft'"),
        postgresql=_PART_FUNCTION
        + f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {operation.upper()} ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION sops_text_is_frozen('{column}')",
    )


def _kept(operation: str, when: str) -> Trigger:
    name = f"{VERSION}_kept_{operation}"
    return Trigger(
        VERSION,
        name,
        sqlite=_sqlite(name, operation, VERSION, when),
        postgresql=_VERSION_FUNCTION
        + f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {operation.upper()} ON "{VERSION}" '
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION sops_version_is_kept()",
    )


def _sqlite(name: str, operation: str, table: str, when: str) -> str:
    return (
        f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {operation.upper()} ON "{table}" '
        f"WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'frozen: {operation} on {table} is refused'); END"
    )
