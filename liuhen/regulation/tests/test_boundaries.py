"""Thresholds and last days: just below, exactly, just above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.casefile import Certificate, PriorOrder, Right, StepName
from liuhen.regulation.examples.cast import JIA, YI
from liuhen.regulation.examples.story import at
from liuhen.regulation.pack import gate
from liuhen.regulation.tests.changing import (
    A_DAY,
    case_a,
    case_facts,
    change,
    decided,
    having,
    ids,
    of_kind,
    of_type,
)
from liuhen.regulation.tests.pairs import demanded


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
