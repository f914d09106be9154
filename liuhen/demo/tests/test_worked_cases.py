"""The worked cases, entered through the actions that the pages use, answer as their papers say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.cases.models import Case
from liuhen.delivery.models import Delivery
from liuhen.ledger.audit import verify_log
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM
from liuhen.procedure.compile import compile_case
from liuhen.regulation import codec
from liuhen.regulation.answers import Evaluation, Status
from liuhen.regulation.pack import evaluate
from liuhen.regulation.tests.test_case_b import EXPECTED
from tests.begun import opened
from tests.plugin import Played

DAYS = {"A": date(2026, 5, 21), "B": date(2026, 3, 16), "C": date(2026, 7, 2)}


def _asked(played: Played, letter: str, today: date | None = None) -> Evaluation:
    return evaluate(compile_case(played.cases[letter]), today or DAYS[letter])


def test_the_cases_bear_the_numbers_of_the_demo(played: Played) -> None:
    numbers = {letter: case.number for letter, case in played.cases.items()}
    assert numbers == {"A": "2026-001", "B": "2026-002", "C": "2026-003"}
    assert "建材" in played.cases["A"].title


@pytest.mark.parametrize("letter", ["A", "C"])
def test_a_complete_case_has_no_finding(played: Played, letter: str) -> None:
    assert [(one.id, one.subject, one.found) for one in _asked(played, letter).findings] == []


@pytest.mark.parametrize("serial", [1, 3])
def test_nor_had_it_one_on_any_evening_of_its_life(played: Played, serial: int) -> None:
    evenings = played.tried[f"evenings {serial}"]
    assert len(evenings) > 50
    assert {day: ids for day, ids in evenings.items() if ids} == {}


def _due(answer: Evaluation, id: str, name: str) -> set[date | None]:
    return {one.due_on for one in answer.deadlines if one.id == id and name in one.name}


@pytest.mark.parametrize(
    ("id", "name", "day"),
    [
        ("L07-1", "90日", "2026-06-10"),
        ("L07-1", "3个月", "2026-06-12"),
        ("A12-1", "陈述", "2026-04-10"),
        ("A14-1", "核查", "2026-04-13"),
        ("L08-1", "送达", "2026-04-24"),
        ("L10-1", "公示", "2026-04-24"),
        ("L11-1", "缴纳", "2026-05-06"),
        ("L13-2", "复议", "2026-06-16"),
        ("L13-2", "诉讼", "2026-10-19"),
    ],
)
def test_the_deadlines_of_case_a(played: Played, id: str, name: str, day: str) -> None:
    assert _due(_asked(played, "A"), id, name) == {date.fromisoformat(day)}


def test_the_recordings_of_march_10_were_due_on_march_17_and_were_in_time(played: Played) -> None:
    stored = [one for one in _asked(played, "A").deadlines if one.id == "A26-1"]
    march = [one for one in stored if "3月10日" in one.from_event]
    assert len(march) == 5
    assert {(one.due_on, one.met) for one in march} == {(date(2026, 3, 17), True)}


def test_case_b_has_exactly_its_findings(played: Played) -> None:
    assert sorted({one.id for one in _asked(played, "B").findings}) == EXPECTED


@pytest.mark.parametrize(
    ("status", "ids"),
    [
        (Status.RECORDED, "A07-1 A07-4 A07-7b A13-1 A13-2 A13-3 A13-4 A13-5"),
        (Status.NOT_APPLICABLE, "A07-2 A14-1 A16-1 A21-1 A23-1 A24-1 A28-1"),
    ],
)
def test_what_case_b_has_and_what_it_need_not_have(
    played: Played, status: Status, ids: str
) -> None:
    answer = _asked(played, "B")
    assert {id: answer.state_of(id).status for id in ids.split()} == dict.fromkeys(
        ids.split(), status
    )


def test_everything_late_in_case_b_was_taken_and_is_marked(played: Played) -> None:
    case = played.cases["B"]
    late = {one.subject_ref for one in _asked(played, "B").findings if one.id == "A03-1"}
    deliveries = Delivery.objects.filter(document__case=case, late_reason="")
    assert late == {
        *(f"activities/a{one.pk}" for one in case.activities.filter(late_reason="")),
        *(f"documents/d{one.pk}" for one in case.documents.filter(late_reason="")),
        *(f"deliveries/s{one.pk}" for one in deliveries),
        *(f"approvals/m{one.pk}" for one in case.matters.all()),
    }
    service = Delivery.objects.get(document__case=case, way="direct")
    assert service.late_reason
    assert deliveries.count() == 2


def test_case_c_was_served_by_public_notice_after_two_tries(played: Played) -> None:
    tries = Delivery.objects.filter(
        document__case=played.cases["C"], document__type_code="penalty_decision"
    )
    assert [(one.way, one.state, one.served_on) for one in tries.order_by("pk")] == [
        ("direct", "not_served", None),
        ("post", "not_served", None),
        ("public_notice", "served", date(2026, 7, 1)),
    ]
    answer = _asked(played, "C")
    assert _due(answer, "A24-2", "") == {date(2026, 7, 1)}
    assert _due(answer, "L11-1", "缴纳") == {date(2026, 7, 16)}


def test_the_period_to_sue_is_provisional_until_the_table_of_2027_is_entered(
    played: Played,
) -> None:
    def litigation() -> tuple[date | None, bool]:
        (one,) = [d for d in _asked(played, "C").deadlines if "诉讼" in d.name]
        return one.due_on, one.provisional

    assert litigation() == (date(2027, 1, 1), True)
    people.enter_calendar_year(
        SYSTEM,
        year=2027,
        holidays=[date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)],
        make_up_days=[],
        citation="国务院办公厅关于2027年部分节假日安排的通知",
    )
    assert litigation() == (date(2027, 1, 4), False)


REFUSED = {
    "conclude before filing": ("L21-1",),
    "notify before the end of the investigation": ("A10-1",),
    "decide on the last day to answer": ("A12-1",),
    "decide without the discussion": ("A11-3",),
    "approve what one reviewed": ("A33-1",),
    "review what one proposed": ("A33-1",),
    "close before the check": ("A14-2",),
    "close before the fine is paid": ("A14-2",),
    "public notice 05-20": ("A24-1",),
    "public notice 05-26": ("A24-1",),
    "public notice 05-27": ("A24-1",),
    "public notice 05-28": ("A24-1",),
}


def _missing(told: Any) -> set[str]:
    return {one["requirement"] for one in told["missing"]}


@pytest.mark.parametrize("what", REFUSED)
def test_the_unlawful_step_is_refused_with_article_and_way_on(played: Played, what: str) -> None:
    told = played.tried[what]
    assert told != "allowed"
    assert _missing(told) >= set(REFUSED[what])
    for one in told["missing"]:
        assert one["article"].startswith(("第", "《", "统计", "行政")), one
        assert one["what"]
        assert one["remedy"]


@pytest.mark.parametrize("what", ["decide without the discussion", "approve what one reviewed"])
def test_nothing_else_stands_against_it(played: Played, what: str) -> None:
    assert _missing(played.tried[what]) == set(REFUSED[what])


@pytest.mark.parametrize("what", ["approve as another", "decide", "public notice 05-29"])
def test_the_lawful_step_is_let_through(played: Played, what: str) -> None:
    assert played.tried[what] == "allowed", played.tried[what]


def test_the_worked_cases_are_intact_under_the_ledger(played: Played) -> None:
    report = verify_log()
    assert report.verdict == "intact", report.findings[:5]


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_a_played_case_survives_being_written_and_read(played: Played, letter: str) -> None:
    compiled = compile_case(played.cases[letter])
    assert codec.decode(codec.encode(compiled)) == compiled
    assert evaluate(codec.decode(codec.encode(compiled)), DAYS[letter]) == _asked(played, letter)


def test_compiling_asks_the_same_number_of_queries_however_full_the_case(played: Played) -> None:
    small = opened(played.cast).case
    counts = {_queries(case) for case in (small, played.cases["A"], played.cases["B"])}
    assert len(counts) == 1
    assert max(counts) <= 24


def _queries(case: Case) -> int:
    with CaptureQueriesContext(connection) as asked:
        compile_case(case)
    return len(asked)
