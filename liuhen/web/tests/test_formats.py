"""How days, instants and money are read and written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.clock import shanghai
from liuhen.web import formats

TABLE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "days.json").read_text(encoding="utf-8")
)
TODAY = date.fromisoformat(TABLE["today"])


@pytest.mark.parametrize(("typed", "meant"), TABLE["days"])
def test_a_day_is_read_as_people_type_it(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError, match=r"."):
            formats.parse_day(typed, today=TODAY)
    else:
        assert formats.parse_day(typed, today=TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(("typed", "meant"), TABLE["moments"])
def test_an_instant_is_read_in_shanghai_time(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError, match=r"."):
            formats.parse_moment(typed, today=TODAY)
    else:
        read = formats.parse_moment(typed, today=TODAY)
        assert f"{read:%Y-%m-%d %H:%M}" == meant
        assert read.utcoffset() is not None
        assert read.utcoffset() == shanghai(2026, 1, 1).utcoffset()


def test_a_day_is_shown_in_shanghai_even_when_it_is_still_yesterday_in_utc() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert formats.day_weekday_text(late) == "2026年11月24日 星期二"
    assert formats.moment_text(late) == "2026年11月24日 00:30"


def test_a_naive_instant_is_never_shown() -> None:
    with pytest.raises(ValueError, match="aware"):
        formats.moment_text(datetime(2026, 11, 24, 10, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (3_000_000, "30,000 元"),
        (123_456, "1,234.56 元"),
        (5, "0.05 元"),
        (0, "0 元"),
        (-150, "-1.50 元"),
    ],
)
def test_fen_are_shown_as_yuan(fen: int, text: str) -> None:
    assert formats.yuan_text(fen) == text


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("30000", 3_000_000),
        ("30,000.50元", 3_000_050),
        ("3万", 3_000_000),
        ("３．５万元", 3_500_000),
        ("0.01", 1),
    ],
)
def test_yuan_are_read_as_fen(typed: str, fen: int) -> None:
    assert formats.parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed", ["", "一百", "-5", "1.234", "nan", "inf", "1e9", "12345678901234"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        formats.parse_yuan(typed)


@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_survives_showing_and_typing(fen: int) -> None:
    assert formats.parse_yuan(formats.yuan_digits(fen)) == fen
    assert formats.parse_yuan(formats.yuan_text(fen)) == fen


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (3, "还剩 3 个工作日（11月27日）"),
        (0, "今天到期（11月27日）"),
        (-2, "已超期 2 个工作日（11月27日）"),
    ],
)
def test_a_deadline_is_a_sentence(left: int, text: str) -> None:
    due, today = date(2026, 11, 27), date(2026, 11, 24)
    assert formats.deadline_text(due, left=left, unit="个工作日", today=today) == text


def test_a_deadline_of_next_year_names_the_year() -> None:
    text = formats.deadline_text(
        date(2027, 1, 4), left=4, unit="个工作日", today=date(2026, 12, 28)
    )
    assert text == "还剩 4 个工作日（2027年1月4日）"


def test_a_deadline_met_too_late_says_so() -> None:
    due, met, today = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
    text = formats.deadline_text(due, left=-2, unit="个工作日", today=today, met_on=met)
    assert text == "已于 11月23日 完成（期限 11月20日，已超期）"


@pytest.mark.parametrize(
    ("size", "text"), [(900, "900 字节"), (1_395_864_371, "1.3 GB"), (2048, "2.0 KB")]
)
def test_sizes_are_shown_in_units(size: int, text: str) -> None:
    assert formats.bytes_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(42, "42 秒"), (2772, "46 分 12 秒"), (3900, "1 小时 5 分")]
)
def test_lengths_are_shown_in_words(seconds: float, text: str) -> None:
    assert formats.span_text(seconds) == text
