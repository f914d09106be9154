"""A home of its own for each test: a real database, on disk, that other connections can open.

pytest-django's database is not used: it lives in one transaction, often in memory, and neither
tampering from outside nor fifty writers can be played there. On PostgreSQL the home is a database
of its own on the configured server.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, connections, transaction

from liuhen.ledger import actions, projections
from liuhen.ledger.actions import Mode, append, open_log
from liuhen.ledger.models import LedgerEntry

ORIGIN = "test.example/liuhen"
START = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
_APPS = ("contenttypes", "auth", "sessions", "ledger")


@dataclass
class Home:
    """One bureau's home with a clock that moves a second at each event."""

    path: Path
    database: Path | None
    ticks: int = field(default=0)

    def now(self) -> datetime:
        self.ticks += 1
        return START + timedelta(seconds=self.ticks)

    def open(self, mode: Mode = "bureau") -> None:
        with transaction.atomic():
            open_log(origin=ORIGIN, mode=mode, at=self.now(), actor="u1")

    def group(self, name: str, case: str = "-") -> Group:
        """Make a business row and its entry: auth's Group stands for every noun."""
        with transaction.atomic():
            made = Group.objects.create(name=name)
            append(actor="u1", type="group.made", at=self.now(), case=case, rows=[made])
        return made

    def fill(self, count: int) -> list[Group]:
        return [self.group(f"组{i}", case=f"C-{i % 3}") for i in range(count)]

    def leaves(self) -> list[bytes]:
        found = LedgerEntry.objects.order_by("idx").values_list("leaf", flat=True)
        return [bytes(leaf) for leaf in found]

    def outside(self, *statements: str | tuple[str, tuple[Any, ...]]) -> None:
        """Run SQL as somebody with the database's own tools would, past Django."""
        if self.database is not None:
            with sqlite3.connect(self.database) as other:
                for sql in statements:
                    other.execute(*((sql,) if isinstance(sql, str) else sql))
            other.close()
            return
        with connection.cursor() as cursor:
            for sql in statements:
                text, values = (sql, ()) if isinstance(sql, str) else sql
                cursor.execute(text.replace("?", "%s"), values or None)

    def unguard(self) -> None:
        """Drop the guards, as whoever owns the database can."""
        from liuhen.ledger import guards

        guards.remove(connection)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    """Migrate one empty database, to be copied for each test."""
    with django_db_blocker.unblock():
        if connections.settings["default"]["ENGINE"].endswith("sqlite3"):
            name = str(tmp_path_factory.mktemp("ledger") / "template.sqlite3")
            with _default(name):
                _migrate()
            yield name
            return
        name = f"ledger_template_{secrets.token_hex(4)}"
        _server(f"CREATE DATABASE {name}")
        with _default(name):
            _migrate()
        yield name
        _server(f"DROP DATABASE {name}")


@pytest.fixture
def home(template: str, tmp_path: Path, settings: Any, django_db_blocker: Any) -> Iterator[Home]:
    """An empty home, its ledger not yet opened."""
    settings.HOME = tmp_path
    actions._opened.clear()
    with django_db_blocker.unblock():
        if template.endswith(".sqlite3"):
            database = tmp_path / "liuhen.sqlite3"
            shutil.copy(template, database)
            with _default(str(database)):
                yield Home(tmp_path, database)
            return
        name = f"ledger_test_{secrets.token_hex(4)}"
        _server(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            with _default(name):
                yield Home(tmp_path, None)
        finally:
            _server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def opened(home: Home) -> Home:
    """A home whose ledger has its first entry."""
    home.open()
    return home


@pytest.fixture
def projections_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is under the ledger but those the test puts there."""
    monkeypatch.setattr(projections, "_registered", {})


@pytest.fixture
def groups(opened: Home, projections_alone: None) -> Home:
    """An opened home with Group, and nothing else, under the ledger."""
    projections.project(Group)
    return opened


class _default:
    """Make the default connection, of every thread, point at another database for a while."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.kept = connections.settings["default"], connections["default"]
        connections.settings["default"] = {**self.kept[0], "NAME": self.name, "CONN_MAX_AGE": 0}
        del connections["default"]

    def __exit__(self, *_: object) -> None:
        connections["default"].close()
        connections.settings["default"], connections["default"] = self.kept


def _migrate() -> None:
    for app in _APPS:
        call_command("migrate", app, verbosity=0, interactive=False)


def _server(statement: str) -> None:
    """Run a statement about databases, from the database every PostgreSQL server has."""
    with _default("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)
