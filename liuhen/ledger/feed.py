"""The ledger as a feed: what comes after a reader's cursor, in order.

Appends are queued until they commit, so an entry never appears behind one already read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from liuhen.ledger import leaf as leaves
from liuhen.ledger import nodes
from liuhen.ledger.errors import LedgerError, NotInTransaction
from liuhen.ledger.leaf import ObjectRef
from liuhen.ledger.models import Cursor, LedgerEntry

_OWN = leaves.RESERVED


@dataclass(frozen=True)
class Event:
    """One entry, parsed. `rows` names the business rows it changed, `facts` is what `extra` was."""

    idx: int
    at: datetime
    case: str
    cseq: int
    type: str
    actor: str
    object: ObjectRef | None
    rows: tuple[tuple[str, str], ...]
    facts: Mapping[str, Any]


def parsed(entry: LedgerEntry) -> Event:
    """Return an entry as an Event; raises ValueError if its bytes were damaged."""
    event = entry.event
    named = event.get("object")
    return Event(
        idx=entry.idx,
        at=leaves.parse_time(event["time"]),
        case=event["case"],
        cseq=event["cseq"],
        type=event["type"],
        actor=event["actor"],
        object=ObjectRef(**named) if named is not None else None,
        rows=tuple((row["table"], row["key"]) for row in event.get("rows", ())),
        facts={name: value for name, value in event.items() if name not in _OWN},
    )


def read(cursor_name: str, limit: int) -> list[Event]:
    """Return up to `limit` events after the cursor, oldest first; empty when all is read.

    A cursor that does not exist yet stands before the first entry.
    """
    start = position(cursor_name)
    return [
        parsed(entry)
        for entry in LedgerEntry.objects.filter(idx__gte=start).order_by("idx")[:limit]
    ]


def position(cursor_name: str) -> int:
    """Return the index of the next entry this reader wants."""
    kept = Cursor.objects.filter(name=cursor_name).first()
    return kept.position if kept is not None else 0


def advance(cursor_name: str, position: int) -> None:
    """Move a cursor on, in the transaction of the work it stands for: both or neither.

    `position` is the index after the last event dealt with. Raises NotInTransaction, and
    LedgerError for a step backwards (use `reset`) or beyond the end.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("移动读取位置必须与它代表的处理在同一个事务中。")
    kept, _ = Cursor.objects.select_for_update().get_or_create(name=cursor_name)
    if not kept.position <= position <= nodes.size():
        raise LedgerError(
            f"读者“{cursor_name}”的位置是 {kept.position}，日志共 {nodes.size()} 条，不能移到 {position}。"
        )
    kept.position = position
    kept.save(update_fields=["position"])


def reset(cursor_name: str) -> None:
    """Put a reader back before the first entry, so that what it derives is built anew."""
    Cursor.objects.filter(name=cursor_name).update(position=0)
