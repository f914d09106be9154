"""Higher law: the days it sets, to the bureau (duties) and to the party (periods)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from liuhen.regulation.answers import Answers, Subject, Term, called
from liuhen.regulation.casefile import Decision, DeliveryState
from liuhen.regulation.citations import Instrument, law
from liuhen.regulation.periods import (
    LastDay,
    daily_addition,
    decision_served,
    last_day_to_sue,
    payment_term,
    reconsideration_due,
)
from liuhen.regulation.rules import check, duty, period
from liuhen.regulation.services import service_of
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day, day_of, yuan
from liuhen.workdays import Due

PENALTY = Instrument.PENALTY_LAW


def _decision_subject(view: View, decision: Decision) -> Subject:
    document = view.document(decision.document)
    subject = about(document) if document else about(view.casefile.case)
    return subject.on_day(decision.issued_on)


@duty("L07-1", (*law(PENALTY, 60), *law(Instrument.STATISTICS_INSPECTION)), unless="没有立案")
def a_filed_case_is_decided_in_time(view: View) -> Answers:
    case = view.casefile.case
    filed_on = case.filed_on
    if filed_on is None:
        return
    subject = about(case).on_day(filed_on)
    decided_on = view.decision.issued_on if view.decision else case.closed_on
    event = f"{day(filed_on)}立案"
    remedy = "请尽快作出决定；三个月内不能办结的，报批延长。"
    days = view.parameter("decision_days", filed_on)
    months = view.parameter("statistics_months", filed_on) + _extended_months(view, filed_on)
    hearing = _hearing_excluded(view, filed_on)
    for name, length, count in (
        (f"作出决定（立案后{days}日）", days, view.calendar.after_days),
        (f"处理完毕（立案后{months}个月）", months, view.calendar.after_months),
    ):
        due = count(filed_on, length)
        if hearing:
            due = hearing.moved(view, count(filed_on, length, roll=False))
        yield Term(subject, name, due, event, met_on=decided_on, remedy=remedy)
    yield from _extension_problems(view, subject)


@dataclass(frozen=True)
class _Excluded:
    """Days that a hearing takes out of the time to handle the case."""

    days: int
    words: str

    def moved(self, view: View, due: Due) -> Due:
        """Return the last day moved by these days, from the day before it was rolled over."""
        later = view.calendar.next_workday(due.day + timedelta(days=self.days))
        provisional = due.provisional or later.provisional
        words = f"{due.words}{self.words}，到期日为{later.words}"
        return Due(later.day, provisional, later.skipped, later.rolled_from, words)


def _hearing_excluded(view: View, filed_on: date) -> _Excluded | None:
    """From the request to the hearing, as far as the bureau's rule lets them be left out."""
    most = view.parameter("hearing_days_excluded", filed_on)
    asked = [
        day_of(one.made_at)
        for one in view.casefile.requests
        if one.kind == "hearing" and not one.withdrawn
    ]
    if not most or not asked:
        return None
    held = [day_of(one.held_at) for one in view.casefile.hearings if one.held_at]
    start, end = min(asked), max(held, default=view.today)
    days = min(max((end - start).days, 0), most)
    until = f"{day(end)}举行" if held else "尚未举行"
    return _Excluded(days, f"扣除听证期间{days}日（{day(start)}申请，{until}）") if days else None


def _extended_months(view: View, filed_on: date) -> int:
    """One approved extension counts, up to the lawful length."""
    allowed = view.parameter("extension_months", filed_on)
    approved = [one for one in view.casefile.extensions if view.approval(one.approval)]
    first = min(approved, key=lambda one: (one.approved_on, one.months), default=None)
    return max(0, min(first.months, allowed)) if first else 0


def _extension_problems(view: View, subject: Subject) -> Answers:
    extensions = sorted(view.casefile.extensions, key=lambda one: (one.approved_on, one.months))
    for index, one in enumerate(extensions):
        allowed = view.parameter("extension_months", one.approved_on)
        problems = []
        if view.approval(one.approval) is None:
            problems.append("没有批准的记录")
        if one.months > allowed:
            problems.append(f"延长{one.months}个月")
        if index:
            problems.append("再次延长")
        if problems:
            yield subject.lacks(
                expected=f"办案期限经批准延长一次，不超过{allowed}个月",
                found=f"{day(one.approved_on)}的延长：{'；'.join(problems)}",
                remedy="请补正审批；超出的延长不计入办案期限。",
            )


