"""`rules`: what needs no home."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from liuhen.commands import main
from liuhen.commands.rules import articles
from liuhen.regulation.pack import load
from liuhen.regulation.requirements import rows


def _said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_every_requirement_is_listed_with_article_effect_and_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "--json"]) == 0
    listed = {one["id"]: one for one in _said(capsys)["rules"]}
    assert list(listed) == list(rows())
    for id, one in listed.items():
        assert one["article"] == rows()[id].article
        assert one["effects"]
        assert len(one["implemented_in"]) == len(load().rules.get(id, ()))


def test_every_place_in_the_list_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--json"])
    for one in _said(capsys)["rules"]:
        for place in one["implemented_in"]:
            if one["shown_by"]:
                assert find_spec(place), place
            else:
                module, _, function = place.rpartition(".")
                assert hasattr(import_module(module), function), place


def test_the_list_for_people_names_every_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    said = capsys.readouterr().out
    assert all(f"{id}  " in said for id in rows())


TEXT = """# 办法

## 第四条

第四条的文本。

## 第五条

第五条的文本，
分两行。

第17条 以数字书写的一条。
"""


def test_the_official_text_stands_beside_each_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "办法.md"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["rules", "--load", str(path), "--json"]) == 0
    texts = {one["id"]: one["text"] for one in _said(capsys)["rules"]}
    assert texts["A05-1"] == "第五条的文本，\n分两行。"
    assert texts["A17-1"] == "以数字书写的一条。"
    assert texts["A33-1"] == ""


def test_articles_are_found_by_their_headings_only() -> None:
    found = articles("第一条 甲，见第二条。\n\n第二条 乙\n")
    assert found == {"一": "甲，见第二条。", "二": "乙"}


def test_a_text_without_articles_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.md"
    path.write_text("没有条文", encoding="utf-8")
    assert main(["rules", "--load", str(path)]) == 2
    assert "第几条" in capsys.readouterr().err
