"""Homes of the invented bureau: built once a run, then lent to each test.

A test either borrows a home inside one transaction that is rolled back, which is quick, or gets a
copy of its own that other processes, threads and connections can open. Both go past pytest-django's
test database: that one is in memory, and a case of the past cannot be played in it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import override_settings

from liuhen import clock
from liuhen.demo.story import BEGINS_AT
from liuhen.ledger import actions
from liuhen.ledger.actions import open_log

ORIGIN = "test.example/liuhen-demo"
DATABASE = "liuhen.sqlite3"
Build = Callable[[], dict[str, Any]]
"""Fills a home whose log is open; what it returns (plain JSON) is handed to the tests."""


def on_sqlite() -> bool:
    """Tell which of the two databases this run is on."""
    return bool(connections.settings["default"]["ENGINE"].endswith("sqlite3"))


@dataclass(frozen=True)
class Home:
    """A bureau's home: its folder (keys, vault, on SQLite the database) and its database's name."""

    path: Path
    database: str
    told: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def entered(self) -> Iterator[Home]:
        """Make this the home that the code under test works in."""
        actions._opened.clear()
        settings = {"HOME": self.path, "VAULT_ROOT": self.path / "vault"}
        with override_settings(**settings), pointed_at(self.database):
            yield self
        actions._opened.clear()

    @contextmanager
    def borrowed(self) -> Iterator[Home]:
        """Enter this home for one test: whatever it writes into the database is rolled back."""
        with self.entered(), transaction.atomic():
            yield self
            transaction.set_rollback(True)

    def copy(self, path: Path) -> Home:
        """Return a home of the same content, for one test or one worker to keep."""
        shutil.copytree(self.path, path)
        if on_sqlite():
            return Home(path, str(path / DATABASE), self.told)
        name = database_name(path)
        on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.database}"')
        return Home(path, name, self.told)

    def drop(self) -> None:
        """Remove the database from the server; a SQLite file goes with its folder."""
        if not on_sqlite():
            on_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def outside(self) -> sqlite3.Connection:
        """Open the database as anyone with its file and a tool can, past Django."""
        return sqlite3.connect(self.database)

    @property
    def variables(self) -> dict[str, str]:
        """The environment in which another process works in this home."""
        kept = {"LIUHEN_HOME": str(self.path), "DJANGO_SETTINGS_MODULE": "liuhen.settings"}
        if on_sqlite():
            return kept
        server = os.environ["LIUHEN_DATABASE_URL"].rsplit("/", 1)[0]
        return {**kept, "LIUHEN_DATABASE_URL": f"{server}/{self.database}"}


def build(root: Path, name: str, fill: Build, start: Home | None = None) -> Home:
    """Return the home of that name, built by the first of this run's workers that wants it."""
    folder, done = root / name, root / f"{name}.json"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            # What an attempt that failed has left is no home.
            shutil.rmtree(folder, ignore_errors=True)
            home = _empty(folder) if start is None else _anew(start, folder)
            with home.entered():
                told = fill()
            done.write_text(json.dumps(told), encoding="utf-8")
    database = str(folder / DATABASE) if on_sqlite() else database_name(folder)
    return Home(folder, database, json.loads(done.read_text(encoding="utf-8")))


def _anew(start: Home, folder: Path) -> Home:
    if not on_sqlite():
        Home(folder, database_name(folder)).drop()
    return start.copy(folder)


def _empty(folder: Path) -> Home:
    """Make the tables and open a demo home's log: only there a set clock is honoured."""
    (folder / "vault").mkdir(parents=True)
    home = Home(folder, str(folder / DATABASE) if on_sqlite() else database_name(folder))
    if not on_sqlite():
        home.drop()
        on_server(f'CREATE DATABASE "{home.database}"')
    with home.entered():
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            open_log(origin=ORIGIN, mode="demo", at=BEGINS_AT, actor="system")
    return home


def database_name(folder: Path) -> str:
    """Return the name of a home's database on the server, the same in every worker."""
    return "liuhen_" + "_".join(folder.parts[-3:]).replace("-", "_")[-50:]


class pointed_at:
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


def on_server(statement: str) -> None:
    """Run a statement about databases, from the database every PostgreSQL server has."""
    with pointed_at("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)


class Time:
    """The set clock of one test: it starts where told and is moved on with `go`."""

    def __init__(self) -> None:
        self._under_way: list[Any] = []

    def go(self, moment: datetime) -> None:
        """Go on at that moment; the ledger takes no entry from before its last one."""
        playing = clock.playing(moment)
        playing.__enter__()
        self._under_way.append(playing)

    def stop(self) -> None:
        """Give the real time back."""
        while self._under_way:
            self._under_way.pop().__exit__(None, None, None)
