"""Whoever edits the database past the system is found, by table and column, wherever the edit is.

The worked cases fill every table under the ledger. They are altered with the `sqlite3` module, as
anyone with the file could; then the audit must name exactly what was altered, and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from liuhen import clock
from liuhen.archive.actions import export_case
from liuhen.cases.classing import isolate
from liuhen.cases.looks import note_look
from liuhen.cases.models import Case
from liuhen.documents import actions
from liuhen.documents.actions import bring_in
from liuhen.documents.models import Signature
from liuhen.documents.type_package import from_path
from liuhen.documents.types import CATALOGUE_FOLDER
from liuhen.documents.writings import Writing
from liuhen.ledger.audit import verify_log
from liuhen.ledger.projections import Projection, projected, stored_columns
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM, Actor, actor_for
from liuhen.people.clearances import grant_clearance
from liuhen.people.models import Person
from liuhen.people.official_texts import load_official_text
from liuhen.people.screen_signing import turn_on
from liuhen.supervision import actions as supervision
from liuhen.supervision.actions import BreachFacts, OutcomeFacts
from tests.homes import Home, on_sqlite
from tests.plugin import AFTER_ALL, Go

UNLEDGERED = {
    ("people_person", "last_login"): "signing in is no act of enforcement",
    ("people_person", "password"): "a hash stays out of the log; setting one is an entry",
}

NOT_YET_TAKEN = {
    "vault_storedobject": "bytes that came in and that no record names yet prove nothing",
}

_DERIVED = "computed from the cases and the log, can be thrown away and computed again"
_READ = "what reading the files found; reading them again finds it again, damage is an entry"
_LOG = "the log itself, held by its own trees and signatures"
UNPROJECTED = {
    "ledger.LedgerEntry": _LOG,
    "ledger.LedgerNode": _LOG,
    "ledger.Checkpoint": _LOG,
    "ledger.Salt": _LOG,
    "ledger.Cursor": "how far a reader has come; reading again is harmless",
    "vault.Upload": "a file on its way in; it becomes a record when it is registered",
    "vault.CheckRound": _READ,
    "vault.ObjectCheck": _READ,
    "vault.ObjectHealth": _READ,
    "search.Entry": _DERIVED,
    "search.Words": _DERIVED,
    "agenda.CaseAgenda": _DERIVED,
    "agenda.CaseFinding": _DERIVED,
    "agenda.CaseState": _DERIVED,
    "agenda.CaseDeadline": _DERIVED,
    "agenda.FindingHistory": "what the page once showed; a help to the eye, not evidence",
    "agenda.DeadlineHistory": "what the page once showed; a help to the eye, not evidence",
}


def test_the_columns_outside_the_ledger_are_exactly_these() -> None:
    found = {(table, column) for table, one in projected().items() for column in one.unledgered}
    assert found == set(UNLEDGERED)


def test_the_tables_outside_the_ledger_are_exactly_these() -> None:
    ours = {
        model._meta.label: model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("liuhen.")
        for model in config.get_models(include_auto_created=True)
    }
    outside = {label for label, table in ours.items() if table not in projected()}
    assert outside == set(UNPROJECTED)


def test_the_tables_whose_rows_may_wait_for_an_entry_are_exactly_these() -> None:
    assert {table for table, one in projected().items() if one.drafts} == set(NOT_YET_TAKEN)


def test_each_column_is_either_under_the_ledger_or_on_the_list() -> None:
    for table, one in projected().items():
        listed = {column for name, column in UNLEDGERED if name == table}
        assert set(one.fields) | listed == set(stored_columns(one.model))


sqlite_only = pytest.mark.skipif(not on_sqlite(), reason="the file is altered with sqlite3")


@pytest.fixture
def full(played_home: Home, go: Go, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A home with a row in every table under the ledger, opened from outside."""
    go(clock.shanghai(*AFTER_ALL))
    people.enter_calendar_year(
        SYSTEM, year=2027, holidays=[date(2027, 1, 1)], make_up_days=[], citation="通知"
    )
    own_type(SYSTEM)
    load_official_text(SYSTEM, data="第一条 条文".encode(), source_name="办法.txt")
    recording = Case.objects.get(serial=2).recordings.earliest("pk")
    head = actor_for(Person.objects.get(username="wu"))
    ding = Person.objects.get(username="ding")
    grant_clearance(head, ding, secrecy="business", since=clock.today(), reason="法制审核")
    note_look(head, recording)
    isolate(head, recording, reason="误传")
    export_case(SYSTEM, Case.objects.get(serial=1), tmp_path / "2026-001.zip")
    _watch_over()
    sign_on_screen()
    connection.close()
    with closing(played_home.outside()) as outside:
        outside.execute("PRAGMA ignore_check_constraints = ON")
        _lift_triggers(outside)
        yield outside


def _watch_over() -> None:
    """The head enters a breach and what came of it, and takes the outcome back."""
    head, officer = (Person.objects.get(username=name) for name in ("wu", "yi"))
    actor = actor_for(head)
    breach = BreachFacts(
        person=officer, kind="other", occurred_on=date(2026, 6, 1), what="事实", consequence="无"
    )
    supervision.record_breach(actor, head.bureau, breach)
    outcome = OutcomeFacts(
        measure="criticism", grounds="事由", article="第三十一条", document="会议记录",
        decided_on=date(2026, 6, 2), decided_by=head.bureau.name, person=officer,
    )  # fmt: skip
    entered = supervision.record_outcome(actor, head.bureau, outcome)
    supervision.withdraw_outcome(actor, entered, reason="登记有误")


