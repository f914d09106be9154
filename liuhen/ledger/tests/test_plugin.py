"""Tests that commit can be emptied between, and begin with a guarded, empty ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from liuhen.ledger import guards
from liuhen.ledger.actions import append, is_demo, open_log
from liuhen.ledger.models import LedgerEntry
from liuhen.ledger.tests.conftest import ORIGIN, START


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_each_committing_test_finds_an_empty_guarded_ledger(
    round_: int, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    assert not LedgerEntry.objects.exists()
    assert guards.missing(connection) == []
    assert not is_demo()
    with transaction.atomic():
        open_log(origin=ORIGIN, mode="demo", at=START, actor="u1")
        made = Group.objects.create(name="组")
        append(actor="u1", type="group.made", at=START, rows=[made])
    assert is_demo()


def test_open_ledger_gives_a_test_a_ledger_to_append_to(open_ledger: None) -> None:
    with transaction.atomic():
        assert append(actor="u1", type="note.taken", at=START).idx == 1
