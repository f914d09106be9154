"""Commands run as a person runs them: in a process of their own, on a home of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Answer = subprocess.CompletedProcess[str]
Run = Callable[..., Answer]

PASSWORD = "a long password"


def run_in(home: Path, *arguments: str, **variables: str) -> Answer:
    """Run one command on a home; `variables` are added to the environment."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "LIUHEN_DATABASE_URL")
    }
    return subprocess.run(
        [sys.executable, "-m", "liuhen.commands", *arguments],
        env={**kept, "LIUHEN_HOME": str(home), **variables},
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bureau's home made by `init`, once; tests work on copies."""
    home = tmp_path_factory.mktemp("made") / "home"
    answer = run_in(
        home, "init", "--name", "示例区统计局", "--word", "示", "--code", "11211103MA0XYT9176",
        "--admin", "guanli", "--admin-name", "管理员", LIUHEN_ADMIN_PASSWORD=PASSWORD,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    return home


@pytest.fixture(scope="session")
def signed_home(made_home: Path) -> Path:
    """The same home after the worker has caught up: its log is signed."""
    home = Path(shutil.copytree(made_home, made_home.with_name("signed")))
    answer = run_in(home, "worker", "--once")
    assert answer.returncode == 0, answer.stderr
    return home


@pytest.fixture
def fresh(made_home: Path, tmp_path: Path) -> Path:
    """A home of this test's own as `init` left it."""
    return Path(shutil.copytree(made_home, tmp_path / "fresh"))


@pytest.fixture
def home(signed_home: Path, tmp_path: Path) -> Path:
    """A home of this test's own whose log is signed."""
    return Path(shutil.copytree(signed_home, tmp_path / "home"))


@pytest.fixture
def run(home: Path) -> Run:
    """Run a command on this test's home."""

    def one(*arguments: str, **variables: str) -> Answer:
        return run_in(home, *arguments, **variables)

    return one
