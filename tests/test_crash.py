"""A process killed in the middle of an approval or an issue leaves either nothing or everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from liuhen import clock
from liuhen.procedure import steps
from tests.begun import begun_of
from tests.homes import Home
from tests.plugin import Go

ROOT = Path(__file__).resolve().parent.parent
# Rows that an approval of a filing and the issue of an order write, with the ledger's own.
LEDGER = {"ledger_entry", "ledger_salt"}
WRITTEN = {
    "approve": {
        "approvals_matter", "approvals_matterstep", "cases_activity", "cases_case",
        "documents_document", "documents_documentversion", "documents_numberpool",
        "documents_numbertaken", "documents_signature", "vault_storedobject",
    },
    "issue": {
        "documents_document", "documents_documentversion", "documents_numberpool",
        "documents_numbertaken", "documents_signature", "vault_storedobject",
    },
}  # fmt: skip


@pytest.fixture
def ready(begun_home: Home, go: Go) -> Home:
    """A home with a filing waiting for its approver and an order ready to be issued."""
    go(clock.shanghai(2026, 3, 13, 9, 0))
    begun = begun_of(begun_home.told)
    steps.give_verdict(
        begun.cast.actor("bing"), begun.matter("waiting"), verdict="agree", words="同意。"
    )
    begun.teller.write("jia", "correction_order", begun.teller.act("jia", "order_to_correct"))
    connection.close()
    return begun_home


def _drill(home: Home, how: str, action: str) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.crash_drill", how, action],
        cwd=ROOT, env={**os.environ, **home.variables}, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    report: dict[str, Any] = json.loads(answer.stdout)
    return report


@pytest.mark.parametrize("action", ["approve", "issue"])
def test_killed_before_any_statement_it_leaves_nothing(ready: Home, action: str) -> None:
    report = _drill(ready, "statements", action)
    assert report["changed"] == []
    assert report["statements"] > 20
    changed = set(report["in the end"]) - {"ledger_node"}
    assert changed == WRITTEN[action] | LEDGER
    series, first = {"approve": ("统立", 2), "issue": ("统责改", 1)}[action]
    assert [series, first + 1] in report["next"], "the deaths before must have taken no number"
    assert report["verdict"] == "intact"


@pytest.mark.parametrize("action", ["approve", "issue"])
def test_the_commit_is_the_one_moment_between_nothing_and_everything(
    ready: Home, action: str
) -> None:
    report = _drill(ready, "commit", action)
    assert report["before the commit"] == []
    assert set(report["after it"]) - {"ledger_node"} == WRITTEN[action] | LEDGER
    assert report["verdict"] == "intact"
