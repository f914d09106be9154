"""The tables of the ledger. All but Cursor are append-only, held so by triggers (guards.py)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from liuhen.ledger import leaf as leaves


def as_bytes(value: Any) -> bytes:
    """Return a binary column as bytes, whatever somebody has put in its place past Django."""
    if value is None:
        return b""
    return value.encode() if isinstance(value, str) else bytes(value)


class LedgerEntry(models.Model):
    """One leaf, as its exact bytes, with both leaf hashes; case_id and cseq repeat the leaf's own."""

    idx = models.BigIntegerField("序号", primary_key=True)
    leaf = models.BinaryField("内容")
    lh256 = models.BinaryField("SHA-256 叶哈希", max_length=32)
    lhsm3 = models.BinaryField("SM3 叶哈希", max_length=32)
    case_id = models.CharField("案件编号", max_length=64)
    cseq = models.BigIntegerField("案内序号")

    class Meta:
        db_table = "ledger_entry"
        verbose_name = verbose_name_plural = "日志条目"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "cseq"], name="ledger_entry_case_cseq")
        ]

    def __str__(self) -> str:
        return f"日志第 {self.idx} 条"

    @property
    def event(self) -> dict[str, Any]:
        """Return the parsed leaf; raises ValueError if the bytes were damaged."""
        return leaves.read(bytes(self.leaf))

    @property
    def at(self) -> datetime:
        """Return the event's recorded time (UTC, milliseconds)."""
        return leaves.parse_time(self.event["time"])


class LedgerNode(models.Model):
    """A perfect subtree above the leaves: only a cache, any of it can be computed from the leaves."""

    pk = models.CompositePrimaryKey("alg", "level", "idx")
    alg = models.CharField("算法", max_length=8)
    level = models.SmallIntegerField("层")
    idx = models.BigIntegerField("层内序号")
    h = models.BinaryField("哈希", max_length=32)

    class Meta:
        db_table = "ledger_node"
        verbose_name = verbose_name_plural = "日志树节点"

    def __str__(self) -> str:
        return f"{self.alg} 第 {self.level} 层第 {self.idx} 个节点"


class Checkpoint(models.Model):
    """A signed statement of size and root, kept for ever; both notes are exact text."""

    size = models.BigIntegerField("条目数", primary_key=True)
    note256 = models.TextField("SHA-256 检查点")
    notesm3 = models.TextField("SM3 检查点")
    created_at = models.DateTimeField("签发时间")

    class Meta:
        db_table = "ledger_checkpoint"
        verbose_name = verbose_name_plural = "检查点"

    def __str__(self) -> str:
        return f"检查点（{self.size} 条）"


class Salt(models.Model):
    """The secret that opens an entry's commitments. Deleting it is how content is lawfully forgotten:
    only `actions.forget` does that, and leaves an entry saying so.
    """

    idx = models.BigIntegerField("日志序号", primary_key=True)
    salt = models.BinaryField("盐", max_length=32)

    class Meta:
        db_table = "ledger_salt"
        verbose_name = verbose_name_plural = "承诺盐值"

    def __str__(self) -> str:
        return f"日志第 {self.idx} 条的盐值"


class Cursor(models.Model):
    """How far a reader of the feed has come: the index of the next entry it wants."""

    name = models.CharField("读者", max_length=64, primary_key=True)
    position = models.BigIntegerField("位置", default=0)

    class Meta:
        db_table = "ledger_cursor"
        verbose_name = verbose_name_plural = "日志读取位置"

    def __str__(self) -> str:
        return f"{self.name}：{self.position}"
