"""F-1, F-2, F-5, F-6: processes killed at every named step, and processes that meet.

SIGKILL keeps the page cache, so this proves the order of steps and not fsync; the order of fsyncs
is looked at in test_uploads.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from liuhen.vault.tests.drill import POINTS_OF_PUT, POINTS_OF_UPLOAD, ROUNDS

ROOT = Path(__file__).resolve().parents[3]
KILLED = -9

Report = dict[str, dict[str, Any]]


def database_url() -> str:
    """Return the address of the test database, for the drill's processes to share it."""
    at = connection.settings_dict
    host, port = at["HOST"] or "", at["PORT"] or ""
    return (
        f"postgresql://{at['USER']}:{at['PASSWORD']}@{host}{':' if port else ''}{port}/{at['NAME']}"
    )


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Report]:
    """Run the drill once, in a home and (SQLite) a database of its own."""
    home = tmp_path_factory.mktemp("drill")
    for folder in (home, *home.parents[:3]):
        folder.chmod(0o755)
    environment = {
        **os.environ,
        "LIUHEN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "liuhen.vault.tests.settings",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("LIUHEN_DATABASE_URL", None)
    if connection.vendor == "postgresql":
        environment["LIUHEN_DATABASE_URL"] = database_url()
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
    assert scene["offset"] == 3 * 1024 * 1024 + 77
    whole(scene)
