"""`rules`, `schema` and `check` on files: what needs no home."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from liuhen import clock
from liuhen.commands import main
from liuhen.commands.check import report
from liuhen.commands.rules import articles
from liuhen.regulation import casefile as file
from liuhen.regulation.codec import encode
from liuhen.regulation.pack import evaluate, load
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


def test_the_schema_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = _said(capsys)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "activities" in schema["properties"]


def _casefile() -> file.CaseFile:
    """A case with one questioning of which nothing was kept."""
    entered = file.Entered(at=clock.shanghai(2026, 3, 2, 12), by="甲")
    return file.CaseFile(
        case=file.CaseFacts(
            number="2026-001", title="某某公司案", cause="提供不真实统计资料", procedure="ordinary",
            opened_at=clock.shanghai(2026, 3, 2, 9), handlers=(),
        ),
        bureau=file.Bureau(name="示例区统计局", code="", level="county"),
        activities=(
            file.Activity(
                id="a1", kind=file.ActivityKind.INQUIRY, stage=file.Stage.INVESTIGATION,
                started_at=clock.shanghai(2026, 3, 2, 10), ended_at=clock.shanghai(2026, 3, 2, 11),
                entered=entered,
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def casefile(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_bytes(encode(_casefile()))
    return path


def test_a_case_file_is_checked_without_a_home(
    casefile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(casefile), "--today", "2026-04-01", "--json"]) == 3
    said = _said(capsys)
    expected = evaluate(_casefile(), date(2026, 4, 1))
    assert [one["id"] for one in said["findings"]] == [one.id for one in expected.findings]
    assert said["today"] == "2026-04-01"
    for key in ("id", "article", "subject", "expected", "found", "remedy"):
        assert all(one[key] for one in said["findings"])
    for key in ("id", "due_on", "provisional", "met", "reason"):
        assert all(key in one for one in said["deadlines"])
    assert said["gates"]
    for gate in said["gates"]:
        assert gate["allowed"] is (gate["missing"] == [])


def test_the_day_decides(casefile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(casefile), "--today", "2026-03-02", "--json"])
    early = _said(capsys)
    main(["check", str(casefile), "--today", "2027-03-02", "--json"])
    assert _said(capsys) != early


def test_people_read_the_article_and_the_remedy(
    casefile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(casefile), "--today", "2026-04-01"]) == 3
    said = capsys.readouterr().out
    first = report(_casefile(), date(2026, 4, 1))["findings"][0]
    assert first["article"] in said
    assert f"补正：{first['remedy']}" in said


@pytest.mark.parametrize("content", [b"{}", b"\xff", b'{"format": "liuhen.casefile/1"}'])
def test_a_file_that_is_no_case_file_fails_with_its_place(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().err.startswith("案件文件 $")


@pytest.mark.parametrize("name", ["none.json", "none.zip"])
def test_a_file_that_is_not_there_fails(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"/nowhere/{name}"]) == 1
    assert "读不出" in capsys.readouterr().err
