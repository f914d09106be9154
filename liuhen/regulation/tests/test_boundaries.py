"""Thresholds and last days: just below, exactly, just above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.casefile import Certificate, PriorOrder, Right, StepName
from liuhen.regulation.examples.cast import JIA, YI
from liuhen.regulation.examples.story import at
from liuhen.regulation.pack import evaluate, gate
from liuhen.regulation.tests.changing import (
    A_DAY,
    case_a,
    case_facts,
    change,
    decided,
    due,
    having,
    ids,
    of_kind,
    of_type,
)
from liuhen.regulation.tests.pairs import demanded
from liuhen.regulation.tests.pairs_custody import (
    KEEPING,
    PERMANENT,
    TRANSFER,
    archived,
    kept,
    transferred,
)
from liuhen.regulation.words import day


@pytest.mark.parametrize(
    ("entered", "late"), [("2026-03-06", False), ("2026-03-09", False), ("2026-03-10", True)]
)
@pytest.mark.shows("A03-1")
def test_an_entry_is_late_after_five_working_days(entered: str, late: bool) -> None:
    """The lead form is of Monday 2026-03-02; the fifth working day after it is Monday 03-09."""
    (form,) = [one for one in case_a().documents if one.type == "lead_registration"]
    then = replace(form.entered, at=at(f"{entered} 23:59"))
    case = change(case_a(), "documents", of_type("lead_registration"), entered=then)
    assert ("A03-1" in ids(case, A_DAY)) is late


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "found"),
    [
        ("2024-01-01", "2026-03-09", True),
        ("2024-01-01", "2026-03-10", False),
        ("2026-03-10", "2028-12-31", False),
        ("2026-03-11", "2028-12-31", True),
    ],
)
@pytest.mark.shows("A05-2")
def test_a_certificate_is_valid_from_its_first_day_to_its_last(
    valid_from: str, valid_to: str, found: bool
) -> None:
    held = Certificate(
        number="TJ-0002",
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to),
    )
    officers = (JIA.as_officer(), replace(YI.as_officer(), certificate=held))
    case = change(case_a(), "activities", of_kind("inquiry"), participants=officers)
    assert ("A05-2" in ids(case, A_DAY)) is found


@pytest.mark.parametrize(
    ("ended", "found"), [("2024-03-01", True), ("2024-03-02", False), ("2024-03-03", False)]
)
@pytest.mark.shows("L01-1")
def test_two_years_end_on_the_day_of_the_same_number(ended: str, found: bool) -> None:
    """Discovered on 2026-03-02."""
    case = case_facts(case_a(), conduct_ended_on=date.fromisoformat(ended))
    assert ("L01-1" in ids(case, A_DAY)) is found


@pytest.mark.parametrize(
    ("kind", "fine", "due"),
    [
        ("organisation", 4_999_900, False),
        ("organisation", 5_000_000, True),
        ("sole_trader", 199_900, False),
        ("sole_trader", 200_000, True),
        ("citizen", 200_000, True),
    ],
)
@pytest.mark.shows("L09-1")
def test_a_hearing_is_due_from_the_threshold_on(kind: str, fine: int, due: bool) -> None:
    case = change(case_a(), "parties", having(), kind=kind)
    case = decided(change(case, "proposals", having(), fine=fine), fine=fine)
    assert ("L09-1" in ids(case, A_DAY)) is due


@pytest.mark.parametrize(("fine", "major"), [(1_999_900, False), (2_000_000, True)])
@pytest.mark.shows("A11-2", "A11-3")
def test_a_decision_is_major_from_the_bureaus_threshold_on(fine: int, major: bool) -> None:
    bare = replace(case_a(), discussions=(), legal_reviews=())
    found = ids(decided(bare, fine=fine), A_DAY)
    assert ("A11-2" in found) is major
    assert ("A11-3" in found) is major


@pytest.mark.parametrize(("complex", "major"), [(True, None), (False, True)])
@pytest.mark.shows("A11-2", "A11-3")
def test_a_complex_or_major_case_needs_review_whatever_the_fine(
    complex: bool, major: bool | None
) -> None:
    bare = replace(case_a(), discussions=(), legal_reviews=())
    found = ids(decided(bare, fine=100_000, complex=complex, major=major), A_DAY)
    assert {"A11-2", "A11-3"} <= set(found)


@pytest.mark.parametrize(
    ("day", "refused"), [("2027-01-25", True), ("2027-01-26", False), ("2027-04-01", False)]
)
@pytest.mark.shows("A16-1")
def test_the_court_may_be_asked_from_the_day_after(day: str, refused: bool) -> None:
    answer = gate(demanded(), StepName.APPLY_COURT, date.fromisoformat(day))
    assert answer.allowed is not refused


@pytest.mark.parametrize(
    ("day", "open_"), [("2026-12-31", False), ("2027-01-01", False), ("2027-01-04", True)]
)
@pytest.mark.shows("A16-1", "L13-2")
def test_the_period_to_sue_includes_its_last_day(day: str, open_: bool) -> None:
    """Sued until 2027-01-01 (provisional); the demand alone would be over before."""
    case = demanded()
    early = date(2026, 12, 1)
    case = change(case, "demands", having(), issued_on=early)
    served = having(id="demand-service")
    (receipt,) = [one.receipt for one in case.deliveries if served(one)]
    assert receipt is not None
    case = change(
        case,
        "deliveries",
        served,
        tried_at=at("2026-12-01 09:00"),
        served_on=early,
        receipt=replace(receipt, received_on=early),
    )
    case = change(case, "documents", having(id="demand"), dated=early)
    answer = gate(case, StepName.APPLY_COURT, date.fromisoformat(day))
    assert answer.allowed is open_


@pytest.mark.parametrize(
    ("earliest", "serious"), [("2025-03-19", False), ("2025-03-20", False), ("2025-03-21", True)]
)
@pytest.mark.shows("L15-1")
def test_orders_count_for_twelve_months(earliest: str, serious: bool) -> None:
    """Ordered in this case on 2026-03-20: with one of 2025-12 and the earliest that makes three."""
    prior = tuple(
        PriorOrder(case_number=day, ordered_on=date.fromisoformat(day))
        for day in (earliest, "2025-12-01")
    )
    assert ("L15-1" in ids(replace(case_a(), prior_orders=prior), A_DAY)) is serious


@pytest.mark.parametrize(("fine", "found"), [(10_000_000, False), (10_000_100, True)])
@pytest.mark.shows("L01-2")
def test_the_ceiling_is_inclusive(fine: int, found: bool) -> None:
    assert ("L01-2" in ids(decided(case_a(), fine=fine), A_DAY)) is found


@pytest.mark.parametrize(("fine", "found"), [(50_000_000, False), (50_000_100, True)])
@pytest.mark.shows("L01-2")
def test_serious_circumstances_open_the_higher_ceiling(fine: int, found: bool) -> None:
    assert ("L01-2" in ids(decided(case_a(), fine=fine, serious=True), A_DAY)) is found


@pytest.mark.parametrize(("day", "found"), [("2026-04-10", True), ("2026-04-11", False)])
@pytest.mark.shows("A12-1")
def test_a_decision_on_the_last_day_to_answer_was_too_early(day: str, found: bool) -> None:
    case = decided(case_a(), issued_on=date.fromisoformat(day))
    assert ("A12-1" in ids(case, A_DAY)) is found


@pytest.mark.shows("A12-1")
def test_one_right_given_up_is_not_both() -> None:
    """Statement and defence are two rights; giving up one does not end the wait."""
    from liuhen.regulation.casefile import Waiver

    case = decided(case_a(), issued_on=date(2026, 4, 10))
    (record,) = [one for one in case.documents if one.type == "statement_record"]
    waiver = Waiver(right=Right.STATEMENT, on=date(2026, 4, 9), document=record.id)
    assert "A12-1" in ids(replace(case, waivers=(waiver,)), A_DAY)


@pytest.mark.parametrize(("day", "found"), [("2026-04-10", True), ("2026-04-11", False)])
@pytest.mark.shows("L09-1")
def test_a_hearing_offered_waits_for_its_last_day(day: str, found: bool) -> None:
    (notice,) = [one for one in case_a().documents if one.type == "penalty_notice"]
    told = [one for one in case_a().rights if one.document == notice.id]
    offered = replace(told[0], id="hearing-told", right=Right.HEARING)
    case = replace(case_a(), rights=(*case_a().rights, offered))
    case = change(case, "proposals", having(), fine=6_000_000)
    case = decided(case, fine=6_000_000, issued_on=date.fromisoformat(day))
    assert ("L09-1" in ids(case, A_DAY)) is found


@pytest.mark.shows("L01-2")
def test_a_later_law_that_is_not_lighter_does_not_apply_to_older_conduct() -> None:
    """For a sole trader the ceiling of 2024 is that of 2009: the old law stays."""
    case = change(case_a(), "parties", having(), kind="sole_trader")
    case = case_facts(case, conduct_ended_on=date(2024, 8, 1))
    case = decided(case, fine=100_000)
    assert "L01-2" in ids(decided(case, law_version_on=date(2026, 1, 9)), A_DAY)
    assert "L01-2" not in ids(decided(case, law_version_on=date(2024, 8, 1)), A_DAY)


@pytest.mark.shows("L05-1")
@pytest.mark.parametrize(
    ("handled", "late"), [("2026-03-24", False), ("2026-03-25", False), ("2026-03-26", True)]
)
def test_evidence_is_kept_for_seven_working_days(handled: str, late: bool) -> None:
    case = kept(replace(KEEPING, handled_on=date.fromisoformat(handled)))
    assert ("L05-1" in ids(case, A_DAY)) is late


@pytest.mark.shows("L05-1")
@pytest.mark.parametrize(("approved", "late"), [("10:00", False), ("10:01", True)])
def test_evidence_is_kept_from_the_heads_approval_on(approved: str, late: bool) -> None:
    decided = at(f"2026-03-16 {approved}")
    case = change(kept(), "approvals", having(id="keep"), decided_at=decided)
    assert ("L05-1" in ids(case, A_DAY)) is late


@pytest.mark.shows("L19-1")
@pytest.mark.parametrize(
    ("decided", "late"), [("2026-03-25", False), ("2026-03-26", False), ("2026-03-27", True)]
)
def test_the_head_decides_on_a_transfer_within_three_days(decided: str, late: bool) -> None:
    moment = at(f"{decided} 09:00")
    case = transferred(replace(TRANSFER, decided_at=moment, sent_at=moment))
    assert ("L19-1" in ids(case, A_DAY)) is late


@pytest.mark.shows("L19-1")
@pytest.mark.parametrize(
    ("sent", "late_by"),
    [
        ("2026-03-27 16:59", None),
        ("2026-03-27 17:00", None),
        ("2026-03-27 17:01", "1分钟"),
        ("2026-03-28 09:30", "16小时30分"),
    ],
)
def test_a_transfer_is_sent_within_24_hours_counted_to_the_minute(
    sent: str, late_by: str | None
) -> None:
    """Approved on 2026-03-26 at 17:00."""
    answer = evaluate(transferred(replace(TRANSFER, sent_at=at(sent))), A_DAY)
    (deadline,) = [one for one in answer.deadlines if "向公安" in one.name]
    assert deadline.due_on == date(2026, 3, 27)
    assert deadline.met is (late_by is None)
    assert "2026年3月27日17时00分" in deadline.reason
    found = [one.found for one in answer.findings if one.id == "L19-1"]
    assert found == ([] if late_by is None else [f"{day(at(sent).date())}才移送，晚了{late_by}"])


@pytest.mark.shows("L19-1")
@pytest.mark.parametrize(
    ("handed", "late"), [("2026-04-02", False), ("2026-04-03", False), ("2026-04-04", True)]
)
def test_the_other_materials_follow_within_three_days(handed: str, late: bool) -> None:
    case = transferred(replace(TRANSFER, materials_handed_on=date.fromisoformat(handed)))
    assert ("L19-1" in ids(case, A_DAY)) is late


@pytest.mark.shows("L16-1")
@pytest.mark.parametrize(
    ("moved", "late"), [("2036-05-07", False), ("2036-05-08", False), ("2036-05-09", True)]
)
def test_a_file_of_a_county_is_transferred_at_ten_years(moved: str, late: bool) -> None:
    """Closed on 2026-05-08. A city's file stays ten years longer."""
    case = archived(replace(PERMANENT, transferred_on=date.fromisoformat(moved)))
    today = date(2036, 6, 1)
    assert any("档案馆" in one.expected for one in evaluate(case, today).findings) is late
    waiting = archived(replace(PERMANENT, transferred_on=None))
    city = replace(waiting, bureau=replace(waiting.bureau, level="city"))
    assert due(evaluate(city, today), "L16-1") == date(2046, 5, 8)


@pytest.mark.shows("L16-1")
@pytest.mark.parametrize(
    ("procedure", "years"), [("ordinary", None), ("simplified", 30), ("inspection_only", 10)]
)
def test_a_file_without_a_recorded_retention_is_kept_by_its_procedure(
    procedure: str, years: int | None
) -> None:
    case = case_facts(case_a(), procedure=procedure)
    answer = [one for one in evaluate(case, A_DAY).deadlines if one.id == "L16-1"]
    ends = [one.due_on for one in answer if "鉴定" in one.name]
    assert ends == ([date(2026 + years, 12, 31)] if years else [])
    assert all("没有登记保管期限" in one.from_event for one in answer)
    assert any("移交" in one.name for one in answer) is (years != 10)
