"""Every verb: help in Chinese with two examples, its place in the docs, wrong calls answered with 2."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from liuhen.commands import VERBS, build_parser, main, verbs
from liuhen.commands.parser import Parser, in_chinese

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL))


def _branch(verb: str) -> Parser:
    (branches,) = (
        action for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )  # fmt: skip
    found = branches.choices[verb]
    assert isinstance(found, Parser)
    return found


def test_the_docs_have_a_section_for_each_verb_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_stands_in_the_docs(verb: str) -> None:
    long = [
        name for action in _branch(verb)._actions for name in action.option_strings
        if name.startswith("--") and name != "--help"
    ]  # fmt: skip
    assert [name for name in long if name not in SECTIONS[verb]] == []


@pytest.mark.parametrize("verb", VERBS)
def test_help_says_what_it_does_and_gives_two_examples(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == verbs()[verb].SUMMARY
    assert lines[2] == "例："
    assert all("liuhen " in line for line in lines[3:5]), "two examples"
    assert lines[5] == ""
    text = "\n".join(lines)
    assert "用法：liuhen " in text
    assert not re.search(r"usage|options|show this help|positional", text)


def test_every_module_of_the_package_is_a_verb_or_named_here() -> None:
    shared = {
        "__init__", "__main__", "answers", "casefiles", "cases", "console", "health", "home",
        "logs", "merged", "parser",
    }  # fmt: skip
    there = {path.stem for path in Path(__file__).resolve().parents[1].glob("*.py")}
    assert there - shared == set(VERBS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数：命令"),
        (["chek"], "命令 不能是 'chek'，可以是："),
        (["export"], "缺少参数：案号, -o/--output"),
        (["check", "2026-001", "--today", "2026-13-01"], "“2026-13-01”不是日期"),
        (["check", "2026-001", "--today"], "--today 后面缺少内容"),
        (["check", "--tod", "2026-01-01"], "不认识的参数：--tod"),
        (["serve", "--threads", "many"], "--threads 的内容不对：'many'"),
        (["init", "--level", "village"], "--level 不能是 'village'"),
    ],
)
def test_a_wrong_call_is_answered_in_chinese_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "--help" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "2026-001", "--all"], ["verify", "a.zip", "--all"],
     ["verify", "--key", "nonsense"], ["verify", "--checkpoint", "/nowhere"],
     ["rules", "--load", "/nowhere"]],
)  # fmt: skip
def test_what_argparse_cannot_refuse_is_answered_with_2_too(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("用法不对：")


def test_a_sentence_of_argparse_that_is_unknown_stays_as_it_is() -> None:
    assert in_chinese("something new") == "something new"
