"""Amounts in capitals stand in decisions and receipts; a wrong one changes what is owed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.documents.capitals import LIMIT, capitals

_DIGIT = {sign: number for number, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACE = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (53, "伍角叁分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1000, "壹拾元整"),
        (100005, "壹仟元零伍分"),
        (100500, "壹仟零伍元整"),
        (3000000, "叁万元整"),
        (10000000, "壹拾万元整"),
        (10005000, "壹拾万零伍拾元整"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (50000000, "伍拾万元整"),
        (1000000000000, "壹佰亿元整"),
        (1000000010000, "壹佰亿零壹佰元整"),
        (123456789012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
    ],
)
def test_amounts_read_as_a_clerk_writes_them(fen: int, words: str) -> None:
    assert capitals(fen) == words


@pytest.mark.parametrize("fen", [-1, LIMIT])
def test_amounts_out_of_range_are_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        capitals(fen)


def read(words: str) -> int:
    """Read capitals back to fen, place by place, without looking at how they were written."""
    fen = yuan = group = digit = 0
    for sign in words:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
        elif sign in _PLACE:
            group, digit = group + digit * _PLACE[sign], 0
        elif sign in "万亿":
            yuan, group, digit = yuan + (group + digit) * (10**4 if sign == "万" else 10**8), 0, 0
        elif sign == "元":
            fen, group, digit = (yuan + group + digit) * 100, 0, 0
        elif sign in "角分":
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return fen


@given(st.integers(min_value=0, max_value=LIMIT - 1))
def test_every_amount_reads_back_to_itself(fen: int) -> None:
    words = capitals(fen)
    assert read(words) == fen
    assert "零零" not in words
    assert "零元" not in words or fen == 0
    assert words.endswith(("分", "整"))


@given(st.integers(min_value=0, max_value=LIMIT // 1000 - 1))
def test_amounts_with_many_zeros_read_back_too(number: int) -> None:
    for fen in (number * 100, number * 1000):
        assert read(capitals(fen)) == fen
