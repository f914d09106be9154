"""Does every business row still say what the ledger last committed to?

The leaves are read once, keeping for each row and column the last commitment; then every projected
table is read once and each value is committed to again under the entry's salt. Linear in both.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any, TypeAlias

from django.db import DatabaseError, models

from liuhen.ledger import leaf as leaves
from liuhen.ledger.canonical import NotCanonical
from liuhen.ledger.errors import BadEvent
from liuhen.ledger.findings import Finding
from liuhen.ledger.models import LedgerEntry, Salt, as_bytes
from liuhen.ledger.projections import Projection, projected
from liuhen.ledger.rows import key_of, value_of

CHUNK = 500  # rows compared together; each chunk fetches the salts of its rows

Commits: TypeAlias = dict[str, tuple[int, str]]
"""column → (index of the entry, commitment)"""

_UNREADABLE = (ValueError, TypeError, ArithmeticError, DatabaseError)
"""What a value can raise that somebody wrote into the database past Django."""


@dataclass
class Commitments:
    """The last commitment to each column of each row, gathered from leaves in order."""

    tables: dict[str, dict[str, Commits]] = field(default_factory=lambda: defaultdict(dict))
    forgotten: set[int] = field(default_factory=set)

    def take(self, idx: int, event: Mapping[str, Any]) -> None:
        """Take in one event; raises ValueError when its rows are not as `leaf.build` writes them."""
        if event["type"] == leaves.FORGOTTEN and isinstance(event.get("forgets"), int):
            self.forgotten.add(event["forgets"])
        rows = event.get("rows")
        if rows is None:
            return
        try:
            for row in rows:
                commits = self.tables[row["table"]].setdefault(row["key"], {})
                commits |= {intern(column): (idx, value) for column, value in row["commit"].items()}
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"rows out of form: {error!r}") from error


def replay() -> list[Finding]:
    """Read the whole ledger and compare; for the audit, which has read it already, use `compare`."""
    gathered = Commitments()
    for idx, data in LedgerEntry.objects.order_by("idx").values_list("idx", "leaf").iterator():
        gathered.take(idx, leaves.read(bytes(data)))
    return list(compare(gathered))


def compare(gathered: Commitments) -> Iterator[Finding]:
    """Yield every difference between the projected tables and the commitments."""
    for table in sorted(gathered.tables.keys() - projected().keys()):
        yield Finding(
            "unprojected_table",
            f"日志登记过表 {table} 的内容，但程序没有声明如何核对这张表，因此未能核对。",
            table=table,
        )
    for table, projection in sorted(projected().items()):
        yield from _compare_table(projection, gathered.tables.get(table, {}), gathered.forgotten)


def _compare_table(
    projection: Projection, recorded: dict[str, Commits], forgotten: set[int]
) -> Iterator[Finding]:
    unseen = set(recorded)
    for chunk in _chunks(projection):
        unseen.difference_update(chunk)
        known = {key: recorded[key] for key in chunk if key in recorded}
        yield from _unledgered(projection, [key for key in chunk if key not in recorded], chunk)
        salts = _salts({idx for commits in known.values() for idx, _ in commits.values()})
        for key, commits in known.items():
            yield from _compare_row(projection, key, chunk[key], commits, salts, forgotten)
    for key in sorted(unseen):
        idx = max(idx for idx, _ in recorded[key].values())
        yield Finding(
            "missing_row",
            f"{projection.words()}主键为 {key} 的行不见了：日志第 {idx} 条登记过它。",
            idx=idx,
            table=projection.table,
            key=key,
        )


@dataclass(frozen=True)
class _Row:
    pk: Any
    values: Mapping[str, Any]
    unreadable: frozenset[str] = frozenset()


def _chunks(projection: Projection) -> Iterator[dict[str, _Row]]:
    """Yield a table's rows by key, some hundred at a time, in the order of the primary key."""
    rows = projection.model._base_manager.order_by("pk")
    names = list(projection.fields)
    page = rows
    while pks := list(page.values_list("pk", flat=True)[:CHUNK]):
        here = rows.filter(pk__in=pks)
        try:
            found = [
                _Row(pk, dict(zip(names, values, strict=True)))
                for pk, *values in here.values_list("pk", *names)
            ]
        except _UNREADABLE:
            found = [_slowly(rows.filter(pk=pk), pk, names) for pk in pks]
        yield {key_of(row.pk): row for row in found}
        page = rows.filter(pk__gt=pks[-1])


