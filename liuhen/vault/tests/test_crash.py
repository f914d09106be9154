"""F-1, F-2, F-5, F-6: processes killed at every named step, and processes that meet.

SIGKILL keeps the page cache, so this proves the order of steps and not fsync; the order of fsyncs
is looked at in test_uploads.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from liuhen.vault.tests.drill import POINTS_OF_PUT, POINTS_OF_UPLOAD, ROOM, ROUNDS

ROOT = Path(__file__).resolve().parents[3]
KILLED = -9

Report = dict[str, dict[str, Any]]


@contextmanager
def database_of_its_own() -> Iterator[str | None]:
    """Make a PostgreSQL database for the drill's processes to share; None where SQLite is used."""
    if connection.vendor != "postgresql":
        yield None
        return
    at = connection.settings_dict
    server = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}"
    name = f"drill_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def drilled() -> Iterator[Report]:
    """Run the drill once, in a home and a database of its own.

    Not in pytest's folders: root's are closed to the nobody that the drill becomes.
    """
    with tempfile.TemporaryDirectory(prefix="liuhen-drill-") as home, database_of_its_own() as url:
        environment = {
            **os.environ,
            "LIUHEN_HOME": home,
            "DJANGO_SETTINGS_MODULE": "liuhen.vault.tests.settings",
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("LIUHEN_DATABASE_URL", None)
        if url is not None:
            environment["LIUHEN_DATABASE_URL"] = url
        done = subprocess.run(
            [sys.executable, "-m", "liuhen.vault.tests.drill"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


def whole(scene: dict[str, Any], uploads: int = 1) -> None:
    """The bytes are stored once, intact and sealed; every upload is done; nothing is left over."""
    assert scene["states"] == ["stored"] * uploads
    assert scene["results"] == [scene["sha256"]] * bool(uploads)
    assert (scene["rows"], scene["verdict"], scene["orphan"]) == (1, "intact", False)
    assert (scene["mode"], scene["links"]) == ("0o440", 1)
    assert scene["left_in_uploads"] == []
    assert scene["strays"] == []


@pytest.mark.parametrize("point", POINTS_OF_UPLOAD)
def test_an_upload_killed_at_any_step_ends_stored_after_a_resume(
    drilled: Report, point: str
) -> None:
    scene = drilled[f"upload {point}"]
    assert scene["killed"] == [KILLED]
    assert scene["again"] == [0]
    whole(scene)


@pytest.mark.parametrize("point", POINTS_OF_UPLOAD[2:-1])
def test_being_killed_again_while_resuming_is_no_worse(drilled: Report, point: str) -> None:
    scene = drilled[f"twice {point}"]
    assert scene["killed"][0] == KILLED
    assert scene["again"] == [0]
    whole(scene)


@pytest.mark.parametrize("point", POINTS_OF_PUT)
def test_a_put_killed_at_any_step_is_stored_by_the_next(drilled: Report, point: str) -> None:
    scene = drilled[f"put {point}"]
    assert scene["killed"] == [KILLED]
    assert scene["again"] == [0]
    whole(scene, uploads=0)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_workers_finishing_one_upload_make_one_object(drilled: Report, number: int) -> None:
    scene = drilled[f"two workers {number}"]
    assert scene["codes"] == [0, 0]
    whole(scene)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_uploads_of_one_content_at_once_make_one_object(drilled: Report, number: int) -> None:
    scene = drilled[f"one content {number}"]
    assert scene["codes"] == [0, 0]
    whole(scene, uploads=2)


def test_a_disk_full_in_the_middle_answers_507_and_the_upload_goes_on_later(
    drilled: Report,
) -> None:
    scene = drilled["full disk"]
    assert scene["codes"] == [0]
    assert scene["offset"] == ROOM
    whole(scene)
