"""What has been claimed about the log at some size, compared with what the leaves say.

Claims come from every stored checkpoint, from the head the signer remembers, from the SM3 roots
bound into the log, and from notes kept outside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from liuhen.ledger import notes
from liuhen.ledger.errors import SignerRefused
from liuhen.ledger.findings import Report
from liuhen.ledger.keys import FileSigner
from liuhen.ledger.models import Checkpoint
from liuhen.ledger.notes import BadNote, BadSignature, VerifierKey
from liuhen.ledger.tree import ALGORITHMS, Batch

Keys = tuple[VerifierKey, VerifierKey]


@dataclass(frozen=True)
class Claim:
    """Somebody's word that the tree of this size has this root."""

    size: int
    root: bytes
    source: str


class Claims:
    """Gathers the claims, compares each when the rebuild passes its size, adds what differs."""

    def __init__(self, report: Report, keys: Keys | None, outside: Sequence[str]) -> None:
        self.report = report
        self.keys = dict(zip(ALGORITHMS, keys, strict=True)) if keys is not None else None
        self.open: dict[str, dict[int, list[Claim]]] = {a: defaultdict(list) for a in ALGORITHMS}
        self.sm3_batch: Batch | None = None
        kept = Checkpoint.objects.order_by("size").values_list("size", "note256", "notesm3")
        for size, note256, notesm3 in kept.iterator():
            self._stored(size, note256, notesm3)
        for note in outside:
            self._outside(note)
        self._remembered()

    def _stored(self, size: int, note256: str, notesm3: str) -> None:
        self.report.checkpoints += 1
        for name, note in (("sha256", note256), ("sm3", notesm3)):
            source = f"第 {size} 条处的检查点（{name}）"
            claim = self._read(name, note, source)
            if claim is not None and claim.size != size:
                self.report.add("checkpoint_form", f"{source}里写的条数是 {claim.size}，两者不符。")

    def _outside(self, note: str) -> None:
        name = "sm3" if note.partition("\n")[0].endswith(notes.SM3_SUFFIX) else "sha256"
        self._read(name, note, f"外部保存的检查点（{name}）")

    def _read(self, name: str, note: str, source: str) -> Claim | None:
        """Check a note's form and signature and register its claim."""
        try:
            if self.keys is None:
                found = notes.Checkpoint.parse(notes.parse_note(note).text)
            else:
                found = notes.open_checkpoint(note, self.keys[name])
        except BadNote as error:
            self.report.add("checkpoint_form", f"{source}的格式不对：{error}")
            return None
        except BadSignature as error:
            self.report.add("signature", f"{source}的签名不成立：{error}")
            return None
        return self._register(name, Claim(found.size, found.root, source))

    def _remembered(self) -> None:
        try:
            head = FileSigner(Path(settings.HOME) / "keys").last()
        except SignerRefused as error:
            self.report.add("checkpoint_form", error.message)
            return
        if head is not None:
            for name, root in head.roots.items():
                self._register(name, Claim(head.size, root, f"签名程序记下的检查点（{name}）"))

    def _register(self, name: str, claim: Claim) -> Claim:
        self.open[name][claim.size].append(claim)
        return claim

    def compare(self, name: str, batch: Batch) -> None:
        """Settle every claim about a size within a freshly rebuilt batch."""
        if name == "sm3":
            self.sm3_batch = batch
        first = batch.first + (1 if batch.first else 0)  # the batch before has settled its end
        due = [size for size in self.open[name] if first <= size <= batch.end]
        for size in due:
            root = batch.root_at(size)
            for claim in self.open[name].pop(size):
                if claim.root != root:
                    self.report.add(
                        "root_differs",
                        f"{claim.source}的树根与现有日志前 {size} 条算出的不一致："
                        f"第 {size} 条之前的日志被改写过。",
                    )

    def bind(self, idx: int, event: Mapping[str, Any]) -> None:
        """Check the SM3 root that the log itself recorded at entry `idx`."""
        batch = self.sm3_batch
        size, root = event.get("size"), event.get("root")
        if batch is None or size != idx or batch.root_at(idx).hex() != root:
            self.report.add("sm3_binding", f"日志第 {idx} 条写入的 SM3 树根与日志不符。", idx=idx)

    def finish(self, size: int) -> None:
        """Report the claims about more entries than could be rebuilt."""
        for claims in self.open.values():
            for beyond in (claim for group in claims.values() for claim in group):
                self.report.add(
                    "truncated",
                    f"{beyond.source}证明日志曾有至少 {beyond.size} 条，现在能连续核对的只有 {size} 条："
                    "有日志被删除，或恢复了旧备份。",
                )