@duty("L08-1", law(PENALTY, 61), unless="尚未作出决定，或者已当场交付")
def a_decision_is_served_without_delay(view: View) -> Answers:
    """Served or first tried in time; after a try that failed, tried again in time."""
    decision = view.decision
    if decision is None or decision.handed_over_on_the_spot:
        return
    subject = _decision_subject(view, decision)
    tries = view.deliveries_of(decision.document)
    days = view.parameter("delivery_workdays", decision.issued_on)
    yield Term(
        subject,
        "送达或者开始送达决定书",
        view.workdays_after(decision.issued_on, days),
        f"{day(decision.issued_on)}作出决定",
        met_on=day_of(tries[0].tried_at) if tries else None,
        done="开始送达",
        remedy="请立即送达，并写明迟延的原因。",
    )
    if service_of(view, decision.document).served_on is None:
        yield from _tried_again(view, subject, decision)


def _tried_again(view: View, subject: Subject, decision: Decision) -> Answers:
    """While every try has failed, the next one is due."""
    tries = view.deliveries_of(decision.document)
    if not tries or any(one.state is not DeliveryState.NOT_SERVED for one in tries):
        return
    last = tries[-1]
    returned = last.posting.returned_on if last.posting else None
    failed_on = returned or day_of(last.tried_at)
    days = view.parameter("delivery_resume_workdays", failed_on)
    yield Term(
        subject,
        "继续送达决定书",
        view.workdays_after(failed_on, days),
        f"{day(failed_on)}{about(last).words}未成",
        remedy="请改用其他方式继续送达。",
    )


@duty(
    "L10-1",
    (*law(PENALTY, 48), *law(Instrument.THREE_SYSTEMS)),
    unless="没有须公示的决定",
)
def a_decision_is_published_in_time(view: View) -> Answers:
    decision = view.decision
    if decision is None or not decision.to_publish:
        return
    subject = _decision_subject(view, decision)
    published = sorted(view.casefile.publications, key=lambda one: one.published_on)
    days = view.parameter("publication_workdays", decision.issued_on)
    yield Term(
        subject,
        "公示处罚决定",
        view.workdays_after(decision.issued_on, days),
        f"{day(decision.issued_on)}作出决定",
        met_on=published[0].published_on if published else None,
        remedy="请办理公示并记录。",
    )
    for one in published:
        if one.changed_on:
            days = view.parameter("publication_withdrawal_workdays", one.changed_on)
            yield Term(
                subject,
                "撤回公示并说明理由",
                view.workdays_after(one.changed_on, days),
                f"{day(one.changed_on)}决定变更或者撤销",
                met_on=one.withdrawn_on,
                remedy="请撤回公示信息并公开说明理由。",
            )


@period("L11-1", law(PENALTY, 67, 72), unless="没有罚款，或者决定书尚未送达")
def the_fine_is_due_after_receipt(view: View) -> Answers:
    decision = view.decision
    if decision is None or decision.fine <= 0:
        return
    term = payment_term(view)
    if term is None:
        return
    yield term
    addition = daily_addition(view)
    if term.due and addition and addition.days and addition.reached_on and not term.met_on:
        first = term.due.day
        yield Term(
            term.subject,
            f"加处罚款达到罚款数额（每日{yuan(addition.per_day)}，最多{yuan(addition.ceiling)}）",
            Due(addition.reached_on, term.due.provisional, (), None, _COUNT_OF_ADDITION),
            f"{day(first)}缴款期限届满，次日起加处，至今{addition.days}日{yuan(addition.total)}",
            awaited=False,
        )


_COUNT_OF_ADDITION = "每日按罚款数额的百分之三计，以罚款数额为限，复议、诉讼期间不计。"


