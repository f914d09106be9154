"""Case C: nobody takes delivery; public notice; the fine unpaid; the court."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.casefile import (
    CalendarYear,
    CaseFile,
    Delivery,
    DeliveryState,
    DeliveryWay,
    Demand,
    Receipt,
    StepName,
)
from liuhen.regulation.examples.story import Story, at
from liuhen.regulation.pack import evaluate, gate
from liuhen.regulation.periods import daily_addition
from liuhen.regulation.services import service_of
from liuhen.regulation.tests.changing import (
    C_DAY,
    add,
    case_c,
    change,
    document,
    due,
    known_on,
)
from liuhen.regulation.view import View


def test_nothing_is_missing_on_july_2() -> None:
    assert evaluate(case_c(), C_DAY).findings == ()


def test_no_day_before_has_a_finding_either() -> None:
    for ordinal in range(date(2026, 4, 7).toordinal(), C_DAY.toordinal() + 1):
        today = date.fromordinal(ordinal)
        findings = evaluate(_known_on(today), today).findings
        assert not findings, (today, findings)


def _known_on(today: date) -> CaseFile:
    """The case as known then: before 05-27 the letter has not come back."""
    case = known_on(case_c(), today)
    if not date(2026, 5, 20) <= today < date(2026, 5, 27):
        return case
    (posted,) = [one for one in case.deliveries if one.way is DeliveryWay.POST]
    assert posted.posting is not None
    under_way = replace(posted.posting, returned_on=None, return_reason=None)
    return change(
        case,
        "deliveries",
        lambda one: one.way is DeliveryWay.POST,
        state=DeliveryState.TRIED,
        failure=None,
        posting=under_way,
    )


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2026-05-20", True),
        ("2026-05-26", True),
        ("2026-05-27", True),
        ("2026-05-28", True),
        ("2026-05-29", False),
    ],
)
@pytest.mark.shows("A24-1")
def test_public_notice_waits_for_the_post_and_for_proof(day: str, refused: bool) -> None:
    today = date.fromisoformat(day)
    case = _known_on(today)
    decision = document(case, "penalty_decision").id
    answer = gate(case, StepName.SERVE, today, document=decision, way=DeliveryWay.PUBLIC_NOTICE)
    assert answer.allowed is not refused
    assert [one.requirement for one in answer.missing] == (["A24-1"] if refused else [])


def test_direct_service_needs_no_such_proof() -> None:
    today = date(2026, 5, 18)
    case = _known_on(today)
    decision = document(case, "penalty_decision").id
    assert gate(case, StepName.SERVE, today, document=decision, way=DeliveryWay.DIRECT).allowed


@pytest.mark.parametrize(("day", "served"), [("2026-06-30", None), ("2026-07-01", "2026-07-01")])
@pytest.mark.shows("A24-2")
def test_the_notice_counts_after_30_days(day: str, served: str | None) -> None:
    today = date.fromisoformat(day)
    service = service_of(View(case_c(), today), document(case_c(), "penalty_decision").id)
    assert service.served_on == (date.fromisoformat(served) if served else None)
    assert due(evaluate(case_c(), today), "A24-2") == date(2026, 7, 1)


def test_failed_tries_stay_and_are_no_finding() -> None:
    failed = [one for one in case_c().deliveries if one.state is DeliveryState.NOT_SERVED]
    assert len(failed) == 2


@pytest.mark.shows("L11-1", "L13-2")
def test_periods_run_from_the_day_of_public_notice() -> None:
    answer = evaluate(case_c(), C_DAY)
    assert due(answer, "L11-1") == date(2026, 7, 16)
    (litigation,) = [one for one in answer.deadlines if "诉讼" in one.name]
    assert litigation.due_on == date(2027, 1, 1)
    assert litigation.provisional


@pytest.mark.shows("L13-2")
def test_the_table_of_2027_makes_the_day_firm() -> None:
    """New Year's Day is a holiday: the last day moves to the first working day after it."""
    table = CalendarYear(
        year=2027,
        holidays=(date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)),
        make_up_days=(),
        citation="国务院办公厅关于2027年部分节假日安排的通知",
    )
    bureau = replace(case_c().bureau, calendar=(table,))
    answer = evaluate(replace(case_c(), bureau=bureau), C_DAY)
    (litigation,) = [one for one in answer.deadlines if "诉讼" in one.name]
    assert litigation.due_on == date(2027, 1, 4)
    assert not litigation.provisional


