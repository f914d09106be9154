"""How words are brought into the one form in which they are searched."""

from __future__ import annotations

import re

import pytest

from liuhen.search.grams import normal, number_form, tokens


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("统计局，罚 款！", "统计局罚款"),
        ("ＡＢＣ１２３", "abc123"),
        ("30,000.50 元", "30000.50元"),
        ("第1.2.3节", "第1.2.3节"),
        ("甲，乙", "甲乙"),
        ("𠮷野𬱖", "𠮷野𬱖"),
        ("\ue000某", "\ue000某"),
        ("' OR 1=1 --", "or11"),
        ("", ""),
    ],
)
def test_words_lose_what_nobody_searches_for(text: str, form: str) -> None:
    assert normal(text) == form


@pytest.mark.parametrize(
    "typed",
    [
        "示统检字〔2026〕2号",
        "示统检字[2026]2号",
        "示统检字(2026)2号",
        "示统检字（2026）2号",
        "示统检字【2026】２号",
        "示统检字［２０２６］ 第2号",
        "示统检字〔2026〕 2 号 ",
    ],
)
def test_a_number_has_one_form_however_it_is_typed(typed: str) -> None:
    assert number_form(typed) == "示统检字〔2026〕2号"


def test_a_token_is_a_pair_in_digits_that_no_query_language_reads() -> None:
    found = tokens(normal('统计"AND"统计*') + "\n" + normal("𠮷野"))
    assert len(found) == len(set(found)) == 6
    assert all(re.fullmatch(r"[0-9a-f]+g[0-9a-f]+", one) for one in found)


def test_the_end_of_one_field_and_the_beginning_of_the_next_are_no_pair() -> None:
    assert tokens("甲\n乙") == []
