"""Writing to the ledger: opening it, appending to it, forgetting an entry's content.

An append is part of the business change it records: same transaction, both or neither.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

from django.conf import settings
from django.db import connection, models, transaction

from liuhen.ledger import leaf as leaves
from liuhen.ledger import nodes, tree
from liuhen.ledger.canonical import JSON
from liuhen.ledger.errors import BadEvent, LedgerNotOpen, LedgerTimeWentBack, NotInTransaction
from liuhen.ledger.keys import FileSigner
from liuhen.ledger.leaf import SYSTEM_CASE, ObjectRef, Place, RowState
from liuhen.ledger.models import LedgerEntry, Salt
from liuhen.ledger.notes import check_name
from liuhen.ledger.rows import row

__all__ = [
    "Mode",
    "ObjectRef",
    "RowState",
    "append",
    "forget",
    "is_demo",
    "open_log",
    "origin",
    "row",
    "writing",
]

Mode: TypeAlias = Literal["demo", "bureau"]

_LOCK = 0x6C697568656E  # "liuhen": the advisory lock all appends of one database queue at
_opened: dict[str, tuple[str, str]] = {}


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that holds the ledger from its start.

    A time taken from the clock inside it cannot be overtaken by another writer's. On SQLite every
    transaction is of this kind already; on PostgreSQL an action that may race with others should
    use this in place of transaction.atomic, or it can be refused with LedgerTimeWentBack.
    """
    with transaction.atomic():
        _hold()
        yield


def append(
    *,
    actor: str,
    type: str,
    at: datetime,
    case: str = SYSTEM_CASE,
    object: ObjectRef | None = None,
    rows: Iterable[RowState | models.Model] = (),
    extra: Mapping[str, JSON] | None = None,
) -> LedgerEntry:
    """Append one event, inside the caller's transaction, and return its entry.

    `actor` is an internal id, never a name; `at` the recorded time (aware), not before that of the
    previous entry to the millisecond; `rows` the business rows as they stand after the change;
    `extra` clear facts free of personal content. `case.sealed` gets `count`, the number of the
    case's entries, added. Raises NotInTransaction, LedgerNotOpen, LedgerTimeWentBack, BadEvent.
    """
    _hold()
    if type == leaves.OPENED:
        raise BadEvent("日志只能用 open_log 开启。")
    last = LedgerEntry.objects.order_by("-idx").first()
    if last is None:
        raise LedgerNotOpen("日志尚未开启：请先运行 liuhen init 建立本单位的数据目录。")
    states = [item if isinstance(item, RowState) else row(item) for item in rows]
    place = _next_place(case)
    facts = dict(extra or {})
    if type == leaves.SEALED:
        facts["count"] = place.cseq + 1
    time = _time_after(last, at)
    salt = secrets.token_bytes(leaves.SALT_BYTES) if states else b""
    data = leaves.build(
        place=place,
        actor=actor,
        type=type,
        time=time,
        object=object,
        rows=states,
        entry_salt=salt,
        extra=facts,
    )
    return _store(last.idx + 1, data, place, salt)


def open_log(*, origin: str, mode: Mode, at: datetime, actor: str) -> LedgerEntry:
    """Write the first entry of a home: whose log this is, and whether it is only a demonstration.

    Makes the signing key in HOME/keys unless there is one, and names its public keys in the entry.
    Raises LedgerNotOpen when there is a first entry already, SignerRefused when the key has signed
    a log that is not here, BadNote for an origin that is not one word without '+'.
    """
    _hold()
    if LedgerEntry.objects.exists():
        raise LedgerNotOpen("本数据目录的日志已经开启，不能再开启一次。")
    if mode not in ("demo", "bureau"):
        raise BadEvent(f"数据目录的性质只能是 demo（演示）或 bureau（正式），不能是“{mode}”。")
    keys = FileSigner(Path(settings.HOME) / "keys").create(check_name(origin))
    facts: dict[str, JSON] = {"origin": origin, "mode": mode, "keys": [str(key) for key in keys]}
    _opened.clear()
    place = Place(cseq=0, cprev=None)
    data = leaves.build(
        place=place, actor=actor, type=leaves.OPENED, time=leaves.time_text(at), extra=facts
    )
    return _store(0, data, place, b"")


def forget(*, idx: int, actor: str, at: datetime, reason: str) -> LedgerEntry:
    """Delete the salt of an entry, so that what its commitments stand for can never be shown again.

    For content the law requires to be removed; the caller removes the business content itself, in
    the same transaction. `reason` is a code or citation, not free text about a person. The
    removal is an entry of its own; raises BadEvent when there is nothing to forget.
    """
    entry = append(
        actor=actor, type=leaves.FORGOTTEN, at=at, extra={"forgets": idx, "reason": reason}
    )
    deleted, _ = Salt.objects.filter(idx=idx).delete()
    if not deleted:
        raise BadEvent(f"日志第 {idx} 条没有可以消除的内容，或者已经消除。")
    return entry


def is_demo() -> bool:
    """Tell whether this home's first entry says demo; False while there is none."""
    found = _opening()
    return found is not None and found[1] == "demo"


def origin() -> str:
    """Return the name this log signs under; raises LedgerNotOpen while there is none."""
    found = _opening()
    if found is None:
        raise LedgerNotOpen("日志尚未开启：请先运行 liuhen init 建立本单位的数据目录。")
    return found[0]


def _opening() -> tuple[str, str] | None:
    """Return (origin, mode) of the first entry, remembered once it is committed for certain."""
    database = str(connection.settings_dict["NAME"])
    if database in _opened:
        return _opened[database]
    first = LedgerEntry.objects.filter(idx=0).first()
    if first is None:
        return None
    event = first.event
    found = (str(event.get("origin", "")), str(event.get("mode", "")))
    if not connection.in_atomic_block:  # what a transaction shows may still be rolled back
        _opened[database] = found
    return found


def _hold() -> None:
    """Refuse to run outside a transaction; on PostgreSQL queue behind other writers."""
    if not connection.in_atomic_block:
        raise NotInTransaction(
            "写日志必须与业务修改在同一个事务中：请把这次操作放进 transaction.atomic()。"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _next_place(case: str) -> Place:
    previous = LedgerEntry.objects.filter(case_id=case).order_by("-cseq").first()
    if previous is None:
        return Place(case=case, cseq=0, cprev=None)
    return Place(case=case, cseq=previous.cseq + 1, cprev=bytes(previous.lh256).hex())


def _time_after(last: LedgerEntry, at: datetime) -> str:
    time, before = leaves.time_text(at), str(last.event["time"])
    if time < before:
        raise LedgerTimeWentBack(
            f"日志时间倒退：上一条日志（第 {last.idx} 条）的时间是 {before}，这一条是 {time}。"
            "请检查服务器时钟；时钟正确时请重试。"
        )
    return time


def _store(idx: int, data: bytes, place: Place, salt: bytes) -> LedgerEntry:
    entry = LedgerEntry.objects.create(
        idx=idx,
        leaf=data,
        lh256=tree.SHA256.leaf(data),
        lhsm3=tree.SM3.leaf(data),
        case_id=place.case,
        cseq=place.cseq,
    )
    nodes.store(entry)
    if salt:
        Salt.objects.create(idx=idx, salt=salt)
    return entry
