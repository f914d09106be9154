"""The same answer from the database, from the case file inside a package, and from the package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from liuhen.archive import actions as archive
from liuhen.cases.models import Case
from liuhen.commands.home import make_folders
from liuhen.people.actors import SYSTEM
from liuhen.procedure.compile import compile_case
from liuhen.regulation.codec import encode
from liuhen.verifier import layout
from tests.homes import Home, Time

DAY = "2026-11-24"
CASES = {"2026-001": 0, "2026-002": 3, "2026-003": 3}
"""Case A, B and C with the exit code on that day."""


@pytest.fixture
def packages(
    played_home: Home, time: Time, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Path]:
    """The worked cases as packages; B and C are open, and packed all the same for this once."""
    from liuhen import clock

    monkeypatch.setattr(archive, "demand_closed", lambda *_, **__: None)
    time.go(clock.shanghai(2026, 7, 2, 10))
    make_folders(played_home.path)  # what `init` makes and a command looks for
    made = {number: tmp_path / f"{number}.zip" for number in CASES}
    for number, path in made.items():
        archive.export_case(SYSTEM, Case.objects.get(number=number), path)
    return made


def _check(home: Home, what: str | Path) -> tuple[int, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "liuhen.commands", "check", str(what), "--today", DAY, "--json"],
        env={**os.environ, **home.variables},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert answer.returncode in (0, 3), answer.stderr
    return answer.returncode, json.loads(answer.stdout)


def _casefile_in(package: Path, to: Path) -> Path:
    with ZipFile(package) as archived:
        (name,) = [one for one in archived.namelist() if one.endswith(layout.CASEFILE)]
        to.write_bytes(archived.read(name))
    return to


def test_database_case_file_and_package_give_the_same_answer(
    played_home: Home, packages: dict[str, Path], tmp_path: Path
) -> None:
    for number, code in CASES.items():
        case_file = _casefile_in(packages[number], tmp_path / f"{number}.json")
        from_database = _check(played_home, number)
        assert from_database[0] == code
        assert from_database[1]["case"] == number
        assert _check(played_home, case_file) == from_database
        assert _check(played_home, packages[number]) == from_database


def test_the_case_file_of_an_open_case_is_what_the_database_gives(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    for number in ("2026-002", "2026-003"):
        case_file = _casefile_in(packages[number], tmp_path / f"{number}.json")
        assert case_file.read_bytes() == encode(compile_case(Case.objects.get(number=number)))