@pytest.mark.parametrize(
    ("day", "days", "total"),
    [
        ("2026-07-16", 0, 0),
        ("2026-07-17", 1, 24_000),
        ("2026-08-18", 33, 792_000),
        ("2026-08-19", 34, 800_000),
        ("2026-12-31", 168, 800_000),
    ],
)
@pytest.mark.shows("L11-1")
def test_the_daily_addition_grows_to_the_fine(day: str, days: int, total: int) -> None:
    addition = daily_addition(View(case_c(), date.fromisoformat(day)))
    assert addition is not None
    assert (addition.per_day, addition.ceiling) == (24_000, 800_000)
    assert (addition.days, addition.total) == (days, total)
    assert addition.reached_on == date(2026, 8, 19)


@pytest.mark.shows("L11-1")
def test_the_addition_is_shown_once_it_runs() -> None:
    before = evaluate(case_c(), date(2026, 7, 16))
    assert not [one for one in before.deadlines if "加处罚款" in one.name]
    after = evaluate(case_c(), date(2026, 7, 17))
    assert due(after, "L11-1", "加处罚款") == date(2026, 8, 19)
    assert [one.step for one in after.gates] == [StepName.APPLY_COURT, StepName.CLOSE]


def _with_demand(served: str | None) -> CaseFile:
    """A demand letter of January 2027, served direct on the day given."""
    story = Story()
    letter = story.paper("demand_letter", "催告书", "2027-01-11", sealed=True)
    (paper,) = [replace(one, id="demand") for one in story.documents if one.id == letter]
    receipt = replace(paper, id="demand-receipt", type="delivery_receipt", title="送达回证")
    demand = Demand(document="demand", issued_on=date(2027, 1, 11), fields_complete=True)
    case = add(add(case_c(), "documents", paper, receipt), "demands", demand)
    if served is None:
        return case
    moment = at(served)
    return add(
        case,
        "deliveries",
        Delivery(
            id="demand-service",
            document="demand",
            recipient="某某商贸有限公司",
            way=DeliveryWay.DIRECT,
            state=DeliveryState.SERVED,
            tried_at=moment,
            entered=story.entered(moment),
            served_on=moment.date(),
            receipt=Receipt(
                document="demand-receipt",
                received_on=moment.date(),
                signatory="吴某",
                signatory_capacity="representative",
                recipient_signed=True,
                servers_signed=True,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("day", "allowed"),
    [("2026-12-31", False), ("2027-01-25", False), ("2027-01-26", True)],
)
@pytest.mark.shows("A16-1")
def test_the_court_waits_for_the_demand_and_the_period_to_sue(day: str, allowed: bool) -> None:
    """Ten working days after 2027-01-11 end on 01-25 (provisional)."""
    today = date.fromisoformat(day)
    answer = gate(_with_demand("2027-01-11"), StepName.APPLY_COURT, today)
    assert answer.allowed is allowed
    assert {one.requirement for one in answer.missing} <= {"A16-1"}


@pytest.mark.shows("A16-1")
def test_a_demand_that_was_not_served_does_not_count() -> None:
    answer = gate(_with_demand(None), StepName.APPLY_COURT, date(2027, 2, 26))
    assert not answer.allowed


@pytest.mark.shows("A16-1", "A17-2")
def test_the_wait_and_the_last_day_to_apply_are_shown() -> None:
    answer = evaluate(_with_demand("2027-01-11"), date(2027, 1, 20))
    (wait,) = [one for one in answer.deadlines if one.id == "A16-1"]
    assert wait.due_on == date(2027, 1, 25)
    assert wait.provisional
    assert due(answer, "A17-2") == date(2027, 4, 1)
