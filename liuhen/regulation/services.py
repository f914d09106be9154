"""Whether a document was served, and what a service still lacks in proof.

Each way of service has its own proof (第十八条至第二十四条). A service short of it is 待补正: it does
not count as served, so the party's periods that would start from it cannot be counted, while the
bureau's own duties keep running.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from liuhen.regulation.casefile import Delivery, DeliveryState, DeliveryWay, Receipt
from liuhen.regulation.papers import Paper
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day_of
from liuhen.workdays import Due

ADMITTED = frozenset({"recipient", "representative", "receiver", "agent", "designated", "family"})
"""Capacities in which law admits that someone signs a receipt (民事诉讼法 第八十八条)."""

RELATION_PLAIN = frozenset({"recipient", "representative", "agent"})
"""Those of them whose capacity says how they stand to the recipient."""


RECEIPT = "送达回证"
RETURN_RECEIPT = "邮件回执"


@dataclass(frozen=True)
class Service:
    """What became of serving a document.

    `served_on` None: not served. `unproven`: what a service claimed lacks, in Chinese; empty where
    none was claimed. `claimed_on`: the day on which the unproven service would have been.
    """

    served_on: date | None = None
    unproven: str = ""
    claimed_on: date | None = None
    delivery: Delivery | None = None

    @property
    def why_not_counted(self) -> str:
        """Why a period starting from this service cannot be counted."""
        return f"送达待补正，不能起算：{self.unproven}" if self.unproven else ""


def service_of(view: View, document: str) -> Service:
    """Return whether a document was served: the earliest service that has its proofs."""
    key = ("service_of", document)
    return view.once(key, lambda: _service(view, view.deliveries_of(document)))


def _service(view: View, deliveries: list[Delivery]) -> Service:
    proven: list[Service] = []
    unproven: list[Service] = []
    for one in deliveries:
        on = counted_on(view, one)
        if on is None or on > view.today:
            continue
        lacking = list(dict.fromkeys(lacks(view, one)))
        if lacking:
            words = f"{about(one).words}缺{'、'.join(lacking)}"
            unproven.append(Service(None, words, on, one))
        else:
            proven.append(Service(on, "", on, one))
    if proven:
        return min(proven, key=lambda one: one.served_on or date.max)
    return unproven[-1] if unproven else Service()


def counted_on(view: View, delivery: Delivery) -> date | None:
    """Return the day from which a service counts if its proofs stand; None for one not claimed."""
    if delivery.state is DeliveryState.NOT_SERVED:
        return None
    if delivery.way is DeliveryWay.PUBLIC_NOTICE:
        due = public_notice_due(view, delivery)
        return due.day if due else None
    if delivery.state is DeliveryState.TRIED:
        return None
    receipt = delivery.receipt
    noted = (receipt.received_on or receipt.refusal_on) if receipt else None
    return delivery.served_on or noted or day_of(delivery.tried_at)


def public_notice_due(view: View, delivery: Delivery) -> Due | None:
    """Count the day on which a public notice counts as served, from its last publication.

    The last day is moved over holidays like that of any period (民事诉讼法 第八十五条): later by a
    few days at most, and never to the party's harm.
    """
    if delivery.notice is None:
        return None
    published = delivery.notice.last_published_on
    days = view.parameter("public_notice_days", published)
    return view.calendar.after_days(published, days)


def lacks(view: View, delivery: Delivery) -> Iterator[str]:
    """Yield every proof that a service lacks under its own way."""
    yield from receipt_lacks(view, delivery)
    if delivery.way is DeliveryWay.DIRECT:
        yield from direct_lacks(delivery)
    elif delivery.way is DeliveryWay.LEAVING:
        yield from leaving_lacks(view, delivery)
    elif delivery.way is DeliveryWay.POST:
        yield from posting_lacks(delivery)
    elif delivery.way is DeliveryWay.PUBLIC_NOTICE:
        yield from public_notice_lacks(view, delivery)
        yield from grounds_lacking(
            view, delivery.document, published_on(delivery), _proof(delivery)
        )
    elif delivery.way is DeliveryWay.ENTRUSTED:
        yield from entrusted_lacks(view, delivery)
    elif delivery.way is DeliveryWay.PASSED_ON:
        yield from passed_on_lacks(delivery)
    elif delivery.way is DeliveryWay.ELECTRONIC:
        yield from electronic_lacks(view, delivery)


# -- 第十八条 ---------------------------------------------------------------------------------


def receipt_lacks(view: View, delivery: Delivery) -> Iterator[str]:
    """Yield what the receipt lacks of receipt noted and signed, or what its way has instead."""
    receipt = delivery.receipt
    if delivery.way in (DeliveryWay.PUBLIC_NOTICE, DeliveryWay.ELECTRONIC):
        return  # nobody signs; 第二十四条 and 行政处罚法 第六十一条 have their own proofs
    if delivery.way is DeliveryWay.POST:
        if not (delivery.posting and delivery.posting.return_receipt) and not _signed(receipt):
            yield RETURN_RECEIPT
        return
    if receipt is None:
        yield RECEIPT
        return
    if view.document(receipt.document) is None:
        yield "入卷的送达回证"  # its content is told, its paper is not in the file
    if delivery.way is DeliveryWay.LEAVING:
        if not receipt.refusal_reason or receipt.refusal_on is None:
            yield "回证上记明的拒收事由和日期"
    else:
        yield from _signature_lacks(receipt)


def _signed(receipt: Receipt | None) -> bool:
    return receipt is not None and not list(_signature_lacks(receipt))


def _signature_lacks(receipt: Receipt) -> Iterator[str]:
    if receipt.received_on is None:
        yield "回证上注明的收到日期"
    if not receipt.recipient_signed:
        yield "受送达人的签名或者盖章"
    else:
        yield from signatory_lacks(receipt)


def signatory_lacks(receipt: Receipt) -> Iterator[str]:
    """Yield what is not recorded of the one who signed: in which capacity, with what relation."""
    if receipt.signatory_capacity not in ADMITTED:
        yield "签收人依法可以签收的身份"
    if receipt.signatory_capacity not in RELATION_PLAIN and not (receipt.relation or "").strip():
        yield "签收人与受送达人关系的记载"


# -- 第十九条至第二十四条 -----------------------------------------------------------------------


def direct_lacks(delivery: Delivery) -> Iterator[str]:
    """Yield what a direct service lacks (第十九条)."""
    receipt = delivery.receipt
    if receipt is None:
        yield RECEIPT
        return
    if not receipt.servers_signed:
        yield "送达人的签名或者盖章"
    if not receipt.recipient_signed:
        yield "受送达人或者符合法定条件的签收人的签名或者盖章"
        return
    if not (receipt.signatory or "").strip():
        yield "签收人姓名"
    yield from signatory_lacks(receipt)


def leaving_lacks(view: View, delivery: Delivery) -> Iterator[str]:
    """Yield what a service by leaving lacks (第二十条)."""
    receipt = delivery.receipt or Receipt(document=None)
    if not receipt.refusal_reason:
        yield "回证上的拒收事由"
    if receipt.refusal_on is None:
        yield "回证上的拒收日期"
    if not receipt.servers_signed:
        yield "送达人的签名或者盖章"
    if not receipt.witness_signed:
        yield "见证人的签名或者盖章"
    if receipt.left_at_residence is not True:
        yield "文书留在受送达人住所的记载"
    if not view.recordings_of(delivery):
        yield "送达过程的音像记录"


def entrusted_lacks(view: View, delivery: Delivery) -> Iterator[str]:
    """Yield what an entrusted service lacks (第二十一条)."""
    if view.document(delivery.entrustment_letter) is None:
        yield "委托函"
    if view.document(delivery.document) is None:
        yield "相关文书"
    if delivery.receipt is None:
        yield RECEIPT


def posting_lacks(delivery: Delivery) -> Iterator[str]:
    """Yield what a service by post lacks (第二十二条); a returned letter has no return receipt."""
    posting = delivery.posting
    if posting is None:
        yield from ("邮寄方式的记载", "邮件清单", "邮寄登记", "付邮凭证", RETURN_RECEIPT)
        return
    if posting.mail not in ("registered", "express"):
        yield "挂号信或者特快专递的邮寄方式"
    if not posting.list_names_documents:
        yield "写明文书名称和文号的邮件清单"
    if not posting.registration_slip:
        yield "邮寄登记"
    if not posting.payment_voucher:
        yield "付邮凭证"
    if not posting.return_receipt and posting.returned_on is None:
        yield RETURN_RECEIPT


def passed_on_lacks(delivery: Delivery) -> Iterator[str]:
    """Yield what a service passed on lacks (第二十三条)."""
    receipt = delivery.receipt
    if receipt is None or receipt.taken_back_on is None:
        yield "收回的送达回证"
    if receipt is not None and not receipt.servers_signed:
        yield "送达人的签名或者盖章"
    if receipt is not None and not receipt.recipient_signed:
        yield "受送达人的签名或者盖章"


def public_notice_lacks(view: View, delivery: Delivery) -> Iterator[str]:
    """Yield what a service by public notice lacks, apart from what came before it (第二十四条)."""
    notice = delivery.notice
    if notice is None:
        yield "公告的记载"
        return
    if not (notice.carrier or "").strip():
        yield "公告的方式和载体"
    if view.document(notice.notice_document) is None:
        yield "书面公告"
    if not (notice.reasons or "").strip():
        yield "公告送达的原因"
    if not (notice.course or "").strip():
        yield "公告送达的经过"
    if not view.recordings_of(delivery):
        yield "音像记录"


def published_on(delivery: Delivery) -> date:
    """Return the day of a public notice's publication, of the try itself where none is recorded."""
    return delivery.notice.last_published_on if delivery.notice else day_of(delivery.tried_at)


