"""Each deadline the day before, on the day, and the day after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from liuhen.regulation.casefile import (
    Appeal,
    CaseFile,
    CrimeTransfer,
    Media,
    SupervisionOrder,
)
from liuhen.regulation.pack import evaluate
from liuhen.regulation.tests.changing import (
    add,
    but,
    case_a,
    case_c,
    change,
    drop,
    having,
    known_on,
    of_type,
)
from liuhen.regulation.tests.pairs_custody import (
    FIXED,
    KEEPING,
    PERMANENT,
    TRANSFER,
    archived,
    kept,
    transferred,
)


@dataclass(frozen=True)
class Duty:
    """A duty of the bureau that has not been done, and its last day."""

    id: str
    name: str
    undone: CaseFile
    due: str


def _appealed(kind: str) -> CaseFile:
    received = date(2026, 5, 6)
    return add(
        case_a(),
        "appeals",
        Appeal(id="x1", kind=kind, begun_on=received, copy_received_on=received),
    )


def _ordered() -> CaseFile:
    order = SupervisionOrder(
        id="g1", issued_on=date(2026, 5, 6), due_on=date(2026, 6, 5), by="示例市统计局"
    )
    return add(case_a(), "supervision_orders", order)


def _undecided(day: str) -> CaseFile:
    return known_on(case_a(), date.fromisoformat(day))


def _waiting(**changes: object) -> CrimeTransfer:
    return but(TRANSFER, **changes)


DUTIES = [
    Duty("A14-1", "核查", drop(case_a(), "documents", of_type("correction_check")), "2026-04-13"),
    Duty("A15-1", "履行", replace(case_a(), performances=()), "2026-05-06"),
    Duty("A25-1", "归档", replace(case_a(), archive=None), "2026-06-08"),
    Duty(
        "A26-1",
        "储存",
        change(case_a(), "recordings", having(media=Media.VIDEO), stored_at=None),
        "2026-03-17",
    ),
    Duty("A30-6", "报告", _ordered(), "2026-06-05"),
    Duty("L05-1", "处理", kept(replace(KEEPING, handled_on=None)), "2026-03-25"),
    Duty("L07-1", "90日", _undecided("2026-04-13"), "2026-06-10"),
    Duty("L07-1", "3个月", _undecided("2026-04-13"), "2026-06-12"),
    Duty("L08-1", "送达", _undecided("2026-04-16"), "2026-04-24"),
    Duty("L10-1", "公示", replace(case_a(), publications=()), "2026-04-24"),
    Duty("L13-1", "答复", _appealed("reconsideration"), "2026-05-19"),
    Duty("L13-1", "答复", _appealed("litigation"), "2026-05-21"),
    Duty("L16-1", "鉴定", archived(replace(FIXED, appraised_on=None)), "2036-12-31"),
    Duty("L16-1", "移交", archived(replace(PERMANENT, transferred_on=None)), "2036-05-08"),
    Duty("L19-1", "决定", transferred(_waiting(approved=None, sent_at=None)), "2026-03-26"),
    Duty("L19-1", "向公安", transferred(_waiting(sent_at=None)), "2026-03-27"),
    Duty("L19-1", "移交", transferred(_waiting(materials_handed_on=None)), "2026-04-03"),
]


def _named(duty: Duty) -> str:
    return f"{duty.id}-{duty.due}"


@pytest.mark.parametrize(
    "duty",
    [pytest.param(one, id=_named(one), marks=pytest.mark.shows(one.id)) for one in DUTIES],
)
def test_a_duty_is_open_on_its_last_day_and_missed_the_day_after(duty: Duty) -> None:
    last = date.fromisoformat(duty.due)
    for today, met in (
        (last - timedelta(days=1), None),
        (last, None),
        (last + timedelta(days=1), False),
    ):
        answer = evaluate(duty.undone, today)
        found = [
            one
            for one in answer.deadlines
            if one.id == duty.id and duty.name in one.name and one.met_on is None
        ]
        assert [one.due_on for one in found] == [last], today
        assert [one.met for one in found] == [met], today
        missed = [one for one in answer.findings if one.id == duty.id and duty.name in one.expected]
        assert bool(missed) is (met is False), today


def _checked(case: CaseFile, day: date) -> CaseFile:
    moment = case.correction_orders[0].checked_at
    assert moment is not None
    moved = moment.replace(month=day.month, day=day.day)
    return change(case, "correction_orders", having(), checked_at=moved)


def _published(case: CaseFile, day: date) -> CaseFile:
    return change(case, "publications", having(), published_on=day)


def _archived(case: CaseFile, day: date) -> CaseFile:
    assert case.archive is not None
    return replace(case, archive=replace(case.archive, archived_on=day))


@pytest.mark.parametrize(
    ("id", "due", "done"),
    [
        pytest.param("A14-1", "2026-04-13", _checked, marks=pytest.mark.shows("A14-1")),
        pytest.param("L10-1", "2026-04-24", _published, marks=pytest.mark.shows("L10-1")),
        pytest.param("A25-1", "2026-06-08", _archived, marks=pytest.mark.shows("A25-1")),
    ],
)
def test_a_duty_done_on_its_last_day_is_met_and_done_the_day_after_is_late(
    id: str, due: str, done: Callable[[CaseFile, date], CaseFile]
) -> None:
    last = date.fromisoformat(due)
    for day, met in ((last - timedelta(days=1), True), (last, True), (last + timedelta(1), False)):
        answer = evaluate(done(case_a(), day), date(2026, 7, 1))
        (found,) = [one for one in answer.deadlines if one.id == id]
        assert (found.met, found.met_on) == (met, day)
        assert (id in {one.id for one in answer.findings}) is not met


@pytest.mark.shows("A14-1")
def test_a_report_of_the_party_brings_the_check_forward() -> None:
    case = change(case_a(), "correction_orders", having(), reported_done_on=date(2026, 3, 26))
    (check,) = [one for one in evaluate(case, date(2026, 5, 21)).deadlines if one.id == "A14-1"]
    assert check.due_on == date(2026, 4, 2)
    assert "报告已改正" in check.from_event


@pytest.mark.shows("L08-1")
def test_after_a_failed_try_the_next_one_is_due() -> None:
    """Returned on 2026-05-27: seven working days run to 06-05."""
    case = known_on(case_c(), date(2026, 5, 31))
    for today, open_ in ((date(2026, 6, 5), None), (date(2026, 6, 6), False)):
        again = [one for one in evaluate(case, today).deadlines if "继续送达" in one.name]
        assert [(one.due_on, one.met) for one in again] == [(date(2026, 6, 5), open_)]


@pytest.mark.shows("L07-1")
def test_an_approved_extension_moves_the_three_months() -> None:
    from liuhen.regulation.casefile import Extension

    extended = Extension(approved_on=date(2026, 5, 6), months=2, approval="m1")
    case = replace(_undecided("2026-04-13"), extensions=(extended,))
    deadlines = [one for one in evaluate(case, date(2026, 5, 6)).deadlines if one.id == "L07-1"]
    assert {one.due_on for one in deadlines} == {date(2026, 6, 10), date(2026, 8, 12)}


@pytest.mark.shows("L11-1")
def test_payment_pauses_no_period_but_the_addition_during_an_appeal() -> None:
    from liuhen.regulation.periods import daily_addition
    from liuhen.regulation.view import View

    appeal = Appeal(
        id="x1", kind="reconsideration", begun_on=date(2026, 7, 20), ended_on=date(2026, 7, 30)
    )
    case = add(case_c(), "appeals", appeal)
    addition = daily_addition(View(case, date(2026, 7, 31)))
    assert addition is not None
    assert addition.days == 5  # 07-17, 18, 19, 30, 31
    assert addition.reached_on == date(2026, 8, 29)