@check("L11-1", law(PENALTY, 67, 72), unless="没有加处罚款")
def the_daily_addition_keeps_within_its_limits(view: View) -> Answers:
    charged = [one for one in view.casefile.performances if one.part == "addition"]
    if not charged:
        return
    addition = daily_addition(view)
    total = sum(one.amount for one in charged)
    last = max(charged, key=lambda one: (one.on, one.id))
    subject = about(last)
    if addition is None:
        yield subject.unclear("缴款期限不能起算，不能核对加处罚款")
    elif total <= addition.total:
        yield subject.kept()
    else:
        yield subject.lacks(
            expected=f"加处罚款不超过{yuan(addition.total)}"
            f"（每日{yuan(addition.per_day)}，计{addition.days}日，以罚款数额为限，复议、诉讼期间不计）",
            found=f"记录加处罚款{yuan(total)}",
            remedy="请核对天数，退还多收的部分。",
        )


@duty(
    "L13-1",
    (*law(Instrument.RECONSIDERATION_LAW, 48), *law(Instrument.LITIGATION_LAW, 67)),
    unless="没有复议或者诉讼",
)
def an_appeal_is_answered_in_time(view: View) -> Answers:
    for appeal in sorted(view.casefile.appeals, key=lambda one: (one.begun_on, one.id)):
        to_court = appeal.kind == "litigation"
        name = "行政诉讼" if to_court else "行政复议"
        subject = called(f"{day(appeal.begun_on)}{name}", f"appeals/{appeal.id}", appeal.begun_on)
        received = appeal.copy_received_on
        if received is None:
            yield subject.not_yet("尚未收到申请书、起诉状副本")
            continue
        if to_court:
            length = view.parameter("litigation_answer_days", received)
            due = view.calendar.after_days(received, length)
        else:
            length = view.parameter("reconsideration_answer_workdays", received)
            due = view.workdays_after(received, length)
        yield Term(
            subject,
            "提交答复、答辩和证据",
            due,
            f"{day(received)}收到副本",
            met_on=appeal.answered_on,
            remedy="请立即提交答复书和全部证据。",
        )


@period(
    "L13-2",
    (*law(Instrument.RECONSIDERATION_LAW, 20), *law(Instrument.LITIGATION_LAW, 46)),
    unless="决定书尚未送达",
)
def the_last_days_for_remedies(view: View) -> Answers:
    served = decision_served(view)
    if served is None:
        return
    by_kind = {one.kind: one.begun_on for one in view.casefile.appeals}
    asked_by = LastDay(
        reconsideration_due(view, served.on) if served.on else None,
        served.event,
        served.service.why_not_counted,
    )
    for name, kind, last in (
        ("申请行政复议的最后一日", "reconsideration", asked_by),
        ("提起行政诉讼的最后一日", "litigation", last_day_to_sue(view, served)),
    ):
        yield Term(
            served.subject,
            name,
            last.due,
            last.from_event,
            met_on=by_kind.get(kind),
            because=last.because,
            awaited=False,
        )


@check("L15-1", law(Instrument.STATISTICS_RULES, 50), unless="此前没有对该当事人责令改正")
def orders_within_a_year_are_counted(view: View) -> Answers:
    """Three or more within twelve months are serious circumstances, and have to be seen as such."""
    if not view.casefile.prior_orders:
        return
    own = [one.ordered_on for one in view.casefile.correction_orders]
    until = max(own, default=view.decision.issued_on if view.decision else view.today)
    counted = list(_within_a_year(view, until)) + [one for one in own if one <= until]
    subject = about(view.casefile.case)
    subject = subject.on_day(until)
    limit = view.parameter("serious_orders_in_year", until)
    decision = view.decision
    if len(counted) < limit or (decision is not None and decision.serious):
        yield subject.kept()
        return
    yield subject.lacks(
        expected=f"十二个月内被责令改正{limit}次以上的，作为情节严重处理并写明",
        found=f"{day(until)}前十二个月内责令改正{len(counted)}次，没有情节严重的认定",
        remedy="请在案件处理审批和决定中写明情节严重的认定，或者不认定的理由。",
    )


def _within_a_year(view: View, until: date) -> Iterator[date]:
    """A year back from a day: the same day of the year before no longer counts."""
    leap_day = (until.month, until.day) == (2, 29)
    start = until.replace(year=until.year - 1, day=28 if leap_day else until.day)
    for one in view.casefile.prior_orders:
        if start < one.ordered_on <= until:
            yield one.ordered_on
