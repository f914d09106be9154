"""What is written to the console: widths of Chinese, colours only where a person looks on."""

from __future__ import annotations

import io

import pytest

from liuhen.commands import console


class Terminal(io.StringIO):
    """A stream on which a person looks."""

    def isatty(self) -> bool:
        return True


def test_columns_line_up_where_chinese_is_twice_as_wide(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.say_table(("登录名", "姓名"), [("jia", "甲"), ("guanliyuan", "管理员")])
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "登录名      姓名",
        "----------  ------",
        "jia         甲",
        "guanliyuan  管理员",
    ]


def test_colour_is_for_people_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert console.coloured("错误", Terminal()) == "\x1b[31m错误\x1b[0m"
    assert console.coloured("错误", io.StringIO()) == "错误"
    assert console.coloured("其他", Terminal()) == "其他"
    monkeypatch.setenv("NO_COLOR", "1")
    assert console.coloured("错误", Terminal()) == "错误"


def test_progress_is_silent_where_nobody_looks_on(capsys: pytest.CaptureFixture[str]) -> None:
    progress = console.Progress("核对")
    progress(1, 2)
    progress.end()
    assert capsys.readouterr().err == ""
