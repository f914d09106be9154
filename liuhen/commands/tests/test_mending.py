"""The routine check and mending as an administrator sees them: worker, verify, doctor, backup."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from liuhen.commands.tests.conftest import Run

pytestmark = pytest.mark.skipif(
    "LIUHEN_DATABASE_URL" in os.environ, reason="these homes hold a SQLite database of their own"
)

VIDEO = b"\x00\x00\x00\x18ftypisom" + b"video" * 1000
STORE = (
    "import sys, django; django.setup();"
    "from liuhen.vault import store;"
    "from liuhen.people.acting import acting; from liuhen.people.actors import SYSTEM\n"
    "with acting(SYSTEM) as act:\n"
    "    act.log('test.stored', [], stored=store.put_bytes(sys.stdin.buffer.read(), 'video/mp4'))"
)


@pytest.fixture
def video(home: Path) -> Path:
    """A recording in the home's vault; its path on the disk."""
    variables = {"LIUHEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuhen.settings"}
    subprocess.run(
        [sys.executable, "-c", STORE], env={**os.environ, **variables}, input=VIDEO, check=True
    )
    (path,) = [one for one in (home / "vault" / "cas").rglob("*") if one.is_file()]
    return path


@pytest.fixture
def backup(run: Run, video: Path, tmp_path: Path) -> Path:
    assert run("backup", str(tmp_path / "backup")).returncode == 0
    return tmp_path / "backup"


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o640)
    path.write_bytes(data)
    path.chmod(0o440)


def events(home: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(home / "liuhen.sqlite3")) as database:
        leaves = database.execute("SELECT leaf FROM ledger_entry ORDER BY idx").fetchall()
    found = [json.loads(leaf) for (leaf,) in leaves]
    return [one for one in found if one["type"].startswith("object.")]


def doctor(run: Run) -> dict[str, Any]:
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    (one,) = [one for one in checks if one["name"] == "文件巡检"]
    return dict(one)


def test_damage_alarms_the_doctor_until_it_is_mended_from_the_backup(
    home: Path, run: Run, video: Path, backup: Path
) -> None:
    assert doctor(run)["state"] == "正常"
    overwrite(video, VIDEO[:-1] + b"!")
    assert run("verify").returncode == 3
    told = doctor(run)
    assert told["state"] == "错误"
    assert video.name[:12] in told["found"]
    assert "--mend-from" in told["remedy"]

    tried = run("verify", "--mend-from", str(backup), "--dry-run", "--json")
    assert tried.returncode == 3
    report = json.loads(tried.stdout)
    assert report["mending"]["dry_run"] is True
    assert [one["outcome"] for one in report["mending"]["objects"]] == ["can_mend"]
    assert video.read_bytes() == VIDEO[:-1] + b"!"

    mended = run("verify", "--mend-from", str(backup))
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert "已修复" in mended.stdout
    assert video.read_bytes() == VIDEO
    assert doctor(run)["state"] == "正常"
    assert [(one["type"], one["actor"]) for one in events(home)] == [
        ("object.damaged", "system"),
        ("object.mended", "system"),
    ]
    assert run("verify").returncode == 0


def test_a_lost_file_comes_back_from_another_vault(run: Run, video: Path, backup: Path) -> None:
    video.unlink()
    answer = run("verify", "--mend-from", str(backup / "vault"), "--json")
    assert answer.returncode == 0, answer.stdout
    assert video.read_bytes() == VIDEO


def test_a_backup_that_is_damaged_too_is_refused_and_named(
    run: Run, video: Path, backup: Path
) -> None:
    overwrite(video, VIDEO[:-1] + b"!")
    overwrite(backup / "vault" / "cas" / video.parent.name / video.name, VIDEO[:-1] + b"?")
    answer = run("verify", "--mend-from", str(backup))
    assert answer.returncode == 3
    assert f"{video.name[:12]}…：备份里的这个文件也已损坏" in answer.stdout
    assert doctor(run)["state"] == "错误"


def test_a_home_whose_log_is_in_doubt_is_not_mended(
    home: Path, run: Run, video: Path, backup: Path
) -> None:
    overwrite(video, b"other")
    with closing(sqlite3.connect(home / "liuhen.sqlite3")) as database:
        database.execute("UPDATE people_bureau SET name = '别的统计局'")
        database.commit()
    answer = run("verify", "--mend-from", str(backup))
    assert answer.returncode == 3
    assert "没有修复任何文件" in answer.stderr
    assert video.read_bytes() == b"other"


def test_a_folder_without_files_is_refused(run: Run, video: Path, tmp_path: Path) -> None:
    answer = run("verify", "--mend-from", str(tmp_path))
    assert answer.returncode == 1
    assert "没有文件库" in answer.stderr


@pytest.mark.parametrize(
    "arguments", [("x.zip", "--mend-from", "backup"), ("--dry-run",), ("x.zip", "--dry-run")]
)
def test_mending_is_asked_for_clearly(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("verify", *arguments).returncode == 2


def test_the_worker_checks_what_waits_too_long(home: Path, run: Run, video: Path) -> None:
    with closing(sqlite3.connect(home / "liuhen.sqlite3")) as database:
        database.execute("DROP TRIGGER vault_storedobject_no_update")
        database.execute("UPDATE vault_storedobject SET stored_at = '2020-01-01 00:00:00'")
        database.commit()
    assert doctor(run)["state"] == "注意"
    overwrite(video, VIDEO[:-1] + b"!")
    assert run("worker", "--once").returncode == 0
    (event,) = events(home)
    assert (event["type"], event["pieces"]) == ("object.damaged", [[1, 1]])
    assert doctor(run)["state"] == "错误"
