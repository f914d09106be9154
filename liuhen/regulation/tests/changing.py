"""Change one thing in a case file: how tests break and mend cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from liuhen.regulation import examples
from liuhen.regulation.answers import Evaluation, Status
from liuhen.regulation.casefile import CaseFile, Document, DocumentState
from liuhen.regulation.pack import evaluate
from liuhen.regulation.words import day_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Record = TypeVar("_Record", bound="DataclassInstance")

A_DAY = date(2026, 5, 21)
B_DAY = date(2026, 3, 16)
C_DAY = date(2026, 7, 2)


@cache
def case_a() -> CaseFile:
    return examples.case_a()


@cache
def case_b() -> CaseFile:
    return examples.case_b()


@cache
def case_c() -> CaseFile:
    return examples.case_c()


def change(casefile: CaseFile, list: str, where: Callable[[Any], bool], **changes: Any) -> CaseFile:
    """Change every record of a list that `where` picks; fails if it picks none."""
    records = getattr(casefile, list)
    assert any(where(one) for one in records), f"nothing in {list} to change"
    changed = tuple(but(one, **changes) if where(one) else one for one in records)
    return but(casefile, **{list: changed})


def drop(casefile: CaseFile, list: str, where: Callable[[Any], bool]) -> CaseFile:
    """Leave out every record of a list that `where` picks; fails if it picks none."""
    records = getattr(casefile, list)
    kept = tuple(one for one in records if not where(one))
    assert len(kept) < len(records), f"nothing in {list} to drop"
    return but(casefile, **{list: kept})


def add(casefile: CaseFile, list: str, *records: Any) -> CaseFile:
    """Add records to a list."""
    return but(casefile, **{list: (*getattr(casefile, list), *records)})


def but(record: _Record, **changes: Any) -> _Record:
    """Return a record with fields changed, by names known only at run time."""
    return replace(record, **changes)


def having(**values: Any) -> Callable[[Any], bool]:
    """Pick records whose attributes have these values; without any, every record."""
    return lambda one: all(getattr(one, name) == value for name, value in values.items())


def of_type(*types: str) -> Callable[[Any], bool]:
    """Pick documents of these types."""
    return lambda one: one.type in types


def of_kind(*kinds: str) -> Callable[[Any], bool]:
    """Pick activities (or evidence, or requests) of these kinds."""
    return lambda one: one.kind in kinds


def document(casefile: CaseFile, type: str) -> Document:
    """Return the one document of a type."""
    (found,) = [one for one in casefile.documents if one.type == type]
    return found


def without_field(casefile: CaseFile, type: str, *names: str) -> CaseFile:
    """Empty fields of a document."""
    left = {k: v for k, v in document(casefile, type).fields.items() if k not in names}
    return change(casefile, "documents", of_type(type), fields=left)


def with_field(casefile: CaseFile, type: str, **values: Any) -> CaseFile:
    """Fill fields of a document."""
    filled = {**document(casefile, type).fields, **values}
    return change(casefile, "documents", of_type(type), fields=filled)


def case_facts(casefile: CaseFile, **changes: Any) -> CaseFile:
    """Change facts of the case."""
    return replace(casefile, case=replace(casefile.case, **changes))


def decided(casefile: CaseFile, **changes: Any) -> CaseFile:
    """Change the decision."""
    assert casefile.decision is not None
    return replace(casefile, decision=replace(casefile.decision, **changes))


def ids(casefile: CaseFile, today: date) -> list[str]:
    """Return the ids of the findings, each once, in order."""
    return list(dict.fromkeys(one.id for one in evaluate(casefile, today).findings))


def status(casefile: CaseFile, today: date, id: str) -> Status:
    """Return how a requirement stands."""
    return evaluate(casefile, today).state_of(id).status


def due(evaluation: Evaluation, id: str, name: str = "") -> date | None:
    """Return the due day of the one deadline of an id whose name has `name` in it."""
    found = {one.due_on for one in evaluation.deadlines if one.id == id and name in one.name}
    assert len(found) == 1, f"{id} {name}: {found}"
    return found.pop()


_DATED_BY = {
    "activities": "started_at",
    "documents": "dated",
    "recordings": "captured_from",
    "evidence": "collected_at",
    "approvals": "decided_at",
    "deliveries": "tried_at",
    "rights": "at",
    "legal_reviews": "at",
    "discussions": "held_at",
    "statements": "heard_at",
    "proposals": "issued_on",
    "correction_orders": "ordered_on",
    "performances": "on",
    "publications": "published_on",
}


def known_on(casefile: CaseFile, today: date, *, until: datetime | None = None) -> CaseFile:
    """Return the case file as it was known on a day (or until an hour of it)."""

    def known(moment: date | datetime | None) -> bool:
        if isinstance(moment, datetime):
            return moment <= until if until else day_of(moment) <= today
        return moment is not None and moment <= today

    kept = {
        name: tuple(one for one in getattr(casefile, name) if known(getattr(one, attribute)))
        for name, attribute in _DATED_BY.items()
    }
    decision, archive = casefile.decision, casefile.archive
    orders = tuple(
        one
        if one.checked_at and known(one.checked_at)
        else replace(one, checked_at=None, check_activity=None, check_result=None)
        for one in kept.pop("correction_orders")
    )
    facts = {
        one.name: None
        for one in fields(casefile.case)
        if one.name in ("filed_on", "concluded_on", "closed_on", "left_investigation_on")
        and not known(getattr(casefile.case, one.name))
    }
    return but(
        casefile,
        **kept,
        correction_orders=orders,
        decision=decision if decision and known(decision.issued_on) else None,
        archive=archive if archive and known(archive.archived_on) else None,
        case=but(casefile.case, **facts),
    )


def with_draft_decision(casefile: CaseFile, today: date, of: CaseFile) -> CaseFile:
    """Return the case as known on a day, with the decision of a fuller case as a draft."""
    draft = replace(
        document(of, "penalty_decision"), state=DocumentState.DRAFT, issued_on=None, dated=today
    )
    return add(casefile, "documents", draft)
