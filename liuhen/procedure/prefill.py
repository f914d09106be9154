"""What is known of a case when a document is begun: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from liuhen import clock
from liuhen.cases.models import Activity, Case
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.documents.offered import type_for
from liuhen.documents.prefill import prefill
from liuhen.procedure.compile import compile_case
from liuhen.regulation import casefile as file


def known(
    case: Case,
    compiled: file.CaseFile,
    *,
    activity: Activity | None = None,
    delivery: Delivery | None = None,
) -> dict[str, Any]:
    """Return the facts that fields may draw on, by the names of the catalogue's sources."""
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
        "today": clock.today(),
    }


def prefilled(
    case: Case,
    type_code: str,
    *,
    activity: Activity | None = None,
    delivery: Delivery | None = None,
) -> dict[str, Any]:
    """Return the fields of a new document that are already known."""
    compiled = compile_case(case)
    facts = known(case, compiled, activity=activity, delivery=delivery)
    fields = prefill(type_for(case.bureau, type_code, clock.today()), facts)
    if type_code == "delivery_receipt" and delivery is not None:
        served = delivery.document
        fields["documents"] = [{"title": served.title, "number": served.number, "copies": 1}]
    if type_code == "investigation_report":
        fields["activities"] = _investigated(compiled)
    return fields


_INVESTIGATED = (
    "site_inspection",
    "inquiry",
    "witness_inquiry",
    "evidence_taking",
    "electronic_data",
)


def _investigated(compiled: file.CaseFile) -> list[dict[str, Any]]:
    """The investigation activities as the final report lists them (第十条)."""
    titles: dict[str | None, list[str]] = {}
    for document in compiled.documents:
        titles.setdefault(document.activity, []).append(document.title)
    return [
        {
            "at": activity.started_at,
            "title": activity.title,
            "officers": "、".join(p.name for p in activity.participants if p.capacity == "officer"),
            "records": "、".join(titles.get(activity.id, [])),
            "activity_id": activity.id,
        }
        for activity in compiled.activities
        if activity.kind in _INVESTIGATED
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
