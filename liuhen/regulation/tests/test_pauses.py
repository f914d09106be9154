"""Pauses and extensions move the days, and the answer says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.answers import Deadline
from liuhen.regulation.casefile import Appeal, CaseFile, Parameter, Request, StepName
from liuhen.regulation.examples.story import at, on
from liuhen.regulation.pack import evaluate, gate
from liuhen.regulation.periods import court_window, daily_addition
from liuhen.regulation.tests.changing import add, case_c, change, due, having
from liuhen.regulation.tests.pairs import ENTERED, demanded
from liuhen.regulation.tests.pairs_deciding import heard
from liuhen.regulation.view import View

RECONSIDERED = Appeal(
    id="x1", kind="reconsideration", begun_on=on("2026-07-20"), ended_on=on("2026-09-01")
)
"""Case C was served on 2026-07-01; without an appeal it could be sued over until 2027-01-01."""


def _one(case: CaseFile, today: date, name: str) -> Deadline:
    (found,) = [one for one in evaluate(case, today).deadlines if name in one.name]
    return found


def _demanded_in_august(case: CaseFile) -> CaseFile:
    """Serve the demand of case C on 2026-08-03: its ten working days are over on 08-17."""
    early = on("2026-08-03")
    served = having(id="demand-service")
    (receipt,) = [one.receipt for one in case.deliveries if served(one)]
    assert receipt is not None
    case = change(case, "demands", having(), issued_on=early)
    case = change(case, "documents", having(id="demand"), dated=early)
    return change(
        case, "deliveries", served, tried_at=at("2026-08-03 09:00"), served_on=early,
        receipt=replace(receipt, received_on=early),
    )  # fmt: skip


# -- reconsideration and lawsuits -------------------------------------------------------------


@pytest.mark.shows("L13-2")
def test_a_reconsideration_puts_off_the_period_to_sue() -> None:
    pending = add(case_c(), "appeals", replace(RECONSIDERED, ended_on=None))
    waiting = _one(pending, date(2026, 8, 1), "行政诉讼的最后")
    assert waiting.due_on is None
    assert "复议尚未结束" in waiting.undetermined_because
    ended = add(case_c(), "appeals", RECONSIDERED)
    sued = _one(ended, date(2026, 9, 2), "行政诉讼的最后")
    assert sued.due_on == date(2026, 9, 16)
    assert sued.from_event == "2026年9月1日收到复议决定"


@pytest.mark.shows("A16-1", "A17-2")
@pytest.mark.parametrize(
    ("today", "allowed"), [("2026-08-31", False), ("2026-09-16", False), ("2026-09-17", True)]
)
def test_the_court_may_be_asked_after_the_fifteen_days_to_sue(today: str, allowed: bool) -> None:
    case = add(_demanded_in_august(demanded()), "appeals", RECONSIDERED)
    answer = gate(case, StepName.APPLY_COURT, on(today))
    assert answer.allowed is allowed
    assert due(evaluate(case, on("2026-09-17")), "A17-2") == date(2026, 12, 16)


@pytest.mark.shows("A17-2")
def test_while_an_appeal_is_pending_the_court_cannot_be_asked() -> None:
    case = add(_demanded_in_august(demanded()), "appeals", replace(RECONSIDERED, ended_on=None))
    today = on("2026-10-08")
    (missing,) = gate(case, StepName.APPLY_COURT, today).missing
    assert "复议或者诉讼尚未结束" in missing.what
    window = court_window(View(case, today), today)
    assert window is not None
    assert (window.opens_after, window.closes) == (None, None)


@pytest.mark.shows("A17-2")
def test_after_a_lawsuit_the_judgment_is_enforced_and_its_day_is_not_ours_to_count() -> None:
    sued = Appeal(id="x2", kind="litigation", begun_on=on("2026-07-20"), ended_on=on("2026-11-02"))
    case = add(_demanded_in_august(demanded()), "appeals", sued)
    assert gate(case, StepName.APPLY_COURT, on("2026-11-03")).allowed
    assert not gate(case, StepName.APPLY_COURT, on("2026-11-01")).allowed
    shown = _one(case, on("2026-11-03"), "强制执行的最后")
    assert shown.due_on is None
    assert "生效裁判" in shown.undetermined_because


# -- deferral of payment ----------------------------------------------------------------------

DEFERRAL = Request(
    id="q9", kind="deferral", made_at=at("2026-07-06"), entered=ENTERED, accepted=True,
    decided_at=at("2026-07-08"), until=on("2026-09-30"),
)  # fmt: skip


@pytest.mark.shows("L11-1")
@pytest.mark.parametrize(
    ("deferral", "day"),
    [
        (DEFERRAL, "2026-09-30"),
        (replace(DEFERRAL, accepted=None), "2026-07-16"),
        (replace(DEFERRAL, accepted=False), "2026-07-16"),
        (replace(DEFERRAL, withdrawn=True), "2026-07-16"),
        (replace(DEFERRAL, until=on("2026-07-15")), "2026-07-16"),
        (replace(DEFERRAL, until=on("2026-07-17")), "2026-07-17"),
    ],
)
def test_an_approved_deferral_moves_the_day_to_pay(deferral: Request, day: str) -> None:
    payment = _one(add(case_c(), "requests", deferral), on("2026-07-10"), "缴纳罚款")
    assert payment.due_on == on(day)
    assert ("延期、分期缴纳" in payment.reason) is (day != "2026-07-16")


@pytest.mark.shows("L11-1")
@pytest.mark.parametrize(("today", "days"), [("2026-09-30", 0), ("2026-10-01", 1)])
def test_the_addition_starts_after_the_deferral(today: str, days: int) -> None:
    addition = daily_addition(View(add(case_c(), "requests", DEFERRAL), on(today)))
    assert addition is not None
    assert addition.days == days


@pytest.mark.shows("A17-2")
def test_the_time_to_ask_the_court_runs_from_the_end_of_a_long_deferral() -> None:
    """2027-03-01 lies after the last day to sue; three months later is 2027-06-01."""
    case = add(case_c(), "requests", replace(DEFERRAL, until=on("2027-03-01")))
    shown = _one(case, on("2026-07-10"), "强制执行的最后")
    assert shown.due_on == date(2027, 6, 1)
    assert "延期、分期缴纳的期限2027年3月1日届满" in shown.from_event


# -- a hearing and the time to handle the case ------------------------------------------------


def _with_hearing(most: int) -> CaseFile:
    """Filed on 2026-03-12; a hearing asked for on 04-07 and held on 04-14, seven days later."""
    asked = Request(id="q3", kind="hearing", made_at=at("2026-04-07"), entered=ENTERED)
    case = add(heard(), "requests", asked)
    rule = Parameter(
        name="hearing_days_excluded",
        value=most,
        in_force_from=on("2026-01-01"),
        citation="市局规定",
    )
    return replace(case, bureau=replace(case.bureau, parameters=(*case.bureau.parameters, rule)))


@pytest.mark.shows("L07-1")
@pytest.mark.parametrize(
    ("most", "ninety", "three_months"),
    [
        (0, "2026-06-10", "2026-06-12"),
        (5, "2026-06-15", "2026-06-17"),
        (30, "2026-06-17", "2026-06-22"),  # 06-19 is 端午
    ],
)
def test_a_hearing_moves_the_time_to_decide_only_where_the_bureaus_rule_says_so(
    most: int, ninety: str, three_months: str
) -> None:
    case = _with_hearing(most)
    lines = [one for one in evaluate(case, on("2026-05-21")).deadlines if one.id == "L07-1"]
    assert {one.due_on for one in lines} == {on(ninety), on(three_months)}
    for one in lines:
        assert (f"扣除听证期间{min(most, 7)}日" in one.reason) is (most > 0)


@pytest.mark.shows("L07-1")
def test_a_hearing_not_held_yet_moves_the_line_day_by_day() -> None:
    case = change(_with_hearing(30), "hearings", having(), held_at=None)
    for today, day in ((on("2026-04-08"), 11), (on("2026-04-09"), 12)):
        lines = [one for one in evaluate(case, today).deadlines if one.id == "L07-1"]
        assert min(one.due_on for one in lines if one.due_on) == date(2026, 6, day)
        assert "尚未举行" in lines[0].reason
