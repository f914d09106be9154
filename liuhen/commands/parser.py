"""argparse in Chinese: what a command does first, then two examples, then its options."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from liuhen.faults import Fault

USAGE = 2
"""The exit code of a command that was called wrongly."""


class Misused(Fault):
    """A command called in a way that argparse alone cannot refuse; the message has no full stop."""


# What argparse says, and how it is said here; the groups go into the Chinese sentence.
_SAID = (
    (r"the following arguments are required: (.+)", "缺少参数：{}"),
    (r"unrecognized arguments: (.+)", "不认识的参数：{}"),
    (r"argument (.+): expected one argument", "{} 后面缺少内容"),
    (r"argument (.+): expected at least one argument", "{} 后面缺少内容"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", "{} 不能是 {}，可以是：{}"),
    (r"argument (.+): invalid \w+ value: (.+)", "{} 的内容不对：{}"),
    (r"argument (.+): not allowed with argument (.+)", "{} 不能和 {} 一起用"),
    (r"argument (.+): ignored explicit argument (.+)", "{} 后面不能带内容：{}"),
    (r"one of the arguments (.+) is required", "须给出其中一个：{}"),
    (r"ambiguous option: (.+) could match (.+)", "{} 不明确，可以是：{}"),
    (r"argument (.+?): (.+)", "{}：{}"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose help begins with what the command does and two examples."""

    def __init__(self, *, examples: Sequence[str] = (), **settings: Any) -> None:
        settings.setdefault("formatter_class", _Formatter)
        # No abbreviations: an option added later must not change what a script means.
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self.examples = tuple(examples)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        """Return the help: what it does, examples, usage, options."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        examples = "".join(f"  {one}\n" for one in self.examples)
        head = (
            f"{self.description}\n\n例：\n{examples}\n" if examples else f"{self.description}\n\n"
        )
        return head + formatter.format_help()

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the call, and leave with code 2."""
        self.exit(USAGE, f"用法不对：{in_chinese(message)}。\n请看说明：{self.prog} --help\n")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Leave; messages go to standard error."""
        if message:
            sys.stderr.write(message)
        raise SystemExit(status)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def in_chinese(message: str) -> str:
    """Return one of argparse's sentences in Chinese; one that is unknown stays as it is."""
    for pattern, said in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return said.format(*found.groups())
    return message


def a_day(text: str) -> date:
    """Read a day as it is typed: 2026-11-24."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-11-24 的样子") from None
