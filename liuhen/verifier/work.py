"""What the steps of a check share: the package, what was trusted beforehand, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liuhen.ledger.notes import VerifierKey
from liuhen.verifier.opened import Package
from liuhen.verifier.report import Report


@dataclass(frozen=True)
class Event:
    """One entry of the case: where it stands in the log, its exact bytes, and what they say."""

    idx: int
    data: bytes
    body: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return the words that name it in findings."""
        return f"日志第 {self.idx} 条（案内第 {self.body['cseq']} 号，{self.body['type']}）"


@dataclass(frozen=True)
class Member:
    """One line of objects.jsonl; `idx` is the entry that stored the bytes, None for the export."""

    path: str
    sha256: str
    sm3: str
    size: int
    media: str
    idx: int | None


@dataclass
class Work:
    """One check under way."""

    package: Package
    report: Report
    keys: Sequence[VerifierKey]
    outside: str | None
    today: date
    events: list[Event] = field(default_factory=list)
    objects: list[Member] = field(default_factory=list)

    def event(self, idx: int) -> Event | None:
        """Return the entry of this index, if it is in the package."""
        return next((event for event in self.events if event.idx == idx), None)

    def of_type(self, type: str) -> list[Event]:
        """Return the entries of one type, in order."""
        return [event for event in self.events if event.body["type"] == type]
