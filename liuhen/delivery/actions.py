"""All writes about 送达. A true try is never refused; a gated one demands its passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from liuhen import clock
from liuhen.cases.access import demand_officer
from liuhen.cases.acting import acting_in
from liuhen.cases.actions import Present, record_activity
from liuhen.delivery.models import Delivery
from liuhen.documents import actions as documents
from liuhen.documents.models import Document
from liuhen.faults import Conflict, Forbidden, Invalid
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.people.checks import check_choice
from liuhen.people.models import Person
from liuhen.regulation.casefile import StepName
from liuhen.regulation.passage import Passage

Way, State = Delivery.Way, Delivery.State


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try: the way, when and where, by whom, on whom."""

    way: str
    tried_at: datetime
    servers: Sequence[Person]
    recipient: str
    place: str = ""
    on_the_spot: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the receipt says once it is back."""

    received_on: date
    signatory: str
    signatory_capacity: str
    relation: str = ""
    recipient_signed: bool = True
    servers_signed: bool = True


def attempt(
    actor: Actor,
    document: Document,
    what: Attempt,
    *,
    passage: Passage | None = None,
    on_paper: bool = False,
    late_reason: str = "",
) -> Delivery:
    """Record a try to serve a document, with its 送达回证 prepared as a draft.

    A try made now passes the gate of 第十三条（七） and 第二十四条; one that was made on paper
    (`on_paper`) is recorded as it went, and the rules show what it lacked.
    """
    demand_officer(actor, document.case, to="送达")
    if document.state != Document.State.ISSUED:
        raise Conflict("文书还没有签发（定稿并取号），不能送达。")
    if not on_paper:
        if passage is None:
            raise Forbidden("送达须先通过程序检查，请在案件页面办理。")
        case = document.case
        passage.require(StepName.SERVE, bureau=case.bureau.code, number=case.number)
    _check_attempt(what)
    with acting_in(actor, document.case) as act:
        activity = record_activity(
            actor,
            document.case,
            kind="service",
            started_at=what.tried_at,
            ended_at=what.tried_at,
            title=f"送达{document.title}",
            place=what.place,
            present=[Present(capacity="officer", person=one) for one in what.servers],
            subject=document.number or document.title,
            late_reason=late_reason,
        )
        delivery = Delivery.objects.create(
            document=document,
            activity=activity,
            recipient=what.recipient,
            way=what.way,
            state=State.TRIED,
            on_the_spot=what.on_the_spot,
            detail=dict(what.detail),
            **act.entered(late_reason),
        )
        act.log(
            "delivery.tried",
            [delivery],
            case=document.case.stream,
            extra={"delivery": delivery.pk, "document": document.pk, "way": delivery.way},
        )
    return delivery


def _check_attempt(what: Attempt) -> None:
    check_choice(what.way, Way.values, "way")
    problems = {}
    if not what.servers:
        problems["servers"] = "请选择送达人，一般为两名执法人员。"
    if not what.recipient.strip():
        problems["recipient"] = "请填写受送达人，一般为当事人。"
    if problems:
        raise Invalid("送达信息还不完整。", problems)


def prepare_receipt(actor: Actor, delivery: Delivery, fields: Mapping[str, Any]) -> Document:
    """Draft and lock the 送达回证 of a try, ready to print and sign."""
    with acting(actor):
        receipt = documents.draft(
            actor,
            delivery.document.case,
            type_code="delivery_receipt",
            activity=delivery.activity,
            fields=fields,
            title=f"送达回证（{delivery.document.title}）",
        )
        documents.finalise(actor, receipt)
        _link_receipt(actor, delivery, receipt)
    return receipt


def _link_receipt(actor: Actor, delivery: Delivery, receipt: Document) -> None:
    with acting_in(actor, receipt.case) as act:
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.receipt_id is not None:
            raise Conflict("这次送达已经有送达回证。")
        row.receipt = receipt
        row.save(update_fields=["receipt"])
        act.log("delivery.receipt_prepared", [row], case=receipt.case.stream)


def record_receipt(
    actor: Actor, delivery: Delivery, received: Received, *, receipt: Document | None = None
) -> Delivery:
    """Record that the receipt is back: served on the day the recipient wrote on it.

    `receipt` is a paper receipt that was entered; one prepared here stands already.
    """
    _check_day(received.received_on, delivery)
    if received.signatory_capacity:
        check_choice(received.signatory_capacity, Delivery.Signatory.values, "signatory_capacity")
    return _close(
        actor,
        delivery,
        "delivery.served",
        ways=_BY_RECEIPT,
        state=State.SERVED,
        served_on=received.received_on,
        **vars(received),
        **_paper_receipt(delivery, receipt),
    )


def record_leaving(
    actor: Actor,
    delivery: Delivery,
    *,
    refusal_reason: str,
    refusal_on: date,
    left_at_residence: bool | None,
    witness: str = "",
    witness_signed: bool = False,
    servers_signed: bool = True,
    receipt: Document | None = None,
) -> Delivery:
    """留置送达, as it really went (第二十条): what it lacks is shown, not refused.

    A direct try that the recipient refused becomes one by leaving, which is what happened.
    """
    _check_day(refusal_on, delivery)
    return _close(
        actor,
        delivery,
        "delivery.left",
        ways=_BY_LEAVING,
        state=State.SERVED,
        way=Way.LEAVING,
        served_on=refusal_on,
        refusal_reason=refusal_reason,
        refusal_on=refusal_on,
        left_at_residence=left_at_residence,
        witness=witness,
        witness_signed=witness_signed,
        servers_signed=servers_signed,
        **_paper_receipt(delivery, receipt),
    )


def _paper_receipt(delivery: Delivery, receipt: Document | None) -> dict[str, Document]:
    if receipt is None:
        return {}
    if receipt.case_id != delivery.document.case_id or receipt.type_code != "delivery_receipt":
        raise Invalid("所选文书不是本案的送达回证。", {"receipt": "请选择本案的送达回证。"})
    return {"receipt": receipt}


def record_outcome(
    actor: Actor,
    delivery: Delivery,
    *,
    served_on: date | None = None,
    failure: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Delivery:
    """Record what became of a try by post, public notice or entrustment: served, or why not."""
    if served_on is None and not failure.strip():
        raise Invalid("请写明结果。", {"failure": "请填写送达日期，或者写明没有送达的原因。"})
    if served_on is not None:
        _check_day(served_on, delivery)
    return _close(
        actor,
        delivery,
        "delivery.served" if served_on else "delivery.failed",
        state=State.SERVED if served_on else State.NOT_SERVED,
        served_on=served_on,
        failure=failure.strip(),
        detail={**delivery.detail, **(detail or {})},
    )


def _check_day(day: date, delivery: Delivery) -> None:
    tried_on = delivery.activity.started_at.astimezone(clock.SHANGHAI).date()
    if day < tried_on:
        raise Invalid(
            "送达日期早于送出的日期。", {"received_on": f"请核对，不能早于 {tried_on:%Y-%m-%d}。"}
        )
    if day > clock.today():
        raise Invalid("送达日期在将来。", {"received_on": "请核对回证上的日期。"})


_BY_RECEIPT = (Way.DIRECT, Way.LEAVING, Way.ENTRUSTED, Way.PASSED_ON, Way.ELECTRONIC)
_BY_LEAVING = (Way.DIRECT, Way.LEAVING)


def _close(
    actor: Actor,
    delivery: Delivery,
    event: str,
    *,
    ways: Sequence[str] = tuple(Way),
    **columns: Any,
) -> Delivery:
    case = delivery.document.case
    demand_officer(actor, case, to="登记送达结果")
    with acting_in(actor, case) as act:
        row = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if row.state != State.TRIED:
            raise Conflict(f"这次送达已经登记为「{row.get_state_display()}」。")
        if row.way not in ways:
            raise Conflict(
                "这种送达方式不能这样登记，请用「登记结果」登记送达日期或者未送达的原因。"
            )
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))
        act.log(
            event,
            [row],
            case=case.stream,
            extra={"delivery": row.pk, "document": row.document_id, "way": row.way},
        )
    return row
