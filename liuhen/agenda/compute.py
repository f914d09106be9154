"""From what the rules say about one case to the rows that pages read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from liuhen.agenda.models import (
    CaseDeadline,
    CaseFinding,
    CaseState,
    DeadlineHistory,
    FindingHistory,
    Linked,
)
from liuhen.cases.models import Case
from liuhen.regulation.answers import Deadline, Finding, State

# What was read from a document has the document's id with a suffix: d12, d12-hearing.
_ID = re.compile(r"^(?P<letter>[a-z])(?P<pk>\d+)(?:-|$)")

_KINDS = {
    "a": Linked.Kind.ACTIVITY,
    "d": Linked.Kind.DOCUMENT,
    "r": Linked.Kind.RECORDING,
    "e": Linked.Kind.EVIDENCE,
    "s": Linked.Kind.DELIVERY,
    "m": Linked.Kind.MATTER,
}
"""The first letter of an id in a compiled case file (`procedure.compile`) → the noun it names."""


def link_of(ref: str, case: Case) -> tuple[str, int]:
    """Return the page that a place in the case file (`documents/d12`) stands for.

    What has no page of its own leads to the case.
    """
    found = _ID.match(ref.rpartition("/")[2])
    kind = _KINDS.get(found["letter"]) if found else None
    if found is None or kind is None:
        return Linked.Kind.CASE, case.pk
    return kind, int(found["pk"])


def finding_row(case: Case, one: Finding) -> CaseFinding:
    """Return the row of a finding, not saved."""
    kind, id = link_of(one.subject_ref, case)
    return CaseFinding(
        case=case,
        requirement=one.id,
        article=one.article,
        subject=one.subject[:300],
        link_kind=kind,
        link_id=id,
        expected=one.expected,
        found=one.found,
        remedy=one.remedy,
        severity=one.severity.value,
        on=one.on,
        person=_named(one.person),
    )


def _named(person: str | None) -> str:
    """Return the roster id or the bare name: whoever entered a record stands in it with unit and
    post, 甲（示例区统计局 执法人员）."""
    return (person or "").partition("（")[0].strip()[:80]


_Key = tuple[str, str, str, int]


def _thing(row: Linked) -> _Key:
    """What makes it the same finding from one computation to the next; its words may change."""
    return (row.requirement, row.subject, row.link_kind, row.link_id)


@dataclass(frozen=True)
class Moved:
    """What changed in the findings of a case: rows to add, not saved, and rows that end."""

    come: tuple[FindingHistory, ...]
    gone: tuple[int, ...]


def moved_findings(
    case: Case, before: Iterable[FindingHistory], now: Iterable[CaseFinding], today: date
) -> Moved:
    """Compare the findings that stood open before with those of now."""
    old = {_thing(row): row for row in before}
    new: dict[_Key, CaseFinding] = {}
    for row in now:
        new.setdefault(_thing(row), row)
    come = (
        FindingHistory(
            case=case,
            requirement=row.requirement,
            article=row.article,
            subject=row.subject,
            link_kind=row.link_kind,
            link_id=row.link_id,
            found=row.found,
            on=row.on,
            person=row.person,
            appeared_on=today,
        )
        for key, row in new.items()
        if key not in old
    )
    return Moved(tuple(come), tuple(row.pk for key, row in old.items() if key not in new))


def state_row(case: Case, one: State) -> CaseState:
    """Return the row of a requirement's state, not saved."""
    return CaseState(
        case=case,
        requirement=one.id,
        article=one.article,
        status=one.status.value,
        why=one.why,
    )


@dataclass(frozen=True)
class Difference:
    """Which states to write and which to drop; most of a case stands as it stood yesterday."""

    write: tuple[CaseState, ...]
    drop: tuple[int, ...]


def state_difference(before: Iterable[CaseState], now: Iterable[CaseState]) -> Difference:
    """Compare the states that are kept with those of now."""
    old = {row.requirement: row for row in before}
    new = {row.requirement: row for row in now}
    same = {id for id, row in new.items() if id in old and _said(old[id]) == _said(row)}
    return Difference(
        tuple(row for id, row in new.items() if id not in same),
        tuple(row.pk for id, row in old.items() if id not in same),
    )


def _said(row: CaseState) -> tuple[str, str, str]:
    return (row.article, row.status, row.why)


def deadline_row(case: Case, one: Deadline) -> CaseDeadline:
    """Return the row of a deadline, not saved."""
    kind, id = link_of(one.subject_ref, case)
    return CaseDeadline(
        case=case,
        requirement=one.id,
        article=one.article,
        subject=one.subject[:300],
        link_kind=kind,
        link_id=id,
        name=one.name[:120],
        due_on=one.due_on,
        provisional=one.provisional,
        met=one.met,
        met_on=one.met_on,
        reason=one.reason,
        undetermined_because=one.undetermined_because,
        from_event=one.from_event[:200],
        is_duty=one.is_duty,
        remedy=one.remedy,
    )


def changes(
    case: Case,
    before: Iterable[CaseDeadline],
    now: Iterable[CaseDeadline],
    *,
    at: datetime,
    position: int,
) -> Iterator[DeadlineHistory]:
    """Yield one row, not saved, for each due day that came, moved, became firm or went."""
    old = {row.key: row for row in before}
    new = {row.key: row for row in now}
    for key in [*new, *(key for key in old if key not in new)]:
        row = new.get(key, old.get(key))
        due_before, was_provisional = _shown(old.get(key))
        due_now, is_provisional = _shown(new.get(key))
        if row is None or (due_before, was_provisional) == (due_now, is_provisional):
            continue
        yield DeadlineHistory(
            case=case,
            requirement=row.requirement,
            article=row.article,
            subject=row.subject,
            link_kind=row.link_kind,
            link_id=row.link_id,
            name=row.name,
            due_before=due_before,
            due_now=due_now,
            provisional_before=was_provisional,
            provisional_now=is_provisional,
            reason=row.reason if key in new else "",
            changed_at=at,
            position=position,
        )


def _shown(row: CaseDeadline | None) -> tuple[date | None, bool]:
    """Return the day that a deadline showed and whether it was provisional."""
    if row is None or row.due_on is None:
        return None, False
    return row.due_on, row.provisional