def sign_on_screen() -> None:
    """The bureau files signing on a screen; one open place is signed so."""
    bureau = Case.objects.get(serial=1).bureau
    turn_on(
        actor_for(Person.objects.get(username="wu")),
        bureau,
        filing_number="签备1号",
        in_force_from=clock.today(),
    )
    open_places = Signature.objects.filter(state="open", version__document__case__archived_on=None)
    row = open_places.exclude(version__code="").exclude(place="seal").latest("pk")
    writing = Writing(strokes="[[[1,2,3]]]", handed_over_at=clock.now(), name="丁一")
    officer = row.version.document.case.officers.earliest("pk").person
    actions.sign_on_screen(actor_for(officer), row.version.document, row.pk, writing)


def own_type(actor: Actor) -> None:
    """Bring in one form of a bureau's own."""
    package = from_path(CATALOGUE_FOLDER / "payment_voucher")
    bureau = Case.objects.get(serial=1).bureau
    bring_in(actor, bureau, package, in_force_from=clock.today(), source="文书样式")


def _lift_triggers(outside: sqlite3.Connection) -> None:
    """Whoever has the file can lift what guards the business tables; nobody need notice that."""
    triggers = outside.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name NOT LIKE 'ledger_%'"
    )
    for (name,) in triggers.fetchall():
        outside.execute(f'DROP TRIGGER "{name}"')


def _altered(field: models.Field[Any, Any], value: Any) -> Any:
    """Return another value that the column could hold."""
    target = getattr(field, "target_field", None) or field
    if isinstance(target, models.JSONField):
        return '{"改": 1}'
    if isinstance(target, models.BooleanField):
        return 0 if value else 1
    if isinstance(target, models.DateTimeField):
        return "2001-02-03 04:05:06"
    if isinstance(target, models.DateField):
        return "2001-02-03"
    if isinstance(target, models.IntegerField):
        return (value or 0) + 100_000
    return f"{value or ''}改"


def _row(outside: sqlite3.Connection, one: Projection) -> dict[str, Any]:
    """Return the table's newest row by attname; a table without a row proves nothing."""
    fields = stored_columns(one.model)
    names = ", ".join(f'"{field.column}"' for field in fields.values())
    found = outside.execute(f'SELECT {names} FROM "{one.table}" ORDER BY rowid DESC').fetchone()
    assert found is not None, f"{one.table} is empty: nothing shows that it is watched"
    return dict(zip(fields, found, strict=True))


def _key(one: Projection) -> str:
    return one.model._meta.pk.attname


@sqlite_only
def test_every_column_that_is_changed_is_named(full: sqlite3.Connection) -> None:
    expected = set()
    for one in projected().values():
        row, key = _row(full, one), _key(one)
        changed = {
            name: _altered(field, row[name])
            for name, field in stored_columns(one.model).items()
            if name != key
        }
        columns = ", ".join(f'"{stored_columns(one.model)[name].column}" = ?' for name in changed)
        full.execute(
            f'UPDATE "{one.table}" SET {columns} WHERE "{one.model._meta.pk.column}" = ?',
            [*changed.values(), row[key]],
        )
        expected |= {(one.table, str(row[key]), name) for name in changed if name in one.fields}
    full.commit()
    report = verify_log()
    assert report.verdict == "altered"
    assert {(one.table, one.key, one.column) for one in report.findings} == expected
    assert {one.kind for one in report.findings} == {"changed_column"}
    assert len(expected) > 200


@sqlite_only
def test_every_row_that_is_deleted_is_named(full: sqlite3.Connection) -> None:
    expected = set()
    for one in projected().values():
        pk = _row(full, one)[_key(one)]
        full.execute(f'DELETE FROM "{one.table}" WHERE "{one.model._meta.pk.column}" = ?', [pk])
        expected.add((one.table, str(pk)))
    full.commit()
    report = verify_log()
    assert report.verdict == "incomplete"
    assert {(one.table, one.key) for one in report.findings} == expected
    assert {one.kind for one in report.findings} == {"missing_row"}


@sqlite_only
def test_every_row_that_is_slipped_in_is_named(full: sqlite3.Connection) -> None:
    expected = set()
    for one in projected().values():
        row, fields = _row(full, one), stored_columns(one.model)
        slipped = {name: _altered(field, row[name]) for name, field in fields.items()}
        columns = ", ".join(f'"{fields[name].column}"' for name in slipped)
        marks = ", ".join("?" * len(slipped))
        full.execute(
            f'INSERT INTO "{one.table}" ({columns}) VALUES ({marks})', list(slipped.values())
        )
        if one.table not in NOT_YET_TAKEN:
            expected.add((one.table, str(slipped[_key(one)])))
    full.commit()
    report = verify_log()
    assert {(one.table, one.key) for one in report.findings} == expected
    assert {one.kind for one in report.findings} == {"unledgered_row"}


@sqlite_only
def test_a_row_that_is_given_another_key_is_missed_and_noticed(full: sqlite3.Connection) -> None:
    full.execute("UPDATE people_certificate SET id = 77 WHERE number = 'TJ-0003'")
    full.commit()
    assert sorted(one.kind for one in verify_log().findings) == ["missing_row", "unledgered_row"]


@sqlite_only
def test_two_rows_whose_words_are_swapped_are_both_named(full: sqlite3.Connection) -> None:
    (first, a), (second, b) = full.execute("SELECT id, words FROM approvals_matterstep LIMIT 2")
    full.execute("UPDATE approvals_matterstep SET words = ? WHERE id = ?", [b, first])
    full.execute("UPDATE approvals_matterstep SET words = ? WHERE id = ?", [a, second])
    full.commit()
    found = {(one.key, one.column) for one in verify_log().findings}
    assert found == {(str(first), "words"), (str(second), "words")}
