"""The periods that start when the decision is served: payment, remedies, and asking the court.

A service short of its proofs starts none of them; the answer then says why it cannot be counted.
Reconsideration, lawsuits and deferrals of payment move them, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from liuhen.regulation.answers import Subject, Term
from liuhen.regulation.services import Service, service_of
from liuhen.regulation.subjects import about
from liuhen.regulation.view import View
from liuhen.regulation.words import day
from liuhen.workdays import Due


@dataclass(frozen=True)
class DecisionServed:
    """The decision and what became of serving it; `on` None while it does not count as served."""

    subject: Subject
    service: Service

    @property
    def on(self) -> date | None:
        """The day from which the party's periods run."""
        return self.service.served_on

    @property
    def event(self) -> str:
        """The event that starts the periods, in words."""
        return f"决定书{day(self.on)}送达" if self.on else "决定书送达"


def decision_served(view: View) -> DecisionServed | None:
    """Return the service of the decision; None before a decision, or before any service."""
    return view.once("decision_served", lambda: _decision_served(view))


def _decision_served(view: View) -> DecisionServed | None:
    decision = view.decision
    if decision is None:
        return None
    service = service_of(view, decision.document)
    if service.served_on is None and not service.unproven:
        return None
    document = view.document(decision.document)
    subject = about(document) if document else about(view.casefile.case)
    return DecisionServed(subject.on_day(decision.issued_on), service)


def payment_term(view: View) -> Term | None:
    """Return the day by which the fine is to be paid; None before the decision is served."""
    return view.once("payment_term", lambda: _payment_term(view))


def _payment_term(view: View) -> Term | None:
    served = decision_served(view)
    if served is None:
        return None
    return Term(
        served.subject,
        "缴纳罚款",
        _payment_due(view, served.on) if served.on else None,
        served.event,
        met_on=fine_paid_on(view),
        because=served.service.why_not_counted,
    )


def _payment_due(view: View, served_on: date) -> Due:
    """Return the last day to pay, as an approved deferral has put it off (第六十六条)."""
    due = view.calendar.after_days(served_on, view.parameter("payment_days", served_on))
    until = deferred_until(view)
    if until is None or until <= due.day:
        return due
    words = f"{due.words}经批准延期、分期缴纳到{day(until)}。"
    return Due(until, False, due.skipped, due.rolled_from, words)


def deferred_until(view: View) -> date | None:
    """Return the last day of the approved deferrals of payment, None without any."""
    days = (
        one.until
        for one in view.casefile.requests
        if one.kind == "deferral" and one.accepted and one.decided_at and not one.withdrawn
    )
    return max((one for one in days if one), default=None)


def fine_paid_on(view: View) -> date | None:
    """Return the day on which the fine was paid in full, None if it was not."""
    decision = view.decision
    if decision is None:
        return None
    total = 0
    for one in sorted(view.casefile.performances, key=lambda one: (one.on, one.id)):
        if one.part == "fine":
            total += one.amount
            if total >= decision.fine:
                return one.on
    return None


def litigation_due(view: View, served_on: date) -> Due:
    """Return the last day to sue after a decision served on a day."""
    months = view.parameter("litigation_months", served_on)
    return view.calendar.after_months(served_on, months)


def reconsideration_due(view: View, served_on: date) -> Due:
    """Return the last day to ask for reconsideration after a decision served on a day."""
    days = view.parameter("reconsideration_days", served_on)
    return view.calendar.after_days(served_on, days)


@dataclass(frozen=True)
class LastDay:
    """The last day to sue and the event it runs from; `due` None: undetermined, see `because`."""

    due: Due | None
    from_event: str
    because: str = ""


def last_day_to_sue(view: View, served: DecisionServed) -> LastDay:
    """Return the last day to sue: from the decision, or from that on its reconsideration (第四十五条).

    While a reconsideration is pending the period has not begun to run.
    """
    if served.on is None:
        return LastDay(None, served.event, served.service.why_not_counted)
    asked = [one for one in view.casefile.appeals if one.kind == "reconsideration"]
    if not asked:
        return LastDay(litigation_due(view, served.on), served.event)
    last = max(asked, key=lambda one: (one.begun_on, one.id))
    if last.ended_on is None:
        return LastDay(None, "收到复议决定", "复议尚未结束，起诉期限自收到复议决定起算")
    days = view.parameter("litigation_after_reconsideration_days", last.ended_on)
    due = view.calendar.after_days(last.ended_on, days)
    return LastDay(due, f"{day(last.ended_on)}收到复议决定")


