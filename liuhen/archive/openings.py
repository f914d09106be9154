"""Opens the commitments of a case's entries, so that a stranger can check the records themselves.

The database holds rows as they are now. A column whose value has changed since an entry is told as
`later`: its old words are not kept, only that they were others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from liuhen.ledger import canonical, leaf
from liuhen.ledger.canonical import JSON
from liuhen.ledger.models import LedgerEntry, Salt
from liuhen.ledger.rows import row

_AT_ONCE = 500


def rows_file(entries: Sequence[LedgerEntry]) -> bytes:
    """Return proof/rows.jsonl for the entries of a case."""
    events = [(entry.idx, entry.event) for entry in entries]
    named = {(one["table"], one["key"]) for _, event in events for one in event.get("rows") or ()}
    states = _states(named)
    salts = {
        one.idx: bytes(one.salt) for one in Salt.objects.filter(idx__in=[idx for idx, _ in events])
    }
    return b"".join(
        canonical.encode(line) + b"\n"
        for idx, event in events
        for line in _lines(idx, event.get("rows") or (), salts.get(idx), states)
    )


def _states(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Mapping[str, JSON]]:
    """Read the rows as they stand, one query a table and 500 keys."""
    by_table: dict[str, list[str]] = {}
    for table, key in sorted(named):
        by_table.setdefault(table, []).append(key)
    known: dict[str, type[models.Model]] = {one._meta.db_table: one for one in apps.get_models()}
    found: dict[tuple[str, str], Mapping[str, JSON]] = {}
    for table, keys in by_table.items():
        for start in range(0, len(keys), _AT_ONCE):
            rows = known[table]._default_manager.filter(pk__in=keys[start : start + _AT_ONCE])
            for state in map(row, rows):
                found[state.name] = state.columns
    return found


def _lines(
    idx: int,
    rows: Iterable[Mapping[str, Any]],
    salt: bytes | None,
    states: Mapping[tuple[str, str], Mapping[str, JSON]],
) -> Iterator[dict[str, JSON]]:
    """Yield the lines of one entry: each value that can be opened, and what came later."""
    if salt is None:
        if rows:
            yield {"idx": idx, "forgotten": True}
        return
    for one in rows:
        table, key = one["table"], one["key"]
        now = states.get((table, key), {})
        later: list[JSON] = []
        for column, digest in one["commit"].items():
            opening = leaf.field_salt(salt, table, key, column)
            if column in now and leaf.commitment(opening, now[column]) == digest:
                yield {
                    "idx": idx,
                    "table": table,
                    "key": key,
                    "column": column,
                    "salt": opening.hex(),
                    "value": now[column],
                }
            else:
                later.append(column)
        if later:
            yield {"idx": idx, "table": table, "key": key, "later": sorted(map(str, later))}
