"""The program does not start on a rule pack that is at odds with its own tables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_UNTESTED = "from liuhen.regulation import shown; shown.tests_of = lambda id: ();"
"""Run first: no rule has a test any more, as if `data/shown.toml` had been emptied."""


def _started(program: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "LIUHEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuhen.settings"},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("verb", ["serve", "worker", "check"])
def test_a_command_refuses_in_one_line_for_the_bureau(verb: str, tmp_path: Path) -> None:
    run = f"from liuhen.commands import main; raise SystemExit(main(['{verb}']))"
    refused = _started(_UNTESTED + run.replace("['check']", "['check', '2026-001']"), tmp_path)
    assert refused.returncode == 1
    assert "规则库有误，程序拒绝运行：" in refused.stderr
    assert "没有测试" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_another_server_that_loads_the_pages_refuses_too(tmp_path: Path) -> None:
    refused = _started(_UNTESTED + "import liuhen.wsgi", tmp_path)
    assert refused.returncode == 1
    assert "BrokenPack" in refused.stderr
