"""The question bank: shipped, cited, and replaced by a bureau's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuhen.documents.question_bank import banks, on_site
from liuhen.documents.toml_table import CatalogueError
from liuhen.regulation.parameters import violations

_BANK = """
title = "迟报"
place = "violation"
violations = ["late"]
cites = [["STATISTICS_LAW", 45]]
checked_on = 2026-11-24
questions = ["为什么迟报？"]
"""


def _own(folder: Path, text: str, name: str = "late.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_violation_has_its_questions_between_the_opening_and_the_end() -> None:
    found = banks()
    assert [one.place for one in found] == [
        "opening",
        *(["violation"] * len(violations())),
        "closing",
    ]
    assert [one.violations[0] for one in found[1:-1]] == list(violations())


def test_every_bank_cites_its_articles() -> None:
    basis = {one.code: one.basis for one in banks()}
    assert basis["untrue_data"] == "统计法 第四十四条"
    assert basis["late"] == "统计法 第四十五条"
    assert all(basis.values())


def test_no_question_stands_twice_in_a_bank() -> None:
    for one in banks():
        assert len(set(one.questions)) == len(one.questions), one.code


def test_a_bureau_replaces_a_bank_and_adds_one(tmp_path: Path) -> None:
    _own(tmp_path, _BANK)
    _own(tmp_path, _BANK.replace('"迟报"', '"普查"'), "census.toml")
    found = {one.code: one for one in banks(tmp_path)}
    assert found["late"].questions == ("为什么迟报？",)
    assert found["census"].title == "普查"
    assert len(found["untrue_data"].questions) > 5


@pytest.mark.parametrize(
    ("wrong", "right", "key"),
    [
        ('["late"]', '["lateness"]', "violations"),
        ('[["STATISTICS_LAW", 45]]', "[]", "cites"),
        ('[["STATISTICS_LAW", 45]]', '[["SOME_LAW", 45]]', "cites"),
        ('["为什么迟报？"]', '[""]', "questions"),
        ("title", "titel", "title"),
    ],
)  # fmt: skip
def test_a_faulty_bank_is_refused_with_its_file_and_key(
    tmp_path: Path, wrong: str, right: str, key: str
) -> None:
    _own(tmp_path, _BANK.replace(wrong, right))
    with pytest.raises(CatalogueError) as caught:
        banks(tmp_path)
    assert key in str(caught.value) and "late.toml" in str(caught.value)


def test_the_words_of_one_tap_may_be_the_bureaus_own(tmp_path: Path) -> None:
    shipped = Path(__file__).resolve().parents[1] / "questions" / "on_site.toml"
    text = shipped.read_text(encoding="utf-8").replace("不申请回避。", "不申请。")
    assert on_site(_own(tmp_path, text, "on_site.toml")).recusal_answers[0] == "不申请。"
    assert on_site().recusal_answers[0] == "不申请回避。"
