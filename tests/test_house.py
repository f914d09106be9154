"""The house itself: locked dependencies, true docs, checked fonts, the throw-away PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from liuhen.cases import models as case_models
from liuhen.documents import models as document_models
from liuhen.people import models as people_models
from liuhen.regulation import casefile, clauses, secrecy

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
DIRECT = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
READMES = ["README.md", "README.en.md"]


def _name(requirement: str) -> str:
    """Return a package's name in the one spelling that lock files use."""
    bare = re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", bare).lower()


LOCKED = {_name(line) for line in LOCK.splitlines() if re.match(r"[A-Za-z0-9]", line)}


@pytest.mark.parametrize("requirement", DIRECT)
def test_every_dependency_is_locked(requirement: str) -> None:
    assert _name(requirement) in LOCKED, "make lock, and commit requirements.lock"


def test_the_lock_names_no_host_and_every_package_has_a_digest() -> None:
    assert "://" not in LOCK
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


@pytest.mark.parametrize("page", READMES)
def test_the_readmes_name_only_targets_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z-]+)", text))
    assert {"setup", "run", "test"} <= named
    assert named <= _targets()


def test_make_help_lists_every_target_a_person_calls() -> None:
    answer = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    listed = set(re.findall(r"^  make ([a-z-]+)", answer.stdout, flags=re.MULTILINE))
    assert listed == _targets()


PAGES = [*READMES, *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


GLOSSARY = re.findall(
    r"^\| [^|]+ \| `([\w.]+)` \| [^|]+ \|$",
    (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


@pytest.mark.parametrize("identifier", GLOSSARY)
def test_the_glossary_names_what_the_code_has(identifier: str) -> None:
    owner, _, member = identifier.partition(".")
    # What the law speaks of stands in the case file; what only this system keeps, with its noun.
    places = (casefile, secrecy, clauses, case_models, document_models, people_models)
    kind = next(getattr(place, owner) for place in places if hasattr(place, owner))
    if member:
        assert hasattr(kind, member) or member in kind.__dataclass_fields__


@pytest.mark.parametrize("kind", ["Stage", "DeliveryWay", "Media", "Right"])
def test_the_glossary_leaves_out_no_member(kind: str) -> None:
    told = {identifier.partition(".")[2] for identifier in GLOSSARY if identifier.startswith(kind)}
    # Electronic service stands among the things: it is of higher law, not of this regulation.
    assert told | {"ELECTRONIC"} >= set(getattr(casefile, kind).__members__)


def test_decisions_are_numbered_without_a_gap() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(numbers) + 1))
    for record in records:
        assert record.read_text(encoding="utf-8").startswith(f"# {record.name[:4]}. ")


def test_tests_run_in_a_passing_home() -> None:
    from django.conf import settings

    home = Path(os.environ["LIUHEN_HOME"])
    assert home.name.startswith("liuhen-test-")
    assert home.resolve() == settings.HOME
    assert ROOT not in home.parents


def _with_postgres(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["tools/with-postgres", *command],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **variables},
    )  # fmt: skip


def _has_postgres() -> bool:
    return subprocess.run(["tools/postgres-bin"], cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.skipif(not _has_postgres(), reason="no PostgreSQL server programs on this machine")
def test_the_throw_away_postgres_answers_and_is_gone_afterwards() -> None:
    ask = (
        "import os, psycopg\n"
        "url = os.environ['LIUHEN_DATABASE_URL']\n"
        "row = psycopg.connect(url).execute('show data_directory').fetchone()\n"
        "print(row[0])\n"
        "raise SystemExit(7)"
    )
    answer = _with_postgres(str(ROOT / ".venv/bin/python"), "-c", ask)
    assert answer.returncode == 7, answer.stderr
    data = Path(answer.stdout.strip())
    assert data.parent.name.startswith("liuhen-pg.")
    assert not data.parent.exists()


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_without_postgres_it_says_so_and_fails_only_in_ci(
    tmp_path: Path, ci: str, code: int
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "with-postgres").write_bytes((ROOT / "tools/with-postgres").read_bytes())
    (tools / "postgres-bin").write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    answer = subprocess.run(
        [tools / "with-postgres", "touch", tmp_path / "ran"],
        capture_output=True, text=True, check=False, env={**os.environ, "CI": ci},
    )  # fmt: skip
    assert answer.returncode == code
    assert answer.stderr.count("\n") == 1
    assert "没有运行" in answer.stderr
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not (ROOT / "build/fonts").exists(), reason="fonts come with make setup")
def test_the_fonts_are_those_that_were_checked() -> None:
    subprocess.run(
        ["sha256sum", "--quiet", "--strict", "--check", ROOT / "tools/fonts.sha256"],
        cwd=ROOT / "build/fonts", check=True,
    )  # fmt: skip
