"""操作留痕: the ledger's entries of a case in words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from liuhen.ledger.models import LedgerEntry
from liuhen.people.actors import SYSTEM
from liuhen.people.models import Person


@dataclass(frozen=True)
class TrailLine:
    """One entry: its place in the case, when, what, by whom, and the leaf's SHA-256 (hex)."""

    place: int
    at: datetime
    what: str
    who: str
    digest: str


@cache
def event_words() -> Mapping[str, str]:
    """Return what each type of entry is called."""
    return tomllib.loads((Path(__file__).parent / "events.toml").read_text(encoding="utf-8"))


def trail(entries: Iterable[LedgerEntry]) -> Iterator[TrailLine]:
    """Yield the lines of some entries; the names of people are read in one query."""
    read = [(entry, entry.event) for entry in entries]
    ids = {str(event["actor"])[1:] for _, event in read if str(event["actor"])[1:].isdigit()}
    names = {person.ledger_id: person.name for person in Person.objects.filter(pk__in=ids)}
    for entry, event in read:
        who = str(event["actor"])
        yield TrailLine(
            place=entry.cseq,
            at=datetime.fromisoformat(str(event["time"])),
            what=event_words().get(str(event["type"]), str(event["type"])),
            who=SYSTEM.name if who == SYSTEM.id else names.get(who, who),
            digest=bytes(entry.lh256).hex(),
        )
