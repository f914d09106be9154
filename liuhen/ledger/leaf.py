"""What a leaf says and how it commits to content it does not show: pure, no Django.

A leaf is the canonical JSON of one event. Clear keys hold ids, codes, dates and digests; business
content enters only as commitments: SHA-256(field salt ‖ JCS(value)), the field salt being
HMAC-SHA256(entry salt, "table/key/column"). Showing one field salt opens one field to a stranger;
deleting the entry salt closes the whole entry for ever, while the log stays whole.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from liuhen.ledger import canonical
from liuhen.ledger.canonical import JSON
from liuhen.ledger.errors import BadEvent

VERSION = 1
SYSTEM_CASE = "-"
OPENED, CHECKPOINTED, SEALED, FORGOTTEN = (
    "log.opened",
    "checkpoint.sm3",
    "case.sealed",
    "content.forgotten",
)
SALT_BYTES = 32

RESERVED = frozenset(
    {"v", "time", "case", "cseq", "cprev", "type", "actor", "object", "rows", "commit"}
)
_TYPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_ID = re.compile(r"[^\x00-\x20\x7f]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class ObjectRef:
    """A file an event speaks of, by both digests (hex), its size in bytes and its media type."""

    sha256: str
    sm3: str
    size: int
    media: str

    def __post_init__(self) -> None:
        if not (_DIGEST.fullmatch(self.sha256) and _DIGEST.fullmatch(self.sm3)):
            raise BadEvent("文件摘要必须是 64 位小写十六进制数（SHA-256 与 SM3 各一个）。")
        if self.size < 0:
            raise BadEvent("文件大小不能是负数。")

    def as_json(self) -> dict[str, JSON]:
        """Return the value of the leaf's `object` key."""
        return {"sha256": self.sha256, "sm3": self.sm3, "size": self.size, "media": self.media}


@dataclass(frozen=True)
class RowState:
    """What one business row looked like when its event was recorded; values are canonical JSON."""

    table: str
    key: str
    columns: Mapping[str, JSON]

    def __post_init__(self) -> None:
        if not _TABLE.fullmatch(self.table) or not self.key:
            raise BadEvent(f"不能登记表“{self.table}”主键“{self.key}”的行：表名或主键不合规。")
        if any(not _TABLE.fullmatch(column) for column in self.columns):
            raise BadEvent(f"表“{self.table}”有列名不合规，不能写入日志。")

    @property
    def name(self) -> tuple[str, str]:
        """Return (table, key)."""
        return self.table, self.key


def field_salt(entry_salt: bytes, table: str, key: str, column: str) -> bytes:
    """Return the salt of one field. Tables and columns hold no '/', so the name is unambiguous."""
    return hmac.digest(entry_salt, f"{table}/{key}/{column}".encode(), "sha256")


def commitment(salt: bytes, value: JSON) -> str:
    """Return the hex commitment to one value under its field salt; raises NotCanonical."""
    return hashlib.sha256(salt + canonical.encode(value)).hexdigest()


def committed(state: RowState, entry_salt: bytes) -> dict[str, JSON]:
    """Return the element of a leaf's `rows` that commits to a row's state."""
    commits: dict[str, JSON] = {}
    for column, value in state.columns.items():
        salt = field_salt(entry_salt, state.table, state.key, column)
        try:
            commits[column] = commitment(salt, value)
        except canonical.NotCanonical as error:
            raise BadEvent(f"表“{state.table}”列“{column}”的值不能写入日志：{error}") from error
    return {"table": state.table, "key": state.key, "commit": commits}


def time_text(at: datetime) -> str:
    """Write an aware time as a leaf has it: UTC, milliseconds (cut, not rounded), 'Z'."""
    if at.tzinfo is None:
        raise BadEvent("日志时间必须带时区。")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def parse_time(text: str) -> datetime:
    """Read a leaf's time; raises ValueError for any other form."""
    if not _TIME.fullmatch(text):
        raise ValueError(f"not a time of the ledger: {text!r}")
    return datetime.fromisoformat(text)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an event stands in its case's stream."""

    case: str = SYSTEM_CASE
    cseq: int
    cprev: str | None


def build(
    *,
    place: Place,
    actor: str,
    type: str,
    time: str,
    object: ObjectRef | None = None,
    rows: Iterable[RowState] = (),
    entry_salt: bytes = b"",
    extra: Mapping[str, JSON] | None = None,
) -> bytes:
    """Return the bytes of a leaf; raises BadEvent saying what cannot be recorded."""
    event: dict[str, JSON] = dict(extra or {})
    if clash := RESERVED & event.keys():
        raise BadEvent(f"附加信息不能使用日志保留的键：{'、'.join(sorted(clash))}。")
    _check_names(place.case, actor, type)
    event |= {"v": VERSION, "time": time, "case": place.case, "cseq": place.cseq}
    event |= {"cprev": place.cprev, "type": type, "actor": actor}
    if object is not None:
        event["object"] = object.as_json()
    if states := list(rows):
        _check_rows(states)
        event["rows"] = [committed(state, entry_salt) for state in states]
    try:
        return canonical.encode_leaf(event)
    except canonical.NotCanonical as error:
        raise BadEvent(f"事件“{type}”不能写入日志：{error}") from error


def _check_names(case: str, actor: str, type: str) -> None:
    if not _TYPE.fullmatch(type) or len(type) > 64:
        raise BadEvent(f"事件类型“{type}”不合规：应为小写、用点分隔，例如 case.opened。")
    if not _ID.fullmatch(case):
        raise BadEvent(f"案件编号“{case}”不合规：1 至 64 个字符，不含空格。")
    if not _ID.fullmatch(actor):
        raise BadEvent(f"操作人编号“{actor}”不合规：1 至 64 个字符，不含空格；只写编号，不写姓名。")


def _check_rows(states: list[RowState]) -> None:
    seen: set[tuple[str, str]] = set()
    for state in states:
        if state.name in seen:
            raise BadEvent(f"同一条日志两次登记了表“{state.table}”主键“{state.key}”的行。")
        seen.add(state.name)


def read(data: bytes) -> dict[str, Any]:
    """Parse a leaf and check that it is a well-formed event of this version.

    Raises ValueError (NotCanonical among them) saying what is wrong.
    """
    event = canonical.decode(data)
    if not isinstance(event, dict) or event.get("v") != VERSION or len(data) > canonical.MAX_LEAF:
        raise ValueError("not an event of version 1")
    for name in ("time", "case", "type", "actor"):
        if not isinstance(event.get(name), str):
            raise ValueError(f"{name} is missing or not text")
    if type(event.get("cseq")) is not int or event["cseq"] < 0:
        raise ValueError("cseq is missing or not a count")
    if not (event.get("cprev", 0) is None or isinstance(event.get("cprev"), str)):
        raise ValueError("cprev is missing")
    if not _TIME.fullmatch(event["time"]):
        raise ValueError(f"not a time of the ledger: {event['time']!r}")
    return event
