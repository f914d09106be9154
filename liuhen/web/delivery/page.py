"""What a service still lacks, and which periods start from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from liuhen import clock
from liuhen.delivery.models import Delivery
from liuhen.documents.models import Document
from liuhen.faults import Missing
from liuhen.procedure.compile import compile_case
from liuhen.regulation.answers import Deadline, Finding
from liuhen.regulation.casefile import DeliveryWay, StepName
from liuhen.regulation.pack import evaluate, gate


@dataclass(frozen=True)
class DueLine:
    """One period with the natural days that are left."""

    deadline: Deadline
    left: int


@dataclass(frozen=True)
class ServiceView:
    """Findings on one try, and the periods that start from serving its document."""

    findings: tuple[Finding, ...]
    due: tuple[DueLine, ...]


def service_view(delivery: Delivery) -> ServiceView:
    """Ask the regulation about the case as it stands today."""
    today = clock.today()
    said = evaluate(compile_case(delivery.document.case), today)
    own = f"deliveries/s{delivery.pk}"
    starting = [
        one
        for one in said.deadlines
        if one.subject_ref == own
        or (one.subject_ref == f"documents/d{delivery.document_id}" and "送达" in one.from_event)
    ]
    return ServiceView(
        findings=tuple(one for one in said.findings if one.subject_ref == own),
        due=tuple(DueLine(one, (one.due_on - today).days if one.due_on else 0) for one in starting),
    )


def missing_to_serve(
    document: Document, way: str = Delivery.Way.DIRECT, absence_proof: str | None = None
) -> tuple[Missing, ...]:
    """Return what stands between now and serving the document in a way (第十三条（七）, 第二十四条)."""
    found = gate(
        compile_case(document.case), StepName.SERVE, clock.today(), document=f"d{document.pk}",
        way=DeliveryWay(way), absence_proof=absence_proof or None,
    )  # fmt: skip
    return found.missing


POSTING = {
    "mail": "邮寄种类", "sent_on": "付邮日期", "registration_slip": "邮寄登记单号",
    "payment_voucher": "付邮凭证号", "list_names_documents": "邮件清单写明文书",
    "return_receipt": "邮件回执编号", "returned_on": "退回日期", "return_reason": "退回原因",
}  # fmt: skip
NOTICE = {
    "carrier": "方式和载体", "last_published_on": "最后一次公告", "reasons": "原因", "course": "经过",
}  # fmt: skip
_MAIL = {"registered": "挂号信", "express": "特快专递", "ordinary": "普通信函"}


def detail_lines(delivery: Delivery) -> list[tuple[str, str]]:
    """Return the proofs that only this way of service has, in words."""
    lines: list[tuple[str, str]] = []
    for group, labels in (("posting", POSTING), ("notice", NOTICE)):
        kept = delivery.detail.get(group)
        if isinstance(kept, dict):
            lines += [(label, _words(kept.get(name))) for name, label in labels.items()]
    return [(label, words) for label, words in lines if words]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return _MAIL.get(str(value), str(value)) if value else ""
