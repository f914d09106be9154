"""`holidays`: the years that are there, a preview, and a year from the notice or a CSV."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from liuhen.commands.tests.conftest import Answer, Run

pytestmark = pytest.mark.skipif(
    "LIUHEN_DATABASE_URL" in os.environ, reason="these homes hold a SQLite database of their own"
)

# Invented days.
NOTICE = """国务院办公厅关于2031年部分节假日安排的通知
国办发明电〔2030〕9号
一、元旦：1月1日（周三）放假1天。
二、春节：1月22日（周三）至28日（周二）放假调休，共7天。1月19日（周日）上班。
三、清明节：4月5日（周六）至7日（周一）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假，共5天。4月27日（周日）上班。
五、端午节：6月24日（周二）放假1天。
六、国庆节、中秋节：10月1日（周三）至7日（周二）放假，共7天。
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="gb18030")
    return path


def _json(answer: Answer) -> Any:
    return json.loads(answer.stdout)


def test_the_years_that_are_there_are_listed_with_their_notices(run: Run) -> None:
    said = _json(run("holidays", "--json"))
    assert [one["year"] for one in said["years"]] == [2026, 2025, 2024]
    assert all("国办发明电" in one["notice"] for one in said["years"])
    checked = run("holidays", "--check")
    assert checked.returncode == (3 if said["missing"] else 0)
    assert all(f"{year} 年的放假安排还没有录入" in checked.stdout for year in said["missing"])


def test_a_dry_run_shows_every_day_and_keeps_nothing(run: Run, notice: Path) -> None:
    answer = run("holidays", str(notice), "--dry-run", "--json")
    assert answer.returncode == 0, answer.stderr
    said = _json(answer)
    assert said["citation"] == "国务院办公厅关于2031年部分节假日安排的通知（国办发明电〔2030〕9号）"
    assert len(said["days"]) == 24 + 2
    assert said["days"][0] == {
        "day": "2031-01-01", "weekday": "周三", "kind": "放假", "name": "元旦",
    }  # fmt: skip
    assert (said["warnings"], said["deadlines"], said["saved"]) == ([], [], False)
    assert 2031 not in [one["year"] for one in _json(run("holidays", "--json"))["years"]]


def test_a_year_is_saved_once_and_corrected_on_demand(run: Run, notice: Path) -> None:
    answer = run("holidays", str(notice))
    assert answer.returncode == 0, answer.stderr
    assert "已保存" in answer.stdout
    assert _json(run("holidays", "--json"))["years"][0]["year"] == 2031
    again = run("holidays", str(notice))
    assert (again.returncode, "--replace" in again.stderr) == (1, True)
    notice.write_text(NOTICE.replace("6月24日（周二）", "6月23日（周一）"), encoding="utf-8")
    assert run("holidays", str(notice), "--replace").returncode == 0
    assert run("verify").returncode == 0


def test_what_does_not_add_up_is_not_saved_unless_a_person_says_so(run: Run, notice: Path) -> None:
    notice.write_text(NOTICE.replace("共3天", "共4天"), encoding="utf-8")
    answer = run("holidays", str(notice))
    assert answer.returncode == 3
    assert "提醒：清明节：通知写共4天，起止日期之间是3天" in answer.stdout
    assert "没有保存" in answer.stdout
    assert run("holidays", str(notice), "--accept-warnings").returncode == 0


def test_a_csv_needs_its_citation(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "2031.csv"
    path.write_text("日期,类别,节日\n2031-01-01,放假,元旦\n", encoding="utf-8")
    answer = run("holidays", str(path))
    assert (answer.returncode, "通知的名称和文号" in answer.stderr) == (1, True)
    given = run("holidays", str(path), "--citation", "通知（国办发明电〔2030〕9号）", "--dry-run")
    assert given.returncode == 3
    assert "2031-01-01 周三  放假  元旦" in given.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["/nowhere/x.txt"], 1, "读不出文件"),
        (["{notice}", "--year", "2032"], 1, "通知写的是2031年"),
        (["{notice}", "--check"], 2, "--check"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_the_reason(
    run: Run, notice: Path, arguments: list[str], code: int, words: str
) -> None:
    answer = run("holidays", *(one.replace("{notice}", str(notice)) for one in arguments))
    assert (answer.returncode, words in answer.stderr) == (code, True)


def test_what_is_wrong_is_said_once(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_text("")
    assert run("holidays", str(empty)).stderr.count("文件是空的") == 1
