"""第十四条至第十七条: correction, performance, demand and enforcement by the court."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from liuhen.regulation.answers import Answers, Gap, Kept, Term
from liuhen.regulation.casefile import CorrectionOrder, Performance
from liuhen.regulation.citations import measure
from liuhen.regulation.papers import Paper
from liuhen.regulation.periods import (
    appeals_open,
    court_window,
    demand_wait,
    payment_term,
)
from liuhen.regulation.rules import check, duty, gate, period
from liuhen.regulation.services import service_of
from liuhen.regulation.steps import Step
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day, day_of, yuan


def _orders(view: View) -> list[CorrectionOrder]:
    return sorted(view.casefile.correction_orders, key=lambda one: (one.ordered_on, one.id))


@duty("A14-1", measure(14), unless="没有责令改正")
def a_correction_is_checked_in_time(view: View) -> Answers:
    for order in _orders(view):
        reported = order.reported_done_on
        start = min(order.due_on, reported) if reported else order.due_on
        days = view.parameter("correction_check_workdays", order.ordered_on)
        event = (
            f"当事人{day(start)}报告已改正"
            if start != order.due_on
            else f"改正期限{day(start)}届满"
        )
        yield Term(
            about(order),
            "核查改正情况并记录",
            view.workdays_after(start, days),
            event,
            met_on=_checked_on(view, order),
            remedy="请核查改正情况，制作改正情况核查记录。",
        )


def _checked_on(view: View, order: CorrectionOrder) -> date | None:
    """A check counts when its record is there."""
    if order.checked_at is None:
        return None
    activity = view.activity(order.check_activity)
    recorded = activity is not None and bool(view.documents_for(activity, Paper.CORRECTION_CHECK))
    return day_of(order.checked_at) if recorded else None


@gate("A14-2", (measure(14), measure(15)), unless="没有责令改正，也没有须履行的决定")
def a_case_closes_after_checks_and_performance(view: View, step: Step) -> Answers:
    for order in _orders(view):
        checked_on = _checked_on(view, order)
        if checked_on is not None and checked_on <= step.on and order.check_result:
            yield about(order).kept()
        else:
            yield about(order).lacks(
                expected="结案前有改正情况的核查记录和结论",
                found="没有核查记录" if checked_on is None else "核查没有结论，或者晚于结案",
                remedy="请先核查改正情况并记录结论。",
            )
    yield from _fine_settled(view, step)


def _fine_settled(view: View, step: Step) -> Answers:
    decision = view.decision
    if decision is None or decision.fine <= 0:
        return
    parts = [one for one in _of_fine(view) if one.on <= step.on]
    paid = sum(one.amount for one in parts)
    ended = any((one.lawful_end or "").strip() for one in parts)
    if ended or paid >= decision.fine:
        yield step.about.kept()
        return
    yield step.about.lacks(
        expected=f"罚款{yuan(decision.fine)}有全部履行的记录，或者依法终结的记录",
        found=f"记录的缴款{yuan(paid)}" if parts else "没有罚款履行的记录",
        remedy="请登记缴款凭证；依法终结执行的，写明终结的依据。",
    )


def _of_fine(view: View) -> list[Performance]:
    found = (one for one in view.casefile.performances if one.part == "fine")
    return sorted(found, key=lambda one: (one.on, one.id))


@duty("A15-1", measure(15), unless="尚未作出决定，或者决定没有须履行的内容")
def performance_is_recorded(view: View) -> Answers:
    """Due on the day performance is due; a warning is performed by its service."""
    decision = view.decision
    if decision is None or decision.fine <= 0:
        return
    payment = payment_term(view)
    if payment is None:
        yield about(view.casefile.case).not_yet("决定尚未送达，履行期限没有开始")
        return
    recorded = _of_fine(view)
    yield Term(
        payment.subject,
        "记录当事人履行决定的情况",
        payment.due,
        payment.from_event,
        met_on=recorded[0].on if recorded else None,
        done="记录",
        because=payment.because,
        remedy="请记录履行情况：全部、部分、逾期或者没有履行；已缴罚款的附缴款凭证。",
    )
    yield from (_has_voucher(view, one) for one in recorded if one.amount > 0)


def _has_voucher(view: View, performance: Performance) -> Kept | Gap:
    if (performance.voucher or "").strip() or view.document(performance.document):
        return about(performance).kept()
    return about(performance).lacks(
        expected="缴纳罚款附有缴款凭证",
        found=f"记录缴款{yuan(performance.amount)}，没有缴款凭证",
        remedy="请补充缴款凭证。",
    )


@gate("A16-1", measure(16), unless="没有申请法院强制执行", awaited=False)
def a_demand_is_served_before_the_court_is_asked(view: View, step: Step) -> Answers:
    problems = list(_before_court(view, step.on))
    for expected, found, remedy in problems:
        yield step.about.lacks(expected=expected, found=found, remedy=remedy)
    if not problems:
        yield step.about.kept()


@period("A16-1", measure(16), unless="没有催告")
def the_wait_after_a_demand(view: View) -> Answers:
    """The court may be asked from the day after."""
    for demand in sorted(view.casefile.demands, key=lambda one: (one.issued_on, one.document)):
        document = view.document(demand.document)
        service = service_of(view, demand.document)
        if document is None or (service.served_on is None and not service.unproven):
            continue
        on = service.served_on
        yield Term(
            about(document),
            "催告后等待的最后一日，次日起方可申请强制执行",
            demand_wait(view, demand.document),
            f"催告书{day(on)}送达" if on else "催告书送达",
            because=service.why_not_counted,
            awaited=False,
        )


def _before_court(view: View, on: date) -> Iterator[tuple[str, str, str]]:
    """Yield what stands between a decision not carried out and an application to the court."""
    demands = [one for one in view.casefile.demands if one.issued_on <= on]
    complete = [one for one in demands if one.fields_complete]
    if not complete:
        yield (
            "有按法定形式制作的催告书",
            "催告书缺少法定内容" if demands else "没有催告书",
            "请制作载明履行期限、方式、金额和陈述申辩权的催告书并送达。",
        )
    else:
        waits = [wait for one in complete if (wait := demand_wait(view, one.document))]
        last = min((wait.day for wait in waits), default=None)
        if last is None:
            yield ("催告书已经送达当事人", "催告书没有送达的凭证", "请送达催告书或者补正凭证。")
        elif on <= last:
            yield (
                "催告书送达后法定等待期已满",
                f"等待期到{day(last)}才届满",
                f"请在{day(last)}之后申请。",
            )
    yield from _period_to_sue(view, on)


def _period_to_sue(view: View, on: date) -> Iterator[tuple[str, str, str]]:
    if appeals_open(view, on):
        yield ("复议、诉讼已经结束", "复议或者诉讼尚未结束", "请等待复议、诉讼结束。")
        return
    window = court_window(view, on)
    if window is None or window.opens_after is None:
        why = window.because if window else "决定尚未送达"
        yield ("申请复议、提起诉讼的期限已经届满", why, "请先送达决定书或者补正送达凭证。")
    elif on <= window.opens_after:
        yield (
            "申请复议、提起诉讼的期限和延期缴纳的期限已经届满",
            f"还没有届满：{window.from_event}",
            f"请在{day(window.opens_after)}之后申请。",
        )


@check("A16-2", measure(16), unless="催告后当事人没有陈述申辩")
def what_the_party_says_after_a_demand_is_reviewed(view: View) -> Answers:
    for statement in sorted(view.casefile.statements, key=lambda one: (one.heard_at, one.id)):
        if not statement.after_demand:
            continue
        lacking = []
        if not statement.content.strip():
            lacking.append("当事人提出的事实、理由和证据")
        if statement.reviewed_at is None or statement.accepted is None:
            lacking.append("复核和结论")
        yield about(statement).demands(
            lacking,
            expected="记录当事人提出的事实、理由和证据，并复核",
            remedy="请补充记录并复核。",
        )


@check("A17-1", measure(17), unless="没有申请法院强制执行")
def an_application_to_the_court_is_recorded(view: View) -> Answers:
    for one in sorted(view.casefile.court_applications, key=lambda one: (one.applied_on, one.id)):
        subject = about(view.casefile.case).at(f"{day(one.applied_on)}申请强制执行", one.applied_on)
        lacking = []
        if not any(view.document(id) for id in one.documents):
            lacking.append("申请文书")
        if not (one.course or "").strip():
            lacking.append("申请过程的记录")
        if not (one.result or "").strip() and view.casefile.case.closed_on:
            lacking.append("执行结果的记录")
        yield subject.demands(
            lacking,
            expected="制作申请文书，记录申请过程和执行结果",
            remedy="请补充申请文书和过程、结果的记录。",
        )


@period("A17-2", measure(17), unless="决定已经履行，或者尚未作出")
def the_last_day_to_ask_the_court(view: View) -> Answers:
    decision = view.decision
    if decision is None or decision.fine <= 0:
        return
    if sum(one.amount for one in _of_fine(view)) >= decision.fine:
        return
    window = court_window(view, view.today)
    if window is None:
        return
    applied = [one.applied_on for one in view.casefile.court_applications]
    yield Term(
        window.subject,
        "申请法院强制执行的最后一日",
        window.closes,
        window.from_event,
        met_on=min(applied, default=None),
        because=window.because,
        awaited=False,
    )
