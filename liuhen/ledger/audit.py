"""The whole audit: every leaf hashed again, both trees rebuilt, every checkpoint and row compared.

Nothing stored is trusted but the exact bytes of the leaves, and these only as far as a signed
checkpoint, or one held outside, vouches for them. Linear in the size of the log, in memory that
grows only with the number of rows and cases; never a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from liuhen.ledger import guards, keys, leaf, replay, tree
from liuhen.ledger.entrycheck import Streams
from liuhen.ledger.findings import Finding, Report
from liuhen.ledger.heads import Claims
from liuhen.ledger.models import LedgerEntry, as_bytes
from liuhen.ledger.notes import VerifierKey
from liuhen.ledger.tree import ALGORITHMS, BATCH, Batch, Rebuild

__all__ = ["Finding", "Report", "verify_log"]

Progress = Callable[[int, int], None]
"""Told (entries read, entries in all) after each batch."""


class Row(NamedTuple):
    """One stored entry, as the database has it."""

    idx: int
    data: bytes
    hashes: dict[str, bytes]
    case: str
    cseq: int


def verify_log(
    *,
    keys: tuple[VerifierKey, VerifierKey] | None = None,
    outside: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Audit the whole ledger and every projected row, on one consistent view of the database.

    `keys` are the verifier keys of both trees, by default those published in the home; `outside`
    are checkpoint notes kept elsewhere. Writes nothing; writers are not held up.
    """
    audit = _Audit(keys, outside, progress)
    try:
        with _one_view():
            audit.run()
    except DatabaseError as error:
        audit.report.add("unreadable", f"数据库读不下去，文件可能已损坏或被直接改动：{error}")
    return audit.report