def _proof(delivery: Delivery) -> str | None:
    return delivery.notice.absence_proof if delivery.notice else None


def grounds_lacking(
    view: View, document: str, on: date, absence_proof: str | None
) -> Iterator[str]:
    """Yield what is not shown of "no other way was possible" on a day (第二十四条).

    Shown by: each other way tried has come back without success (at least one was tried), and a
    paper that proves the recipient cannot be found.
    """
    others = [
        one
        for one in view.deliveries_of(document)
        if one.way is not DeliveryWay.PUBLIC_NOTICE and day_of(one.tried_at) <= on
    ]
    if not others:
        yield "已经采用的其他送达方式"
    for one in others:
        returned = one.posting.returned_on if one.posting else None
        if one.state is not DeliveryState.NOT_SERVED or (returned and returned > on):
            yield f"{about(one).words}无法送达的结果（尚未退回或者尚无结果）"
    proof = view.document(absence_proof)
    known = [proof] if proof else view.documents_of(Paper.ABSENCE_PROOF)
    if not any(one.dated <= on for one in known):
        yield "受送达人下落不明或者无法送达的证明材料"


def electronic_lacks(view: View, delivery: Delivery) -> Iterator[str]:
    """Yield what an electronic service lacks (行政处罚法 第六十一条)."""
    service = delivery.electronic
    consent = view.document(service.consent_document) if service else None
    if consent is None:
        yield "当事人签名的电子送达确认书"
    if service is None or not (service.address or "").strip():
        yield "当事人确认的电子送达地址"
    if service is None or service.sent_shown_at is None:
        yield "系统显示发送成功的时间"
