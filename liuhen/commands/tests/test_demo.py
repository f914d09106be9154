"""The demo home as a stranger meets it: made, checked, exported, verified."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from liuhen.commands.tests.conftest import Answer, run_in

pytestmark = pytest.mark.skipif(
    "LIUHEN_DATABASE_URL" in os.environ, reason="this home holds a SQLite database of its own"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The demo home, made once, with what the command said."""
    home = tmp_path_factory.mktemp("demo") / "home"
    home.mkdir()
    return home, run_in(home, "demo")


@pytest.fixture(scope="module")
def home(made: tuple[Path, Answer]) -> Path:
    folder, answer = made
    assert answer.returncode == 0, answer.stderr
    return folder


@pytest.fixture(scope="module")
def package(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Case A as a package."""
    path = tmp_path_factory.mktemp("package") / "2026-001.zip"
    answer = run_in(home, "export", "2026-001", "-o", str(path))
    assert answer.returncode == 0, answer.stderr
    return path


def _check(home: Path, *arguments: str) -> tuple[int, Any]:
    answer = run_in(home, "check", *arguments, "--json")
    return answer.returncode, json.loads(answer.stdout)


def test_demo_tells_who_can_sign_in(made: tuple[Path, Answer], home: Path) -> None:
    said = made[1].stdout
    with closing(sqlite3.connect(home / "liuhen.sqlite3")) as database:
        people = database.execute("SELECT username, name FROM people_person").fetchall()
    lines = [line.split() for line in said.splitlines()]
    assert people
    for username, name in people:
        assert any(line[:1] == [username] and name in line for line in lines)


def test_demo_has_brought_the_agenda_up_to_date(home: Path) -> None:
    with closing(sqlite3.connect(home / "liuhen.sqlite3")) as database:
        cases = database.execute("SELECT COUNT(*) FROM cases_case").fetchone()
        computed = database.execute("SELECT COUNT(*), MAX(fault) FROM agenda_caseagenda").fetchone()
        signed = database.execute("SELECT COUNT(*) FROM ledger_checkpoint").fetchone()
    assert computed == (cases[0], "")
    assert signed[0] >= 1


def test_a_clean_case_has_no_findings_and_answers_0(home: Path) -> None:
    code, said = _check(home, "2026-001")
    assert (code, said["findings"]) == (0, [])
    assert said["deadlines"]


def test_a_flawed_case_answers_3_with_articles_and_remedies(home: Path) -> None:
    code, said = _check(home, "2026-002")
    assert code == 3
    assert all(one["article"] and one["remedy"] for one in said["findings"])


def test_all_cases_at_once_say_of_each_what_is_said_of_it_alone(home: Path) -> None:
    code, together = _check(home, "--all", "--today", "2026-11-24")
    assert code == 3
    each = {one["case"]: one for one in together["cases"]}
    assert {"2026-001", "2026-002", "2026-003"} <= set(each)
    assert each["2026-002"] == _check(home, "2026-002", "--today", "2026-11-24")[1]
    assert together["findings"] == [gap for one in together["cases"] for gap in one["findings"]]


def test_reading_a_case_by_command_is_in_its_log_as_the_systems(home: Path) -> None:
    _check(home, "2026-003")
    with closing(sqlite3.connect(home / "liuhen.sqlite3")) as database:
        leaf = database.execute(
            "SELECT leaf FROM ledger_entry ORDER BY idx DESC LIMIT 1"
        ).fetchone()
    event = json.loads(leaf[0])
    assert (event["type"], event["actor"], event["command"]) == ("case.read", "system", "check")
    assert event["case"] != "-"


def test_an_unknown_case_is_not_found(home: Path) -> None:
    answer = run_in(home, "check", "1999-001")
    assert answer.returncode == 1
    assert "没有案号为 1999-001 的案件" in answer.stderr


def test_a_package_is_verified_and_checked_without_any_home(package: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nothing"
    answer = run_in(nowhere, "verify", str(package), "--json")
    assert answer.returncode == 0, answer.stdout
    assert json.loads(answer.stdout)["verdict"] == "unwitnessed"
    code, said = _check(nowhere, str(package))
    assert (code, said["case"], said["findings"]) == (0, "2026-001", [])


def test_a_key_from_elsewhere_vouches_for_the_package(home: Path, package: Path) -> None:
    keys = (home / "keys" / "ledger.vkey").read_text(encoding="utf-8").split()
    answer = run_in(home, "verify", str(package), "--key", keys[0], "--json")
    assert answer.returncode == 0, answer.stdout


def test_a_package_with_one_byte_changed_answers_3(package: Path, tmp_path: Path) -> None:
    spoilt = Path(shutil.copyfile(package, tmp_path / "spoilt.zip"))
    data = bytearray(spoilt.read_bytes())
    data[len(data) // 2] ^= 1
    spoilt.write_bytes(data)
    answer = run_in(tmp_path, "verify", str(spoilt), "--json")
    assert answer.returncode == 3
    assert json.loads(answer.stdout)["verdict"] in ("altered", "incomplete")


def test_export_overwrites_nothing(home: Path, package: Path) -> None:
    before = package.read_bytes()
    answer = run_in(home, "export", "2026-001", "-o", str(package))
    assert answer.returncode == 2
    assert package.read_bytes() == before


def test_an_open_case_is_not_exported(home: Path, tmp_path: Path) -> None:
    answer = run_in(home, "export", "2026-003", "-o", str(tmp_path / "c.zip"))
    assert answer.returncode == 1
    assert "还没有结案" in answer.stderr
    assert not (tmp_path / "c.zip").exists()


def test_the_clock_of_a_demo_home_can_be_moved(home: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(home, tmp_path / "moved"))
    (moved / "demo-clock").write_text("2030-01-07T09:00:00+08:00", encoding="ascii")
    checks = json.loads(run_in(moved, "doctor", "--json").stdout)["checks"]
    (shown,) = [one for one in checks if one["name"] == "时钟"]
    assert shown["state"] == "注意"
    assert "2030-01-07 09:" in shown["found"]
    assert _check(moved, "2026-001")[1]["today"] == "2030-01-07"


def test_the_demo_home_is_sound(home: Path) -> None:
    answer = run_in(home, "verify", "--json")
    assert answer.returncode == 0, answer.stdout
    assert json.loads(answer.stdout)["ledger"]["findings"] == []
