"""Comparing with checkpoints kept outside, and when that was last done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuhen.ledger import actions, nodes
from liuhen.ledger.leaf import SYSTEM_CASE, parse_time
from liuhen.ledger.models import LedgerEntry, as_bytes
from liuhen.ledger.notes import SM3_SUFFIX, Checkpoint
from liuhen.ledger.tree import SHA256, SM3
from liuhen.people.acting import acting
from liuhen.people.actors import Actor

VERIFIED = "log.verified"
"""The ledger's entry for a verification of the home: size, verdict, the outside size if any."""

AMBER, RED = timedelta(hours=24), timedelta(hours=72)
_AS_FAR_BACK, _AT_MOST = timedelta(days=90), 5000


@dataclass(frozen=True)
class Comparison:
    """Whether a checkpoint from outside agrees with this home's log."""

    agrees: bool
    message: str
    size: int


def compare(held: Checkpoint) -> Comparison:
    """Compare a checkpoint kept outside with the log as it now stands.

    The tree's stored nodes are believed: only after a whole audit is the answer worth as much as
    the audit. Raises LedgerNotOpen before the log is opened.
    """
    sm3 = held.origin.endswith(SM3_SUFFIX)
    if held.origin.removesuffix(SM3_SUFFIX) != actions.origin():
        words = f"这张凭条是「{held.origin}」的，不是本系统「{actions.origin()}」的。"
        return Comparison(False, words, held.size)
    if held.size > nodes.size():
        words = (
            f"凭条证明日志曾有 {held.size} 条，现在只有 {nodes.size()} 条：有日志被删除，"
            "或者恢复了旧备份。请保存好凭条，它就是证据。"
        )
        return Comparison(False, words, held.size)
    if _root(sm3, held.size) != held.root:
        words = (
            f"凭条的树根与现有日志前 {held.size} 条不一致：录入有误，或者日志被改写过。"
            "请先核对录入；确实不一致的，请保存好凭条，它就是证据。"
        )
        return Comparison(False, words, held.size)
    return Comparison(True, f"现有日志的前 {held.size} 条与凭条一致。", held.size)


def _root(sm3: bool, size: int) -> bytes | None:
    try:
        return nodes.root(SM3 if sm3 else SHA256, size)
    except (nodes.NodeMissing, ValueError):
        return None


def note_verified(actor: Actor, *, size: int, verdict: str, outside: int | None) -> None:
    """Put on record that the home was verified, by whom, with what result."""
    with acting(actor) as act:
        act.log(VERIFIED, [], extra={"size": size, "verdict": verdict, "outside": outside})


@dataclass(frozen=True)
class Confirmation:
    """Up to which entry something kept outside vouches for the log; `at`: when that entry was made.

    `at` None: nothing does, as far as the last 90 days of verifications show.
    """

    at: datetime | None
    size: int
    kind: str
    words: str


def last_confirmation(now: datetime) -> Confirmation:
    """Find how far the log has stood up to a checkpoint from outside.

    What counts is the age of the newest entry that is vouched for, not when somebody compared: all
    that came after it could still be rewritten unseen. Reads back at most 90 days and 5000 entries
    of the system's own stream.
    """
    size = max(_confirmed_sizes(now), default=0)
    newest = LedgerEntry.objects.filter(idx=size - 1).first() if size else None
    if newest is None:
        words = "还没有。请打印检查点凭条，签字后存入纸质登记簿；核验本系统时录入它。"
        return Confirmation(None, 0, "danger", words)
    return _confirmation(newest.at, size, now)


def _confirmed_sizes(now: datetime) -> Iterator[int]:
    recent = LedgerEntry.objects.filter(case_id=SYSTEM_CASE).order_by("-cseq")[:_AT_MOST]
    wanted = f'"{VERIFIED}"'.encode()
    for entry in recent.iterator():
        if wanted not in as_bytes(entry.leaf):
            continue
        event = entry.event
        if now - parse_time(event["time"]) > _AS_FAR_BACK:
            return
        if event["type"] == VERIFIED and event["verdict"] == "intact" and event["outside"]:
            yield int(event["outside"])


def _confirmation(at: datetime, size: int, now: datetime) -> Confirmation:
    age = now - at
    hours = int(age.total_seconds() // 3600)
    ago = f"{hours // 24} 天前" if hours >= 48 else f"{hours} 小时前" if hours else "一小时内"
    kind = "success" if age <= AMBER else "warning" if age <= RED else "danger"
    words = f"外部保存的凭条证实到第 {size} 条（{ago}）；其后的还没有外部证实。"
    return Confirmation(at, size, kind, words)
