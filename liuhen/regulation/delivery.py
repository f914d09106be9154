"""第十八条至第二十四条: what proves each way of service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from liuhen.regulation import services
from liuhen.regulation.answers import Answers, Term
from liuhen.regulation.casefile import Delivery, DeliveryState, DeliveryWay, StepName
from liuhen.regulation.citations import measure
from liuhen.regulation.rules import check, gate, period
from liuhen.regulation.steps import Step, taken_steps
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day

_MEND = "请补正凭证；无法补正的，重新送达。"


@check("A18-1", measure(18), unless="没有送达文书")
def a_service_has_its_receipt(view: View) -> Answers:
    for delivery in view.deliveries:
        if delivery.state is DeliveryState.NOT_SERVED:
            continue  # nothing was served: the failed try is a record of its own
        waiting = _still_waiting(view, delivery)
        if waiting:
            yield about(delivery).not_yet(waiting)
            continue
        yield about(delivery).demands(
            services.receipt_lacks(view, delivery),
            expected="送达回证上有受送达人注明的收到日期和签名、盖章，或者该送达方式的凭证",
            remedy=_MEND,
        )


def _still_waiting(view: View, delivery: Delivery) -> str:
    """Return why the result of a try may still be open, empty if it may not."""
    if delivery.state is not DeliveryState.TRIED:
        return ""
    if delivery.way is not DeliveryWay.POST:
        return "送达结果尚未登记"
    posting = delivery.posting
    if posting is None or posting.mail not in ("registered", "express"):
        return ""  # ordinary mail never brings a receipt
    days = view.parameter("post_receipt_days", posting.sent_on)
    last = posting.sent_on + timedelta(days=days)
    return f"等待邮件回执，到{day(last)}仍无回执应当查询" if view.today <= last else ""


def _each(
    view: View,
    way: DeliveryWay,
    expected: str,
    lacks: Callable[[Delivery], Iterator[str]],
) -> Answers:
    """Answer for every service claimed in one way."""
    for delivery in view.deliveries:
        if delivery.way is not way or delivery.state is DeliveryState.NOT_SERVED:
            continue
        waiting = _still_waiting(view, delivery)
        if waiting:
            yield about(delivery).not_yet(waiting)
        else:
            yield about(delivery).demands(lacks(delivery), expected=expected, remedy=_MEND)


@check("A19-1", measure(19), unless="没有直接送达")
def a_direct_service_is_signed_by_both(view: View) -> Answers:
    yield from _each(
        view,
        DeliveryWay.DIRECT,
        "送达人和受送达人（或者符合法定条件、写明关系的签收人）在回证上签名、盖章",
        services.direct_lacks,
    )


@check("A20-1", measure(20), unless="没有留置送达", serious=True)
def a_service_by_leaving_has_its_form(view: View) -> Answers:
    yield from _each(
        view,
        DeliveryWay.LEAVING,
        "回证记明拒收事由和日期，送达人、见证人签名，文书留在受送达人住所，过程有音像记录",
        lambda one: services.leaving_lacks(view, one),
    )


@check("A21-1", measure(21), unless="没有委托送达")
def an_entrusted_service_has_its_letter(view: View) -> Answers:
    yield from _each(
        view,
        DeliveryWay.ENTRUSTED,
        "有委托函，附相关文书和送达回证",
        lambda one: services.entrusted_lacks(view, one),
    )


@check("A22-1", measure(22), unless="没有邮寄送达")
def a_service_by_post_has_its_proofs(view: View) -> Answers:
    """A returned letter keeps its slips too; what it cannot have is the return receipt."""
    for delivery in view.deliveries:
        if delivery.way is not DeliveryWay.POST:
            continue
        lacking = list(services.posting_lacks(delivery))
        waiting = _still_waiting(view, delivery)
        if waiting and lacking == [services.RETURN_RECEIPT]:
            yield about(delivery).not_yet(waiting)
        else:
            yield about(delivery).demands(
                lacking,
                expected="以挂号信或者特快专递邮寄，清单写明文书名称和文号，"
                "留存邮寄登记、付邮凭证和回执",
                remedy=_MEND,
            )


@check("A23-1", measure(23), unless="没有转交送达")
def a_service_passed_on_brings_back_its_receipt(view: View) -> Answers:
    yield from _each(
        view,
        DeliveryWay.PASSED_ON,
        "收回由送达人、受送达人签收的送达回证",
        services.passed_on_lacks,
    )


def _public_notices(view: View) -> Iterator[Step]:
    for step in taken_steps(view, StepName.SERVE):
        if step.way is DeliveryWay.PUBLIC_NOTICE:
            yield step


@gate("A24-1", measure(24), unless="没有公告送达", taken=_public_notices, awaited=False)
def no_other_way_was_possible_before_public_notice(view: View, step: Step) -> Answers:
    if step.way is not DeliveryWay.PUBLIC_NOTICE or step.document is None:
        return
    proof, on = step.absence_proof, step.on
    if step.delivery is not None:
        notice = step.delivery.notice
        proof = notice.absence_proof if notice else None
        on = services.published_on(step.delivery)
    yield step.about.demands(
        services.grounds_lacking(view, step.document.id, on, proof),
        expected="公告前已经采用其他方式送达，均无法送达，并有证明材料",
        remedy="请先采用其他方式送达并等待结果，取得受送达人下落不明的证明。",
    )


@check("A24-1", measure(24), unless="没有公告送达")
def a_public_notice_is_kept_with_reasons_and_course(view: View) -> Answers:
    for delivery in _notices(view):
        yield about(delivery).demands(
            services.public_notice_lacks(view, delivery),
            expected="记录公告的方式和载体、原因和经过，留存书面公告和音像记录",
            remedy="请补充公告的记录；没有公告文本或者音像的，重新公告。",
        )


def _notices(view: View) -> Iterator[Delivery]:
    for delivery in view.deliveries:
        claimed = delivery.state is not DeliveryState.NOT_SERVED
        if claimed and delivery.way is DeliveryWay.PUBLIC_NOTICE:
            yield delivery


@period("A24-2", measure(24), unless="没有公告送达")
def the_day_a_public_notice_counts_as_served(view: View) -> Answers:
    for delivery in _notices(view):
        due = services.public_notice_due(view, delivery)
        lacking = list(services.lacks(view, delivery))
        published = services.published_on(delivery)
        yield Term(
            about(delivery),
            "视为送达之日",
            None if lacking else due,
            f"{day(published)}最后一次公告",
            met_on=due.day if due and not lacking and due.day <= view.today else None,
            because=f"公告送达待补正：缺{'、'.join(lacking)}" if lacking else "",
            awaited=False,
        )
