"""What no record can hold, whoever sends it."""

from __future__ import annotations

from datetime import date

import pytest

from liuhen.clock import shanghai
from liuhen.faults import Invalid
from liuhen.people.checks import check_not_after_today, check_past, check_years


def test_a_moment_before_the_case_file_begins_is_refused_at_its_field() -> None:
    with pytest.raises(Invalid, match="1949年至2200年") as caught:
        check_past(shanghai(1948, 12, 31, 12, 0), "ended_at")
    assert set(caught.value.fields) == {"ended_at"}
    check_past(shanghai(1949, 1, 1, 12, 0))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1948, 12, 31), date(2201, 1, 1)])
def test_a_year_out_of_range_is_refused_and_no_day_is_fine(day: date) -> None:
    with pytest.raises(Invalid):
        check_years(day, "on")
    with pytest.raises(Invalid):
        check_not_after_today(day, "on")
    check_years(None, "on")
    check_years(date(2200, 12, 31), "on")
