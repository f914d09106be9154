"""补写迟延原因: why a record came late, written once it is asked for (第三条, 第二十六条).

The record keeps who entered it and when; the reason comes beside it with its own entry in the log,
so a reader sees that it was given afterwards.
"""

from __future__ import annotations

from typing import TypeAlias

from liuhen.approvals.models import Matter
from liuhen.cases.access import demand_officer
from liuhen.cases.acting import acting_in
from liuhen.cases.models import Activity, Case
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.evidence.models import EvidenceItem, Recording
from liuhen.faults import Conflict, Invalid, NotFound
from liuhen.people.actors import Actor

LateRecord: TypeAlias = Activity | Document | Recording | EvidenceItem | Matter | Delivery

_MODELS: dict[str, type[LateRecord]] = {
    "a": Activity,
    "d": Document,
    "r": Recording,
    "e": EvidenceItem,
    "m": Matter,
    "s": Delivery,
}


def late_record(case: Case, id: str) -> LateRecord:
    """Return a record of the case by its id in the case file; NotFound for any other text."""
    model, digits = _MODELS.get(id[:1]), id[1:]
    if model is not None and digits.isascii() and digits.isdigit() and len(digits) < 19:
        found = model._default_manager.filter(pk=int(digits)).first()
        if found is not None and _case_of(found) == case.pk:
            return found
    raise NotFound("没有找到这项记录。请从本案的页面进入。")


def _case_of(row: LateRecord) -> int:
    return row.document.case_id if isinstance(row, Delivery) else row.case_id


def explain_lateness(actor: Actor, case: Case, record: LateRecord, *, reason: str) -> LateRecord:
    """Write the reason why a record was entered late; what was written before is never replaced."""
    demand_officer(actor, case, to="补写迟延原因")
    if not reason.strip():
        raise Invalid(
            "请写明迟延的原因。", {"reason": "请写明为什么晚录，例如「当天下乡，回局后补录」。"}
        )
    with acting_in(actor, case) as act:
        row = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if row.late_reason.strip():
            raise Conflict(f"这项记录已写明原因：{row.late_reason}。原因不能改写。")
        row.late_reason = reason.strip()
        row.save(update_fields=["late_reason"])
        act.log("record.lateness_explained", [row], case=case.stream)
    return row