@dataclass(frozen=True)
class Window:
    """When the court may be asked: after `opens_after`, up to `closes`; None: undetermined."""

    subject: Subject
    opens_after: date | None
    closes: Due | None
    from_event: str
    because: str


def court_window(view: View, on: date) -> Window | None:
    """Return the window for asking the court as it stands on a day; None before any service.

    It waits for a pending reconsideration or lawsuit, and for the end of a deferral of payment
    (行政处罚法 第七十二条); after a lawsuit the court's own judgment is enforced.
    """
    served = decision_served(view)
    if served is None:
        return None
    if appeals_open(view, on):
        return Window(served.subject, None, None, "复议、诉讼结束", "复议或者诉讼尚未结束")
    sued = [one.ended_on for one in view.casefile.appeals if one.kind == "litigation"]
    ended = max((one for one in sued if one), default=None)
    if ended is not None:
        event = f"{day(ended)}诉讼结束"
        return Window(served.subject, ended, None, event, "经过行政诉讼的，依生效裁判申请执行")
    last = last_day_to_sue(view, served)
    if last.due is None:
        return Window(served.subject, None, None, last.from_event, last.because)
    return _window(view, served.subject, last.due)


def _window(view: View, subject: Subject, last: Due) -> Window:
    start, event = last.day, f"起诉期限{day(last.day)}届满"
    until = deferred_until(view)
    if until is not None and until > start:
        start, event = until, f"延期、分期缴纳的期限{day(until)}届满"
    months = view.parameter("court_application_months", start)
    closes = view.calendar.after_months(start, months)
    if last.provisional and not closes.provisional:
        closes = Due(closes.day, True, closes.skipped, closes.rolled_from, closes.words)
    return Window(subject, start, closes, event, "")


def demand_wait(view: View, document: str) -> Due | None:
    """Return the last day of the wait after a demand letter; None while it is not served."""
    service = service_of(view, document)
    if service.served_on is None:
        return None
    days = view.parameter("demand_workdays", service.served_on)
    return view.workdays_after(service.served_on, days)


def appeals_open(view: View, on: date) -> bool:
    """Tell whether a reconsideration or a lawsuit was pending on a day."""
    return any(
        one.begun_on <= on and (one.ended_on is None or one.ended_on > on)
        for one in view.casefile.appeals
    )


@dataclass(frozen=True)
class Addition:
    """The daily addition to an unpaid fine 加处罚款, in fen; `days` are those that count so far.

    `reached_on`: the day on which it reaches the fine and grows no more, if nothing is paid and no
    appeal is begun meanwhile; None while an appeal is pending, or once the fine is paid before.
    """

    per_day: int
    ceiling: int
    days: int
    total: int
    reached_on: date | None


def daily_addition(view: View) -> Addition | None:
    """Return the addition up to today; None if no fine is due, or its due day is undetermined.

    It starts the day after the fine was due, stops when the fine is paid, and days on which a
    reconsideration or a lawsuit was pending do not count (行政处罚法 第七十二、七十三条).
    """
    decision, term = view.decision, payment_term(view)
    if decision is None or decision.fine <= 0 or term is None or term.due is None:
        return None
    percent = view.parameter("daily_addition_percent", term.due.day)
    per_day = decision.fine * percent // 100
    until = min(view.today, term.met_on) if term.met_on else view.today
    counted = [on for on in _days_after(term.due.day, until) if not appeals_open(view, on)]
    total = min(per_day * len(counted), decision.fine)
    reached = _reached_on(view, term, counted, -(-decision.fine // max(per_day, 1)))
    return Addition(per_day, decision.fine, len(counted), total, reached)


def _days_after(start: date, until: date) -> Iterator[date]:
    for ordinal in range(start.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _reached_on(view: View, term: Term, counted: list[date], needed: int) -> date | None:
    if len(counted) >= needed:
        return counted[needed - 1]
    if term.met_on or term.due is None or appeals_open(view, view.today):
        return None
    last = max(view.today, term.due.day)
    return last + timedelta(days=needed - len(counted))
