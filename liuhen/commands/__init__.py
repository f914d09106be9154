"""The command line: one module a verb, each with SUMMARY, EXAMPLES, `arguments` and `run`.

Exit codes hold for every verb: 0 fine, 1 failed, 2 called wrongly, 3 ran and found problems.
Commands act for the system (`people.actors.SYSTEM`): whoever may run them on the server holds the
database anyway, and the ledger says that it was not a person signed in.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from liuhen.commands import console
from liuhen.commands.parser import USAGE, Misused, Parser
from liuhen.faults import Fault, Invalid, Refused
from liuhen.ledger.errors import LedgerError
from liuhen.regulation.faults import CaseFileError

FINE, FAILED, PROBLEMS = 0, 1, 3

VERBS = (
    "init",
    "serve",
    "worker",
    "demo",
    "rules",
    "schema",
    "catalogue",
    "check",
    "verify",
    "export",
    "holidays",
    "backup",
    "restore",
    "doctor",
)
"""Every verb, in the order of the help; each is a module of this package."""


class Verb(Protocol):
    """What a verb's module has."""

    SUMMARY: str
    EXAMPLES: Sequence[str]

    def arguments(self, parser: Parser) -> None:
        """Declare the verb's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; return the exit code."""


def verbs() -> Mapping[str, Verb]:
    """Return every verb's module by name."""
    return {name: cast(Verb, import_module(f"{__package__}.{name}")) for name in VERBS}


def build_parser() -> Parser:
    """Return the parser of the whole command line."""
    top = Parser(
        prog="liuhen",
        description="留痕：统计行政执法全过程记录系统的命令行。数据目录由环境变量 LIUHEN_HOME 指定。",
        examples=("LIUHEN_HOME=/srv/liuhen liuhen init", "liuhen check 2026-003"),
        epilog="退出码：0 正常；1 没有办成；2 用法不对；3 办成了，但发现问题。",
    )
    branches = top.add_subparsers(title="命令", metavar="命令", dest="verb", required=True)
    for name, verb in verbs().items():
        branch = branches.add_parser(
            name, help=verb.SUMMARY, description=verb.SUMMARY, examples=verb.EXAMPLES
        )
        verb.arguments(branch)
        branch.set_defaults(run=verb.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Wrong calls leave through SystemExit(2)."""
    console.use_utf8()
    args = build_parser().parse_args(argv)
    try:
        return int(args.run(args))
    except Misused as misuse:
        console.warn(f"用法不对：{misuse.message}。")
        return USAGE
    except Fault as fault:
        _tell(fault)
    except (LedgerError, CaseFileError) as error:
        console.warn(str(error))
    except KeyboardInterrupt:
        console.warn("已中断。")
    except BrokenPipeError:
        # Whoever read the output has left; what was to be said is no longer wanted.
        sys.stderr.close()
    return FAILED


def _tell(fault: Fault) -> None:
    console.warn(fault.message)
    if isinstance(fault, Invalid):
        for words in fault.fields.values():
            if words != fault.message:
                console.warn(f"  {words}")
    if isinstance(fault, Refused):
        for one in fault.missing:
            console.warn(f"  {one.article}（{one.requirement}）：{one.what}。{one.remedy}")
