"""What a record's page says of its class, and of who looked at it."""

from __future__ import annotations

from dataclasses import dataclass

from liuhen.cases.classing import may_classify
from liuhen.cases.looks import looks_of, may_trace
from liuhen.cases.models import Case, Classed, Classification, Look
from liuhen.documents.models import Document
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.faults import NotFound
from liuhen.people.actors import Actor
from liuhen.regulation.secrecy import words_of

SHOWN_AT_ONCE = 10
_MODELS: dict[str, type[Classed]] = {"d": Document, "r": Recording, "e": EvidenceItem}


def record_of(case: Case, record: str) -> Classed:
    """Return a record of the case by its id in the case file; NotFound for any other text."""
    model, digits = _MODELS.get(record[:1]), record[1:]
    if model is not None and digits.isascii() and digits.isdigit() and len(digits) < 19:
        found = model._default_manager.filter(pk=int(digits)).first()
        if found is not None and found.case_id == case.pk:
            return found
    raise NotFound("没有找到这份材料。请从本案的页面进入。")


def record_url(record: Classed) -> str:
    """Return the page of a record."""
    noun = {"document": "documents", "recording": "recordings"}.get(record.KIND, record.KIND)
    return f"/{noun}/{record.pk}"


@dataclass(frozen=True)
class Change:
    """One change of class in words."""

    row: Classification
    before: str
    after: str


@dataclass(frozen=True)
class Guarded:
    """The class of a record, how it came to be, and who looked (for those who may trace)."""

    words: str
    id: str
    base: str
    may_classify: bool
    may_isolate: bool
    may_trace: bool
    changes: tuple[Change, ...]
    looks: tuple[Look, ...]
    total: int


def guarded(actor: Actor, record: Classed) -> Guarded:
    """Put the two cards of a record's page together."""
    case = record.case
    traces = may_trace(actor, case)
    looks = looks_of(case, record.record_id)
    changes = case.classifications.filter(record=record.record_id).order_by("pk")
    return Guarded(
        words=words_of(record.secrecy),
        id=record.record_id,
        base=f"/cases/{case.pk}/records/{record.record_id}",
        may_classify=may_classify(actor, case),
        may_isolate=actor.bureau_id == case.bureau_id,
        may_trace=traces,
        changes=tuple(Change(one, words_of(one.before), words_of(one.after)) for one in changes),
        looks=tuple(looks[:SHOWN_AT_ONCE]) if traces else (),
        total=looks.count() if traces else 0,
    )