def _slowly(one: models.QuerySet[models.Model], pk: Any, names: list[str]) -> _Row:
    """Read one row column by column, to learn which of them holds what Django cannot read."""
    values: dict[str, Any] = {}
    unreadable: set[str] = set()
    for name in names:
        try:
            values[name] = one.values_list(name, flat=True).get()
        except _UNREADABLE:
            unreadable.add(name)
    return _Row(pk, values, frozenset(unreadable))


def _unledgered(
    projection: Projection, keys: list[str], chunk: dict[str, _Row]
) -> Iterator[Finding]:
    if not keys:
        return
    drafts: set[str] = set()
    if projection.drafts is not None:
        pks = [chunk[key].pk for key in keys]
        found = projection.model._base_manager.filter(projection.drafts, pk__in=pks)
        drafts = {key_of(pk) for pk in found.values_list("pk", flat=True)}
    for key in keys:
        if key not in drafts:
            yield Finding(
                "unledgered_row",
                f"{projection.words()}主键为 {key} 的行没有任何日志登记过：它不是经本系统写入的。",
                table=projection.table,
                key=key,
            )


def _salts(indexes: set[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    wanted = sorted(indexes)
    for start in range(0, len(wanted), CHUNK):
        rows = Salt.objects.filter(idx__in=wanted[start : start + CHUNK]).values_list("idx", "salt")
        found |= {idx: as_bytes(salt) for idx, salt in rows}
    return found


def _compare_row(
    projection: Projection,
    key: str,
    row: _Row,
    commits: Commits,
    salts: Mapping[int, bytes],
    forgotten: set[int],
) -> Iterator[Finding]:
    for column in projection.fields:
        kind = _judge(projection, key, column, row, commits, salts, forgotten)
        if kind is None:
            continue
        idx = commits[column][0] if column in commits else None
        yield Finding(
            kind,
            _message(kind, projection, key, column, idx),
            idx=idx,
            table=projection.table,
            key=key,
            column=column,
        )


def _judge(
    projection: Projection,
    key: str,
    column: str,
    row: _Row,
    commits: Commits,
    salts: Mapping[int, bytes],
    forgotten: set[int],
) -> str | None:
    """Return the kind of finding for one column, or None when it is as recorded."""
    if column not in commits:
        return None if _as_it_came(projection, column, row) else "uncovered_column"
    idx, expected = commits[column]
    if idx in forgotten:
        return None
    if idx not in salts:
        return "missing_salt"
    if column in row.unreadable:
        return "changed_column"
    salt = leaves.field_salt(salts[idx], projection.table, key, column)
    try:
        actual = leaves.commitment(salt, value_of(projection.fields[column], row.values[column]))
    except (BadEvent, NotCanonical):
        return "changed_column"
    return None if hmac.compare_digest(actual, expected) else "changed_column"


def _as_it_came(projection: Projection, column: str, row: _Row) -> bool:
    """Tell whether a column that no entry names holds what its own migration put there.

    A later version adds columns to tables whose rows were logged before. Until such a row is
    written again, the column must hold its declared default, or nothing where it may be empty;
    anything else was written past the log.
    """
    field = projection.fields[column]
    if column in row.unreadable or not (field.has_default() or field.null or field.blank):
        return False
    try:
        held = value_of(field, row.values[column])
        return held == value_of(field, field.get_default())
    except (BadEvent, NotCanonical):
        return False


def _message(kind: str, projection: Projection, key: str, column: str, idx: int | None) -> str:
    place = f"{projection.words()}主键为 {key} 的行，列{projection.words(column)}"
    if kind == "changed_column":
        return f"{place}的内容与日志第 {idx} 条登记的不一致：该列在本系统之外被改动过。"
    if kind == "missing_salt":
        return f"{place}无法核对：日志第 {idx} 条的盐值不见了，日志中也没有依法消除内容的记录。"
    return f"{place}从未写入日志，因此无法核对。"
