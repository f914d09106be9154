"""A pytest plugin for the whole project, loaded by the root conftest.py.

Tests that commit (`transactional_db`, `live_server`) end by emptying every table, which the
append-only guards rightly refuse: here they are lifted for that moment and put back.
`open_ledger` gives a test an opened ledger in a home of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

ORIGIN = "test.example/liuhen"
OPENED_AT = datetime(2020, 1, 1, tzinfo=UTC)  # before anything a test plays


@pytest.fixture(autouse=True, scope="session")
def _ledger_can_be_emptied_between_tests() -> Iterator[None]:
    from django.db import connection
    from django.test import TransactionTestCase

    from liuhen.ledger import actions, guards
    from liuhen.ledger.models import LedgerEntry

    inner: Callable[[TransactionTestCase], None] = vars(TransactionTestCase)["_fixture_teardown"]

    def teardown(self: TransactionTestCase) -> None:
        guards.remove(connection)
        inner(self)
        if LedgerEntry._meta.db_table in connection.introspection.table_names():
            guards.install(connection)
        actions._opened.clear()

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    patch.undo()


@pytest.fixture
def open_ledger(db: None, settings: Any, tmp_path: Path) -> None:
    """Open a bureau's ledger in the test database, as of 2020, so that `append` takes events."""
    from django.db import transaction

    from liuhen.ledger.actions import open_log

    settings.HOME = tmp_path
    with transaction.atomic():
        open_log(origin=ORIGIN, mode="bureau", at=OPENED_AT, actor="system")
