"""What changed between two versions can be seen, word by word, in bounded time."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from typing import Any

import pytest

from liuhen.documents.comparing import How, Part, compare, compare_rows, compare_text
from liuhen.documents.types import get_type


def _shown(parts: list[Part]) -> str:
    marks = {How.SAME: "{}", How.GONE: "[-{}-]", How.NEW: "[+{}+]"}
    return "".join(marks[one.how].format(one.text) for one in parts)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("罚款三万元。", "罚款五万元。", "罚款[-三-][+五+]万元。"),
        ("甲公司", "", "[-甲公司-]"),
        ("", "甲公司", "[+甲公司+]"),
        ("金额 30,000.00 元", "金额 35,000.00 元", "金额 [-30,000.00-][+35,000.00+] 元"),
        ("第一句。第三句。", "第一句。第二句。第三句。", "第一句。[+第二句。+]第三句。"),
        ("依法作出决定。", "当事人拒绝签收。", "[-依法作出决定。-][+当事人拒绝签收。+]"),
        ("𠮷野", "吉野", "[-𠮷-][+吉+]野"),
    ],
)
def test_a_change_is_marked_where_it_is(before: str, after: str, shown: str) -> None:
    assert _shown(compare_text(before, after)) == shown


def test_both_texts_can_be_read_out_of_the_parts() -> None:
    chance = random.Random(4)
    for _ in range(300):
        texts = ["".join(chance.choices("的了在。\n12ab，", k=chance.randrange(60))) for _ in "12"]
        parts = compare_text(*texts)
        assert "".join(p.text for p in parts if p.how is not How.NEW) == texts[0]
        assert "".join(p.text for p in parts if p.how is not How.GONE) == texts[1]
        assert all(one.how is not other.how for one, other in pairwise(parts))


def test_rows_are_compared_row_by_row() -> None:
    before = [("产值", "100"), ("人数", "20"), ("税金", "5")]
    after = [("产值", "180"), ("税金", "5"), ("能耗", "7")]
    rows = list(compare_rows(before, after))
    assert [row.how for row in rows] == [How.CHANGED, How.GONE, How.SAME, How.NEW]
    assert _shown(list(rows[0].cells[1])) == "[-100-][+180+]"


def test_a_row_that_has_nothing_of_the_other_is_another_row() -> None:
    rows = list(compare_rows([("甲", "一")], [("乙", "二")]))
    assert [row.how for row in rows] == [How.GONE, How.NEW]


def _decision(**changes: Any) -> list[Any]:
    kind = get_type("penalty_decision")
    fields = kind.sample()["fields"]
    return compare(kind, fields, {**fields, **changes})


def test_the_fields_that_stayed_are_told_apart_from_those_that_changed() -> None:
    changed = {one.name for one in _decision(facts="另行查明的事实。") if one.changed}
    assert changed == {"facts"}
    assert not [one for one in _decision() if one.changed or one.unseen]


def test_an_amount_is_compared_as_it_is_printed() -> None:
    (fine,) = [one for one in _decision(fine_fen=1_234_500) if one.changed]
    new = "".join(part.text for part in fine.parts if part.how is not How.GONE)
    assert "壹万贰仟叁佰肆拾伍元" in new


def test_questions_and_answers_are_compared_one_by_one() -> None:
    kind = get_type("inquiry_record")
    (spec,) = [one for one in kind.fields if one.kind == "qa"]
    asked = [{"q": f"第{n}问？", "a": f"第{n}答。"} for n in range(3)]
    answered = [*asked[:2], {"q": "第2问？", "a": "改过的回答。"}]
    changes = compare(kind, {spec.name: asked}, {spec.name: answered})
    (field,) = [one for one in changes if one.changed]
    assert [row.how for row in field.rows] == [How.SAME, How.SAME, How.CHANGED]
    assert field.columns == ("问", "答")


def _sentences(number: int, seed: int) -> str:
    chance = random.Random(seed)
    words = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]
    return "".join("".join(chance.choices(words, k=18)) + "。" for _ in range(number))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_sentences(1500, 1), _sentences(1500, 2)),
        ("是。" * 20_000, "不是。" * 20_000),
        ("啊" * 40_000, "啊" * 20_000 + "呀" + "啊" * 20_000),
        ("甲乙" * 15_000, "乙甲" * 15_000),
        ("\n" * 30_000, " \n" * 30_000),
    ],
    ids=["all rewritten", "one sentence over and over", "one character", "two characters", "lines"],
)
def test_long_texts_take_bounded_time(before: str, after: str) -> None:
    begun = time.process_time()
    parts = compare_text(before, after)
    assert time.process_time() - begun < 2.0
    assert "".join(p.text for p in parts if p.how is not How.NEW) == before


def test_a_long_text_with_one_change_shows_that_change_alone() -> None:
    text = _sentences(2000, 3)
    middle = len(text) // 2
    parts = compare_text(text, text[:middle] + "补正" + text[middle:])
    assert [one.text for one in parts if one.how is not How.SAME] == ["补正"]
