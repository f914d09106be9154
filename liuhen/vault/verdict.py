"""What a check of one stored object, or of all, found. Pure: compares digests, reads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from liuhen.vault.hashes import PIECE_BYTES, Digested

State = Literal["intact", "damaged", "missing", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Span:
    """Piece `number` (from 1) of an object, bytes `start` to `end` (end not included)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What was recorded when the object was stored; `pieces` None if the list is unusable.

    A piece is its SHA-256: enough to say where damage lies, not whether there is any.
    """

    sha256: str
    sm3: str
    size: int
    pieces: tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer for one object; `message` is Chinese and says where the damage lies."""

    sha256: str
    state: State
    message: str
    size_expected: int | None = None
    size_found: int | None = None
    damaged: tuple[Span, ...] = ()

    @property
    def intact(self) -> bool:
        return self.state == "intact"


def judge(expected: Expected, found: Digested) -> Verdict:
    """Compare a whole read with what was recorded; both digests and the size must agree."""
    whole = (found.sha256, found.sm3, found.size) == (expected.sha256, expected.sm3, expected.size)
    if whole:
        return Verdict(
            sha256=expected.sha256,
            state="intact",
            message="两种校验值都与入库时一致。",
            size_expected=expected.size,
            size_found=found.size,
        )
    damaged = _damaged_pieces(expected, found)
    return Verdict(
        sha256=expected.sha256,
        state="damaged",
        message=_explain(expected, found, damaged),
        size_expected=expected.size,
        size_found=found.size,
        damaged=damaged,
    )


def _damaged_pieces(expected: Expected, found: Digested) -> tuple[Span, ...]:
    if expected.pieces is None:
        return ()
    return tuple(
        Span(
            number=index + 1,
            start=index * PIECE_BYTES,
            end=min((index + 1) * PIECE_BYTES, expected.size),
        )
        for index, piece in enumerate(expected.pieces)
        if index >= len(found.pieces) or found.pieces[index] != piece
    )


def _explain(expected: Expected, found: Digested, damaged: tuple[Span, ...]) -> str:
    parts = ["内容与入库时不一致。"]
    if found.size < expected.size:
        parts.append(f"末尾少了 {expected.size - found.size} 字节。")
    if found.size > expected.size:
        parts.append(f"末尾多出 {found.size - expected.size} 字节。")
    if damaged:
        names = "、".join(
            f"第 {span.number} 片（{span.start}–{span.end} 字节）" for span in damaged[:5]
        )
        more = f"等共 {len(damaged)} 片" if len(damaged) > 5 else ""
        parts.append(f"受损：{names}{more}。")
    if expected.pieces is None:
        parts.append("分片表也不可用，无法指出受损位置。")
    if found.sha256 == expected.sha256 and found.sm3 != expected.sm3:
        parts.append("SHA-256 相同而 SM3 不同。")
    parts.append("请从备份恢复这个文件，并查明原因。")
    return "".join(parts)


@dataclass(frozen=True, kw_only=True)
class Orphans:
    """What stands on one side only; reported, never deleted."""

    files_without_row: tuple[str, ...]
    rows_without_file: tuple[str, ...]
    strange_names: tuple[str, ...]
    leftovers: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.files_without_row or self.rows_without_file or self.strange_names)


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """A check of everything: how much was read, and what is wrong."""

    objects: int
    bytes_read: int
    faults: tuple[Verdict, ...]
    orphans: Orphans

    @property
    def clean(self) -> bool:
        return not self.faults and not self.orphans

    @property
    def outcome(self) -> Literal["intact", "altered", "incomplete"]:
        """Return the worst found: a damaged object is altered, a lost one incomplete.

        A file that no row knows is told, but is no fault: a put that was broken off leaves one.
        """
        states = {one.state for one in self.faults}
        if "damaged" in states:
            return "altered"
        return "incomplete" if states or self.orphans.rows_without_file else "intact"
