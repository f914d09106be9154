"""The triggers that make the ledger's tables append-only, for SQLite and PostgreSQL.

They stop mistakes and honest software. Whoever owns the database can drop them, so they are only a
speed bump: what was changed is found by the audit. A migration that rebuilds a guarded table
(SQLite does so for most alterations) must call `install` again at its end; `missing` shows a lapse.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "ledger is append-only"

# table → condition on NEW under which an INSERT is refused ({t} is the table)
_INSERT: dict[str, str] = {
    # The next index and no other: stops gaps and, on SQLite, INSERT OR REPLACE, which fires no
    # DELETE trigger unless recursive_triggers is on.
    "ledger_entry": "NEW.idx <> (SELECT COALESCE(MAX(idx), -1) + 1 FROM {t})",
    "ledger_node": (
        "EXISTS (SELECT 1 FROM {t} WHERE alg = NEW.alg AND level = NEW.level AND idx = NEW.idx)"
    ),
    "ledger_checkpoint": "NEW.size <= (SELECT COALESCE(MAX(size), 0) FROM {t})",
    "ledger_salt": "EXISTS (SELECT 1 FROM {t} WHERE idx = NEW.idx)",
}
_DELETABLE = frozenset({"ledger_salt"})  # forgetting content is lawful, and recorded


def _sqlite_statements() -> dict[str, str]:
    made: dict[str, str] = {}
    for table, condition in _INSERT.items():
        stop = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        when = condition.format(t=table)
        made[f"{table}_no_update"] = (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {stop}"
        )
        made[f"{table}_insert"] = (
            f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {when} {stop}"
        )
        if table not in _DELETABLE:
            made[f"{table}_no_delete"] = (
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {stop}"
            )
    return made


def _postgresql_statements() -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for table, condition in _INSERT.items():
        when = condition.format(t=table)
        made[f"{table}_insert"] = [
            f"CREATE OR REPLACE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {when} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
        ]
        made[f"{table}_no_update"] = [_pg_stop(table, "no_update", "UPDATE")]
        made[f"{table}_no_truncate"] = [_pg_stop(table, "no_truncate", "TRUNCATE")]
        if table not in _DELETABLE:
            made[f"{table}_no_delete"] = [_pg_stop(table, "no_delete", "DELETE")]
    for name, statements in made.items():
        # ALWAYS: a session with session_replication_role = replica fires it too.
        table = next(t for t in _INSERT if name.startswith(t))
        statements.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    return made


def _pg_stop(table: str, suffix: str, event: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{suffix} BEFORE {event} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    )


_PG_REFUSE = (
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every guard, replacing those that are there."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in _sqlite_statements().values():
                cursor.execute(statement)
            return
        cursor.execute(_PG_REFUSE)
        for statements in _postgresql_statements().values():
            for statement in statements:
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every guard: for a migration that rebuilds a table, and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _sqlite_statements():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name in _postgresql_statements():
            table = next(t for t in _INSERT if name.startswith(t))
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that are absent or disabled, sorted."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = _sqlite_statements()
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = {name for name, sql in cursor.fetchall() if wanted.get(name) == sql}
            return sorted(wanted.keys() - there)
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'")
        return sorted(_postgresql_statements().keys() - {name for (name,) in cursor.fetchall()})