@contextmanager
def _one_view() -> Iterator[None]:
    """Read from one moment: an entry appended meanwhile must not meet a row read before it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not transaction.atomic: it begins IMMEDIATE here and would keep every writer waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


class _Audit:
    """One run; each method checks one thing and adds what it finds to the report."""

    def __init__(
        self,
        pinned: tuple[VerifierKey, VerifierKey] | None,
        outside: Sequence[str],
        progress: Progress | None,
    ) -> None:
        self.report = Report()
        self.pinned = pinned or keys.published_keys(Path(settings.HOME) / "keys")
        self.outside = outside
        self.progress = progress or (lambda done, whole: None)
        self.rebuilds = {name: Rebuild(algorithm) for name, algorithm in ALGORITHMS.items()}
        self.streams = Streams(self.report)
        self.rows = replay.Commitments()
        self.whole = True

    def run(self) -> None:
        """Check everything, filling the report."""
        self._guards()
        self.claims = Claims(self.report, self._trusted_keys(), self.outside)
        total, done = LedgerEntry.objects.count(), 0
        for chunk in _batches():
            self._batch(chunk)
            done += len(chunk)
            self.progress(done, total)
        self._end(total)
        for finding in replay.compare(self.rows):
            self.report.take(finding)
        self.report.rows = sum(len(rows) for rows in self.rows.tables.values())

    # --- before ---------------------------------------------------------------------------------

    def _guards(self) -> None:
        for name in guards.missing(connection):
            self.report.add(
                "guard_missing", f"数据库中防止改动日志的触发器 {name} 不见了或已停用。"
            )

    def _trusted_keys(self) -> tuple[VerifierKey, VerifierKey] | None:
        """Return the keys to check signatures with: pinned ones, else those the first entry names."""
        named = _named_keys()
        if self.pinned is None:
            if named is None:
                self.report.add("no_key", "找不到日志的公钥，无法核对检查点的签名。")
            return named
        if named is not None and named != self.pinned:
            self.report.add(
                "key_differs",
                "日志第 0 条写明的公钥与本机保存的公钥不同：日志可能被整本替换。",
                idx=0,
            )
        return self.pinned

    # --- entries --------------------------------------------------------------------------------

    def _batch(self, chunk: list[Row]) -> None:
        self._continuity(chunk)
        leaves = [row.data for row in chunk]
        for name, rebuild in self.rebuilds.items():
            hashes = tree.leaf_hashes(rebuild.algorithm, leaves)
            if hashes != [row.hashes[name] for row in chunk]:
                self._hashes_differ(name, chunk, hashes)
            if self.whole:
                batch = rebuild.take(hashes)
                self.claims.compare(name, batch)
                self._nodes(name, batch)
        for row in chunk:
            self._entry(row)

    def _continuity(self, chunk: list[Row]) -> None:
        """Notice missing entries; past the first gap no root can be rebuilt."""
        expected = self.report.size
        for row in chunk:
            if row.idx != expected:
                self.whole = False
                self.report.add(
                    "gap",
                    f"日志在第 {expected} 条处中断，接着是第 {row.idx} 条：中间的日志被删除，或序号被改动。",
                    idx=expected,
                )
            expected = row.idx + 1
        self.report.size = expected

    def _hashes_differ(self, name: str, chunk: list[Row], hashes: list[bytes]) -> None:
        for row, actual in zip(chunk, hashes, strict=True):
            if row.hashes[name] != actual:
                self.report.add(
                    "leaf_hash",
                    f"日志第 {row.idx} 条的内容与保存的 {name} 叶哈希不符。",
                    idx=row.idx,
                )

    def _entry(self, row: Row) -> None:
        try:
            event = leaf.read(row.data)
            self.rows.take(row.idx, event)
        except ValueError as error:
            self.report.add(
                "leaf_form", f"日志第 {row.idx} 条不是合格的日志内容：{error}", idx=row.idx
            )
            return
        if (row.case, row.cseq) != (event["case"], event["cseq"]):
            self.report.add(
                "entry_columns",
                f"日志第 {row.idx} 条的案件编号或案内序号与其内容不符。",
                idx=row.idx,
            )
        self.streams.take(row.idx, event, tree.SHA256.leaf(row.data).hex())
        if event["type"] == leaf.CHECKPOINTED and self.whole:
            self.claims.bind(row.idx, event)

    # --- nodes ----------------------------------------------------------------------------------

    def _nodes(self, name: str, batch: Batch) -> None:
        """Compare the stored inner nodes of a batch with the rebuilt ones."""
        for level, hashes in enumerate(batch.levels):
            if level and hashes:
                self._level(name, level, batch.first >> level, hashes)
        for level, index, value in batch.above:
            if level > len(batch.levels) - 1:
                self._level(name, level, index, [value])

    def _level(self, name: str, level: int, first: int, hashes: list[bytes]) -> None:
        stored = _stored_nodes(name, level, first, first + len(hashes))
        if [stored.get(first + i) for i in range(len(hashes))] == hashes:
            return
        for index, value in enumerate(hashes, first):
            if index not in stored:
                self.report.add("node_missing", f"{name} 树第 {level} 层第 {index} 个节点不见了。")
            elif stored[index] != value:
                self.report.add(
                    "node_differs", f"{name} 树第 {level} 层第 {index} 个节点被改动过。"
                )

    # --- after ----------------------------------------------------------------------------------

    def _end(self, total: int) -> None:
        if total == 0:
            self.report.add("not_opened", "日志是空的，连开启日志的第 0 条也没有。")
        if self.whole:
            self._extra_nodes(total)
            self.report.roots = {n: r.frontier.root().hex() for n, r in self.rebuilds.items()}
        self.claims.finish(total if self.whole else self.rebuilds["sha256"].frontier.size)

    def _extra_nodes(self, total: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT alg, COUNT(*) FROM ledger_node GROUP BY alg")
            counts = dict(cursor.fetchall())
        for name in counts.keys() | ALGORITHMS.keys():
            expected = total - total.bit_count() if name in ALGORITHMS else 0
            if counts.get(name, 0) > expected:
                self.report.add(
                    "node_differs", f"{name} 树多出了 {counts[name] - expected} 个节点。"
                )


def _batches() -> Iterator[list[Row]]:
    """Yield the entries in order, BATCH at a time."""
    columns = ("idx", "leaf", "lh256", "lhsm3", "case_id", "cseq")
    rows = iter(
        LedgerEntry.objects.order_by("idx").values_list(*columns).iterator(chunk_size=BATCH)
    )
    while chunk := [_row(values) for values in islice(rows, BATCH)]:
        yield chunk


def _row(values: tuple[Any, ...]) -> Row:
    idx, data, lh256, lhsm3, case, cseq = values
    hashes = {"sha256": as_bytes(lh256), "sm3": as_bytes(lhsm3)}
    # Somebody may have put text where the index belongs; no entry has a negative one.
    idx = idx if isinstance(idx, int) else -1
    return Row(idx, as_bytes(data), hashes, case, cseq)


def _stored_nodes(name: str, level: int, first: int, end: int) -> dict[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT idx, h FROM ledger_node WHERE alg = %s AND level = %s AND idx >= %s AND idx < %s",
            [name, level, first, end],
        )
        return {idx: as_bytes(h) for idx, h in cursor.fetchall()}


def _named_keys() -> tuple[VerifierKey, VerifierKey] | None:
    """Return the keys that the first entry names, None when it cannot be read."""
    first = LedgerEntry.objects.filter(idx=0).first()
    if first is None:
        return None
    try:
        sha256, sm3 = (VerifierKey.parse(text) for text in first.event["keys"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return sha256, sm3
