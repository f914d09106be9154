"""上报数、核实数: read in every usual way, compared exactly, never typed twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.documents import figures
from liuhen.documents.fields import check, clean
from liuhen.documents.types import get_type
from liuhen.documents.wording import printed

TABLE = get_type("data_check_table")
FIGURES = st.decimals(
    min_value=-(10**18) + 1, max_value=10**18 - 1, places=4, allow_nan=False, allow_infinity=False
)


def row(reported: str, verified: str, **more: str) -> dict[str, Any]:
    """One row of the table as it is kept, after somebody typed these figures."""
    typed = {"indicator": "从业人员", "period": "2025年", "unit": "人", **more}
    kept = clean(TABLE, {"rows": [{**typed, "reported": reported, "verified": verified}]})
    found: dict[str, Any] = kept["rows"][0]
    return found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("125000", "125000"),
        ("125,000", "125000"),
        ("１２５，０００．５０", "125000.50"),
        (" 12.5万 ", "125000.0"),
        ("3亿", "300000000"),
        ("-3", "-3"),
        ("－３", "-3"),
        ("−27,000", "-27000"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_figures_are_read_in_every_usual_way(typed: str, kept: str) -> None:
    assert figures.read(typed) == kept
    assert figures.read(kept) == kept


@pytest.mark.parametrize(
    "typed", ["", "约3万", "1,2", "12,34,567", "1.2.3", "千元", "1e5", "三万", "∞"]
)
def test_what_is_no_figure_stays_as_typed_and_is_asked_about(typed: str) -> None:
    assert figures.read(typed) is None
    if typed:
        kept = row(typed, "98000")
        assert kept["reported"] == typed
        assert "difference" not in kept
        sample = {**TABLE.sample()["fields"], "rows": [kept]}
        assert [one.field for one in check(TABLE, sample)] == ["rows.0.reported"]


@pytest.mark.parametrize(
    ("reported", "verified", "difference", "rate"),
    [
        ("125000", "98000", "27000", "27.55%"),  # worked case A
        ("98000", "125000", "-27000", "21.60%"),  # too little was reported
        ("0", "98000", "-98000", "100.00%"),  # nothing was reported
        ("98000", "0", "98000", "核实数为0，不计算"),  # there was nothing to report
        ("0", "0", "0", "0.00%"),
        ("0.0", "0", "0.0", "0.00%"),
        ("-50", "-40", "-10", "25.00%"),  # a loss
        ("10", "-10", "20", "200.00%"),
        ("100.005", "100", "0.005", "0.01%"),  # half up
        ("100.0049", "100", "0.0049", "0.00%"),
        ("999999999999999999", "1", "999999999999999998", "99999999999999999800.00%"),
    ],
)
def test_difference_and_rate_are_computed(
    reported: str, verified: str, difference: str, rate: str
) -> None:
    kept = row(reported, verified)
    assert (kept["difference"], kept["error_rate"]) == (difference, rate)


def test_nobody_types_a_difference_or_a_rate() -> None:
    kept = row("125000", "98000", difference="1", error_rate="0.01%")
    assert (kept["difference"], kept["error_rate"]) == ("27000", "27.55%")
    assert "error_rate" not in row("125000", "", error_rate="0.01%")


def test_a_row_that_only_has_something_typed_in_a_computed_column_is_no_row() -> None:
    assert clean(TABLE, {"rows": [{"error_rate": "27.55%"}]}) == {"rows": []}


def test_only_the_figures_are_asked_for_never_what_comes_from_them() -> None:
    sample = {**TABLE.sample()["fields"], "rows": [{"indicator": "产值"}]}
    asked = [one.field for one in check(TABLE, sample)]
    assert asked == ["rows.0.period", "rows.0.unit", "rows.0.reported", "rows.0.verified"]


def test_figures_are_printed_with_separators_and_their_own_decimals() -> None:
    fields = {**TABLE.sample()["fields"], "rows": [row("1234567.50", "12"), row("0", "7000")]}
    rows = printed(TABLE, fields)["rows"]["rows"]
    assert rows[0][3:] == ["1,234,567.50", "12", "1,234,555.50", "10287962.50%"]
    assert rows[1][3:] == ["0", "7,000", "-7,000", "100.00%"]


@given(FIGURES, FIGURES)
def test_the_difference_added_to_the_verified_figure_is_the_reported_one(
    reported: Decimal, verified: Decimal
) -> None:
    assert figures.difference(reported, verified) + verified == reported
    assert figures.difference(verified, reported) == -figures.difference(reported, verified)


@given(FIGURES, FIGURES)
def test_the_rate_is_never_negative_has_two_decimals_and_is_close_to_the_share(
    reported: Decimal, verified: Decimal
) -> None:
    rate = figures.error_rate(reported, verified)
    if rate is None:
        assert verified == 0 != reported
        return
    assert rate >= 0
    assert rate.as_tuple().exponent == -2
    if verified:
        assert abs(rate * abs(verified) - abs(reported - verified) * 100) <= abs(verified) / 200
    assert figures.error_rate(-reported, -verified) == rate


@given(FIGURES)
def test_a_figure_is_kept_as_it_is_and_read_again_from_print(value: Decimal) -> None:
    kept = figures.read(f"{value:f}")
    assert kept is not None
    assert figures.number(kept) == value
    assert figures.read(figures.grouped(kept)) == kept


@given(st.text(max_size=30))
def test_reading_never_raises(typed: str) -> None:
    kept = figures.read(typed)
    assert kept is None or figures.read(kept) == kept
