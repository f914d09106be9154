"""What is known of a case when a document is begun: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from liuhen import clock
from liuhen.cases.models import Activity, Case
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.documents.offered import type_for
from liuhen.documents.prefill import mark, prefill
from liuhen.documents.types import DocumentType
from liuhen.documents.wording import printed
from liuhen.people.queries import standards_of
from liuhen.procedure.compile import compile_case
from liuhen.procedure.gathering import Gathered, periods
from liuhen.regulation import casefile as file


def known(
    case: Case,
    compiled: file.CaseFile,
    kind: DocumentType,
    *,
    activity: Activity | None = None,
    delivery: Delivery | None = None,
) -> dict[str, Any]:
    """Return the facts that fields of a type may draw on, by the names of the catalogue's sources."""
    today = clock.today()
    this = next((a for a in compiled.activities if activity and a.id == f"a{activity.pk}"), None)
    return {
        "case": compiled.case,
        "bureau": {**asdict(compiled.bureau), **_bureau(case)},
        "party": compiled.parties[0] if compiled.parties else None,
        "activity": _activity(this),
        "officers": _officers(compiled, this),
        "evidence": list(compiled.evidence),
        "recordings": list(compiled.recordings),
        "documents": _by_type(compiled),
        "decision": _with_document(compiled, compiled.decision),
        "proposal": _with_document(compiled, _last(compiled.proposals)),
        "statement": _last(compiled.statements),
        "correction_order": _with_document(compiled, _last(compiled.correction_orders)),
        "delivery": _delivery(delivery),
        "approval": _last(compiled.approvals),
        "today": today,
        "gathered": Gathered(compiled, kind, today, standards_of(case.bureau)),
        "periods": periods(compiled, today),
    }


def prefilled(
    case: Case,
    type_code: str,
    *,
    activity: Activity | None = None,
    delivery: Delivery | None = None,
) -> dict[str, Any]:
    """Return the fields of a new document that are already known."""
    kind = type_for(case.bureau, type_code, clock.today())
    fields = _of_type(case, kind, activity, delivery)
    if type_code == "delivery_receipt" and delivery is not None:
        served = delivery.document
        fields["documents"] = [{"title": served.title, "number": served.number, "copies": 1}]
    return fields


def _of_type(
    case: Case, kind: DocumentType, activity: Activity | None, delivery: Delivery | None = None
) -> dict[str, Any]:
    facts = known(case, compile_case(case), kind, activity=activity, delivery=delivery)
    return prefill(kind, facts)


@dataclass(frozen=True)
class Changed:
    """A field whose source in the case says something else since the paper was begun.

    `now`: what the source says now, as it would be printed; empty when it says nothing any more.
    """

    field: str
    label: str
    now: str


def changed_sources(document: Document) -> list[Changed]:
    """Return the fields of an unsettled paper that were filled in from something since changed.

    It is a note and stops nothing: the officer takes the new value or leaves the own words. A field
    that already says what its source says now is not named; nor is a date that was the day itself.
    """
    if document.settled or not document.gathered:
        return []
    kind = document.type
    now = _of_type(document.case, kind, document.activity)
    shown = printed(kind, now)
    return [
        Changed(spec.name, spec.label, shown[spec.name]["text"])
        for spec in kind.fields
        if spec.name in document.gathered
        and spec.source != "today"
        and mark(now.get(spec.name)) != document.gathered[spec.name]
        and now.get(spec.name) != document.fields.get(spec.name)
    ]


def _bureau(case: Case) -> dict[str, str]:
    bureau = case.bureau
    return {
        "address": bureau.address,
        "phone": bureau.phone,
        "court": bureau.court,
        "bank_account": bureau.bank_account,
        "government": bureau.government,
    }


def _last(items: tuple[Any, ...]) -> Any:
    return items[-1] if items else None


def _activity(activity: file.Activity | None) -> Mapping[str, Any] | None:
    """The activity with its outsiders by capacity: `activity.party.name`, `activity.agent.name`."""
    if activity is None:
        return None
    people = {p.capacity.value: p for p in reversed(activity.participants)}
    return {**vars(activity), **people}


def _officers(compiled: file.CaseFile, activity: file.Activity | None) -> list[file.Participant]:
    present = [p for p in (activity.participants if activity else ()) if p.capacity == "officer"]
    return present or list(compiled.case.handlers)


def _by_type(compiled: file.CaseFile) -> dict[str, file.Document]:
    """The newest standing document of each type."""
    standing = (d for d in compiled.documents if d.state in ("final", "issued"))
    return {document.type: document for document in standing}


def _with_document(compiled: file.CaseFile, act: Any) -> Mapping[str, Any] | None:
    """An act with the document that records it: `decision.number`, `decision.title`."""
    if act is None:
        return None
    document = next((d for d in compiled.documents if d.id == act.document), None)
    facts = {"title": document.title, "number": document.number} if document else {}
    return {**vars(act), **facts, "fields": document.fields if document else {}}


def _delivery(delivery: Delivery | None) -> Mapping[str, Any] | None:
    if delivery is None:
        return None
    document: Document = delivery.document
    return {
        "recipient": delivery.recipient,
        "way": delivery.way,
        "way_words": delivery.get_way_display(),
        "document_title": document.title,
        "document_number": document.number,
        "tried_at": delivery.activity.started_at,
        "place": delivery.activity.place,
    }
