"""The numbers of the law are dated, cited, and a bureau may change only some of them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

import liuhen.regulation
from liuhen.regulation.casefile import Parameter
from liuhen.regulation.parameters import Parameters, numbers, violations


def _own(name: str, value: int, since: str) -> Parameter:
    return Parameter(
        name=name, value=value, in_force_from=date.fromisoformat(since), citation="本局规定"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answer_workdays", 5),
        ("late_entry_workdays", 5),
        ("recording_storage_workdays", 5),
        ("delivery_workdays", 7),
        ("publication_workdays", 7),
        ("correction_check_workdays", 5),
        ("archive_days", 30),
        ("major_fine_threshold", 5_000_000),
        ("hearing_threshold_organisation", 5_000_000),
        ("hearing_threshold_sole_trader", 200_000),
        ("decision_days", 90),
        ("statistics_months", 3),
        ("payment_days", 15),
        ("reconsideration_days", 60),
        ("litigation_months", 6),
        ("public_notice_days", 30),
        ("demand_workdays", 10),
        ("court_application_months", 3),
    ],
)
def test_the_numbers_of_today(name: str, value: int) -> None:
    assert Parameters().on(name, date(2026, 11, 24)) == value


def test_older_values_stay_beside_the_newer() -> None:
    ceiling = "fine_ceiling.major.organisation"
    assert Parameters().on(ceiling, date(2024, 9, 12)) == 5_000_000
    assert Parameters().on(ceiling, date(2024, 9, 13)) == 10_000_000
    assert Parameters().on("public_notice_days", date(2021, 12, 31)) == 60


def test_a_bureaus_own_number_holds_from_its_day() -> None:
    own = Parameters([_own("major_fine_threshold", 2_000_000, "2025-01-01")])
    assert own.on("major_fine_threshold", date(2024, 12, 31)) == 5_000_000
    assert own.on("major_fine_threshold", date(2025, 1, 1)) == 2_000_000


def test_of_two_own_numbers_the_later_holds_in_whatever_order_they_come() -> None:
    first = _own("archive_days", 60, "2024-01-01")
    second = _own("archive_days", 20, "2026-01-01")
    for own in ([first, second], [second, first]):
        assert Parameters(own).on("archive_days", date(2026, 5, 8)) == 20
        assert Parameters(own).on("archive_days", date(2025, 5, 8)) == 60


def test_a_bureau_cannot_change_what_law_fixes() -> None:
    own = Parameters([_own("delivery_workdays", 30, "2020-01-01")])
    assert own.on("delivery_workdays", date(2026, 1, 1)) == 7


def test_every_number_is_cited_and_checked() -> None:
    for number in numbers().values():
        for value in number.values:
            assert value.cites.words
            assert value.last_checked >= date(2026, 11, 24)


def test_the_data_names_each_violation_with_its_ceiling() -> None:
    for one in violations().values():
        assert f"fine_ceiling.{one.ceiling}.organisation" in numbers()


def test_every_number_is_asked_for_by_some_rule() -> None:
    folder = Path(liuhen.regulation.__file__).parent
    code = "".join(one.read_text(encoding="utf-8") for one in folder.glob("*.py"))
    unused = {
        name
        for name in numbers()
        if f'"{name}"' not in code and not name.startswith("fine_ceiling.")
    }
    assert not unused


def test_the_file_is_plain_toml() -> None:
    path = Path(liuhen.regulation.__file__).parent / "data" / "parameters.toml"
    assert tomllib.loads(path.read_text(encoding="utf-8"))["parameter"]
