"""Checkpoints and proofs of this home's ledger, signed by the home's signer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from liuhen.ledger import actions, leaf, nodes
from liuhen.ledger.canonical import JSON
from liuhen.ledger.errors import LedgerError, LedgerNotOpen, SignerRefused
from liuhen.ledger.keys import FileSigner, Head, Signer
from liuhen.ledger.models import Checkpoint, LedgerEntry
from liuhen.ledger.notes import Proof
from liuhen.ledger.tree import ALGORITHMS, SHA256


def home_signer() -> FileSigner:
    """Return the signer whose key lies in this home's keys folder."""
    return FileSigner(Path(settings.HOME) / "keys")


def open_home(*, origin: str, mode: actions.Mode, at: datetime, actor: str) -> LedgerEntry:
    """Open the ledger of a new home in a transaction of its own: key, then first entry.

    Raises what `actions.open_log` raises. A crash in between leaves a key without a log, and the
    next call goes on with that key.
    """
    with transaction.atomic(durable=True):
        return actions.open_log(origin=origin, mode=mode, at=at, actor=actor)


def checkpoint(*, actor: str, at: datetime, signer: Signer | None = None) -> Checkpoint:
    """Sign the ledger as it stands and keep the notes; return the checkpoint.

    First an entry binds the SM3 root into the SHA-256 tree; a ledger with nothing new since the
    last checkpoint returns that one. Must not stand inside another transaction: what is signed has
    to be durable, for a signature cannot be rolled back. Raises SignerRefused, LedgerNotOpen.
    """
    signing = signer if signer is not None else home_signer()
    with transaction.atomic(durable=True), actions.writing():
        size = _bound_size(actor, at)
    # At this point everything below `size` is durable.
    with transaction.atomic(durable=True), actions.writing():
        kept = Checkpoint.objects.filter(size__gte=size).order_by("size").first()
        return kept if kept is not None else _sign(signing, size, at)


def _bound_size(actor: str, at: datetime) -> int:
    """Return the size to sign: the present one, after an entry that binds the SM3 root."""
    last = LedgerEntry.objects.order_by("-idx").first()
    if last is None:
        raise LedgerNotOpen("日志尚未开启，不能签发检查点。")
    if last.event["type"] == leaf.CHECKPOINTED:
        return last.idx + 1
    size = last.idx + 1
    root = nodes.root(ALGORITHMS["sm3"], size).hex()
    extra: dict[str, JSON] = {"size": size, "root": root}
    return actions.append(actor=actor, type=leaf.CHECKPOINTED, at=at, extra=extra).idx + 1


def _sign(signer: Signer, size: int, at: datetime) -> Checkpoint:
    last = signer.last()
    roots = {name: nodes.root(algorithm, size) for name, algorithm in ALGORITHMS.items()}
    proofs: dict[str, list[bytes]] = {}
    if last is not None and last.size <= size:
        proofs = {n: nodes.consistency_path(a, last.size, size) for n, a in ALGORITHMS.items()}
    signed = signer.sign(Head(actions.origin(), size, roots), proofs)
    return Checkpoint.objects.create(
        size=size, note256=signed.note256, notesm3=signed.notesm3, created_at=at
    )


def proof_for(idx: int, size: int | None = None) -> Proof:
    """Return the proof that entry `idx` stands under a stored checkpoint: the one of `size`, or the
    first that covers it. Raises LedgerError when there is none: a checkpoint must be made first.
    """
    covering = Checkpoint.objects.filter(size__gt=idx).order_by("size")
    if size is not None:
        covering = covering.filter(size=size)
    found = covering.first()
    if idx < 0 or found is None:
        raise LedgerError(f"还没有检查点覆盖日志第 {idx} 条，请先签发检查点。")
    path = nodes.inclusion_path(SHA256, idx, found.size)
    return Proof(idx, tuple(path), found.note256)


def check_start(signer: Signer | None = None) -> None:
    """Compare the ledger with the last head the signer remembers; cheap, for every start-up.

    Raises SignerRefused when the ledger is shorter than what was signed, or its roots then differ.
    It trusts the stored nodes; `audit.verify_log` does not.
    """
    last = (signer if signer is not None else home_signer()).last()
    if last is None:
        return
    size = nodes.size()
    if size < last.size:
        raise SignerRefused(
            f"日志只有 {size} 条，少于已签名的 {last.size} 条：末尾的日志可能被删除，或恢复了旧备份。"
            "请先与外部检查点核对，再决定如何恢复。"
        )
    differing = [n for n, a in ALGORITHMS.items() if _root_or_none(n, last.size) != last.roots[n]]
    if differing or actions.origin() != last.origin:
        raise SignerRefused(
            f"日志与已签名的检查点（{last.size} 条）不一致：已签名的内容可能被改写。"
            "请停止使用，运行 liuhen verify --all 查看详情。"
        )


def _root_or_none(algorithm: str, size: int) -> bytes | None:
    try:
        return nodes.root(ALGORITHMS[algorithm], size)
    except nodes.NodeMissing:
        return None
