"""Every requirement has its short sentence, and only a short one."""

from __future__ import annotations

from liuhen.regulation.casefile import Stage
from liuhen.regulation.requirements import rows
from liuhen.regulation.summaries import summaries

LONGEST = 60


def test_every_requirement_has_its_summary_in_the_same_order() -> None:
    assert list(summaries()) == list(rows())


def test_each_is_one_short_chinese_sentence() -> None:
    for id, one in summaries().items():
        assert 5 <= len(one.words) <= LONGEST, id
        assert not set(one.words) & set("。\n"), id
        assert not any(char.isascii() for char in one.words), id


def test_no_two_say_the_same() -> None:
    assert len({one.words for one in summaries().values()}) == len(summaries())


def test_every_stage_has_its_requirements() -> None:
    assert {one.stage for one in summaries().values()} == {None, *Stage}
