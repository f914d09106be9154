"""`rules`: the one listing of the law, and the official text beside it, with and without a home."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from liuhen.commands import main
from liuhen.commands.tests.conftest import Run
from liuhen.regulation.beside import groups, printed
from liuhen.regulation.citations import Instrument
from liuhen.regulation.listing import listing
from liuhen.regulation.requirements import rows


def _said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own home must not answer."""
    monkeypatch.setenv("LIUHEN_HOME", str(tmp_path / "none"))


def test_the_list_is_the_listing_of_the_regulation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--json"]) == 0
    said = _said(capsys)["rules"]
    assert list(dict.fromkeys(one["id"] for one in said)) == list(rows())
    for told, one in zip(said, listing(), strict=True):
        assert (told["id"], told["article"], told["effect"]) == (one.id, one.article, one.effect)
        assert told["tests"] == list(one.tests)
        assert told["in_force_from"] == (one.in_force_from and one.in_force_from.isoformat())
        assert told["last_checked"] == (one.last_checked and one.last_checked.isoformat())


def test_every_place_in_the_list_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--json"])
    for one in _said(capsys)["rules"]:
        if one["provided_by"]:
            assert find_spec(one["provided_by"]), one["provided_by"]
        elif one["implemented"]:
            assert hasattr(import_module(one["module"]), one["function"]), one["id"]


def test_people_read_each_requirement_with_its_days_place_and_test(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {id}  " in said for id in rows())
    assert f"共 {len(rows())} 条要求。" in said
    assert "核对 2026-11-24" in said
    assert "位置 liuhen.regulation.transcripts.a_transcript_names_officers_and_certificates" in said
    assert "还没有载入正式文本" in said


TEXT = """# 某某办法

## 第五条

第五条的文本，
分两行。

第13条 下列事项：
（五）甲；
（七）乙。
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "办法.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_a_home_the_text_is_shown_and_not_kept(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "--load", str(text), "--json"]) == 0
    answer = capsys.readouterr()
    said = json.loads(answer.out)
    texts = {one["id"]: one["text"] for one in said["rules"]}
    assert texts["A05-1"] == "第五条 第五条的文本，\n分两行。"
    assert texts["A13-6"].startswith("第13条 下列事项")
    assert texts["A33-1"] == ""
    assert said["official_texts"][0]["oddities"] == [
        "「第13条」的条号用数字书写",
        "「第五条」之后是「第13条」",
        "第13条的（五）之后是（七）",
    ]
    assert "没有保存" in answer.err


def test_people_read_the_article_as_printed_above_its_requirements(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "--load", str(text)]) == 0
    said = capsys.readouterr().out
    assert "【第五条】\n  | 第五条 第五条的文本，\n  | 分两行。\n  A05-1  第五条" in said
    assert "原文如此，照录不改：「第13条」的条号用数字书写" in said


def test_a_text_is_kept_in_the_home_and_a_newer_one_takes_its_place(run: Run, text: Path) -> None:
    loaded = run("rules", "--load", str(text), "--json")
    assert loaded.returncode == 0, loaded.stderr
    again = run("rules", "--load", str(text))
    assert (again.returncode, "没有重复保存" in again.stderr) == (0, True)
    text.write_text(TEXT.replace("分两行", "改了一处"), encoding="gb18030")
    assert run("rules", "--load", str(text), "--title", "新办法").returncode == 0
    said = json.loads(run("rules", "--json").stdout)
    assert [one["title"] for one in said["official_texts"]] == ["新办法"]
    assert said["official_texts"][0]["loaded_by"] == "系统"
    texts = {one["id"]: one["text"] for one in said["rules"]}
    assert "改了一处" in texts["A05-2"]
    assert run("verify").returncode == 0


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [("没有条文", 1, "第几条"), ("", 1, "空的"), (None, 2, "读不出文件")],
)
def test_a_text_that_cannot_be_read_fails_with_the_reason(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    code: int,
    words: str,
) -> None:
    path = tmp_path / "x.txt"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["rules", "--load", str(path)]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--title", "办法"],
        ["--load", "{text}", "--instrument", "民法典"],
        ["--load", "{text}", "--in-force-from", "明年"],
    ],
)
def test_a_wrong_call_is_told_apart(text: Path, arguments: list[str]) -> None:
    said = [one.replace("{text}", str(text)) for one in arguments]
    try:
        code = main(["rules", *said])
    except SystemExit as leaving:
        code = int(str(leaving.code))
    assert code == 2


def test_a_row_that_names_several_articles_has_the_text_of_each() -> None:
    texts = {"MEASURE": "第十四条 甲\n第十五条 乙", "PENALTY_LAW": "第五十六条 丙"}
    assert [one.article.text for one in printed("第十四、十五条", texts)] == ["甲", "乙"]
    found = printed("行政处罚法 第五十六条；第十五条", texts)
    assert [one.article.text for one in found] == ["丙", "乙"]
    assert printed("第十三条（六，原文缺项）", texts) == ()
    assert printed("国办发〔2024〕54号", texts) == ()


def test_every_article_a_row_names_is_of_a_known_instrument() -> None:
    known = {one.short for one in Instrument}
    for row in rows().values():
        for part in row.article.split("；"):
            short, blank, _ = part.partition(" 第")
            assert not blank or short in known, row.id


def test_the_articles_stand_once_each_in_the_order_of_the_rows() -> None:
    names = [one.article for one in groups({})]
    assert len(names) == len(set(names))
    assert names[:3] == ["第二条", "第三条", "第四条"]
    assert date(2019, 9, 27) in {one.in_force_from for one in listing()}
