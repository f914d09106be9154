"""Rows of stored objects are written once: the database refuses to change or replace one.

A speed bump, not a proof: the owner of the database can drop it, and then the replay of the
ledger finds the edited row. Deleting is not refused here (emptying a test database deletes); the
row's absence is found the same way.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    "CREATE TRIGGER vault_storedobject_no_update BEFORE UPDATE ON vault_storedobject "
    "BEGIN SELECT RAISE(ABORT, 'a stored object is written once'); END",
    # INSERT OR REPLACE would otherwise replace a row without any UPDATE.
    "CREATE TRIGGER vault_storedobject_no_replace BEFORE INSERT ON vault_storedobject "
    "WHEN EXISTS (SELECT 1 FROM vault_storedobject WHERE sha256 = NEW.sha256) "
    "BEGIN SELECT RAISE(ABORT, 'a stored object is written once'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION vault_written_once() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'a stored object is written once' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER vault_storedobject_no_update BEFORE UPDATE ON vault_storedobject "
    "FOR EACH ROW EXECUTE FUNCTION vault_written_once()",
    # ALWAYS: also where session_replication_role is "replica".
    "ALTER TABLE vault_storedobject ENABLE ALWAYS TRIGGER vault_storedobject_no_update",
)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
