"""Evidence before decision (行政诉讼证据规定 第六十条): what the order of the log shows, and what not.

An authority may not gather evidence after it has decided. The signed log is one row: an entry with
a smaller number was there before one with a greater. So a record whose entry comes before the
decision's existed before it. Nothing more is claimed: of a decision made on paper and entered on a
later day the log does not know when it was made, so the day on the paper counts.

Pure: the page of a case and the check of a package ask the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from liuhen.regulation.casefile import CaseFile, Document, FileRef
from liuhen.regulation.papers import DECISIONS, SETTLED
from liuhen.regulation.words import day, day_of

_LOCKED = ("document.issued", "document.finalised", "document.entered")


@dataclass(frozen=True)
class Entry:
    """One entry of the case's stream: its number in the log, its time, and what it says."""

    idx: int
    at: datetime
    body: Mapping[str, Any]

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def sha256(self) -> str:
        """The digest of the bytes that it stored; empty where it stored none."""
        stored = self.body.get("object")
        return str(stored.get("sha256", "")) if isinstance(stored, Mapping) else ""


@dataclass(frozen=True)
class Signed:
    """A signed checkpoint; `at` None where only its size is known."""

    size: int
    at: datetime | None = None


class Shown(StrEnum):
    """What the log shows of one record."""

    BEFORE = "先于决定"
    NOT_SHOWN = "未显示先于决定"
    UNDECIDED = "尚未作出决定"


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision and its entry; `dated` is the day on the paper."""

    document: str
    title: str
    idx: int
    at: datetime
    dated: date

    @property
    def entered_later(self) -> bool:
        """Whether the paper is of an earlier day than its entry."""
        return self.dated < day_of(self.at)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One record: the entry that brought it in, the first checkpoint over it, what is shown.

    `bytes` True: the entry carries the digests of the file itself, not only of what was written
    about it. `between`: a checkpoint that covers the record and not yet the decision.
    """

    record: str
    name: str
    entry: Entry | None
    bytes: bool
    covered: Signed | None
    between: Signed | None
    shown: Shown
    why: str


@dataclass(frozen=True, kw_only=True)
class Precedence:
    """The answer for a case; `decision` None while there is none."""

    decision: Decided | None
    items: tuple[Item, ...]

    def of(self, shown: Shown) -> list[Item]:
        """Return the records of which this much is shown."""
        return [one for one in self.items if one.shown is shown]


def precedence(
    casefile: CaseFile, entries: Sequence[Entry], checkpoints: Iterable[Signed] = ()
) -> Precedence:
    """Compare the entries of evidence, recordings and the records evidence cites with the decision's.

    `entries` are those of the case, in the order of the log.
    """
    decision = _decision(casefile, entries)
    signed = sorted(checkpoints, key=lambda one: one.size)
    items = tuple(
        _judged(record, name, entry, stored, decision, signed)
        for record, name, entry, stored in _records(casefile, entries)
    )
    return Precedence(decision=decision, items=items)


def _decision(casefile: CaseFile, entries: Sequence[Entry]) -> Decided | None:
    """Return the first decision that stands: what came after it cannot have supported it."""
    found = [
        Decided(
            document=f"documents/{one.id}",
            title=f"{one.title} {one.number or ''}".strip(),
            idx=entry.idx,
            at=entry.at,
            dated=one.dated,
        )
        for one in casefile.documents
        if one.type in DECISIONS and one.state in SETTLED
        for entry in _about(entries, "document", one.id, _LOCKED)[:1]
    ]
    return min(found, key=lambda one: one.idx, default=None)


def _records(
    casefile: CaseFile, entries: Sequence[Entry]
) -> Iterator[tuple[str, str, Entry | None, bool]]:
    for item in casefile.evidence:
        found = _entry(entries, "evidence", item.id, item.file)
        yield f"evidence/{item.id}", item.name, *found
    for recording in casefile.recordings:
        found = _entry(entries, "recording", recording.id, recording.file)
        yield f"recordings/{recording.id}", recording.title, *found
    for document in _cited(casefile):
        found = _entry(entries, "document", document.id, document.file)
        yield f"documents/{document.id}", document.title, *found


def _cited(casefile: CaseFile) -> list[Document]:
    """Return the documents that a piece of evidence is traced to."""
    cited = {item.document for item in casefile.evidence}
    return [one for one in casefile.documents if one.id in cited and one.state in SETTLED]


def _entry(
    entries: Sequence[Entry], kind: str, id: str, file: FileRef | None
) -> tuple[Entry | None, bool]:
    """Return the entry that stored the very bytes, else the first that registered the record."""
    if file is not None:
        for entry in entries:
            if entry.sha256 == file.sha256:
                return entry, True
    types = _LOCKED if kind == "document" else ()
    return next(iter(_about(entries, kind, id, types)), None), False


def _about(entries: Sequence[Entry], kind: str, id: str, types: Sequence[str] = ()) -> list[Entry]:
    """Return the entries about one record, told by the row id that stands in the clear."""
    number = "".join(one for one in id if one.isdigit())
    return [
        entry
        for entry in entries
        if str(entry.body.get(kind)) == number
        and (entry.type in types if types else entry.type.startswith(f"{kind}."))
    ]


def _judged(
    record: str,
    name: str,
    entry: Entry | None,
    stored: bool,
    decision: Decided | None,
    signed: Sequence[Signed],
) -> Item:
    shown, why = _shown(entry, decision)
    covered = between = None
    if entry is not None:
        covered = next((one for one in signed if one.size > entry.idx), None)
    if shown is Shown.BEFORE and decision and covered and covered.size <= decision.idx:
        between = covered
    return Item(
        record=record, name=name, entry=entry, bytes=stored, covered=covered, between=between,
        shown=shown, why=why,
    )  # fmt: skip


def _shown(entry: Entry | None, decision: Decided | None) -> tuple[Shown, str]:
    if entry is None:
        return Shown.NOT_SHOWN, "日志里没有它入库或者登记的条目"
    if decision is None:
        return Shown.UNDECIDED, f"日志第 {entry.idx} 条"
    if entry.idx >= decision.idx:
        words = f"日志第 {entry.idx} 条，在决定的第 {decision.idx} 条之后"
        return Shown.NOT_SHOWN, words
    if decision.entered_later and day_of(entry.at) >= decision.dated:
        return Shown.NOT_SHOWN, (
            f"决定书注明{day(decision.dated)}，{day(day_of(decision.at))}才录入；"
            f"这一份{day(day_of(entry.at))}录入，不早于决定书的日期"
        )
    return Shown.BEFORE, f"日志第 {entry.idx} 条，早于决定的第 {decision.idx} 条"
