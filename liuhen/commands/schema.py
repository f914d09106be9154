"""`liuhen schema`: the published JSON Schemas of the case file and of what `check` answers."""

from __future__ import annotations

import argparse

from liuhen.commands import FINE, answers, console
from liuhen.commands.parser import Parser

SUMMARY = "输出案件文件（CaseFile）的 JSON Schema，或者 check --json 的。"
EXAMPLES = ("liuhen schema > casefile.schema.json", "liuhen schema --check > check.schema.json")


def arguments(parser: Parser) -> None:
    """Declare which schema."""
    parser.add_argument("--check", action="store_true", help="输出 check --json 的 JSON Schema")


def run(args: argparse.Namespace) -> int:
    """Write the schema."""
    from liuhen.regulation.schema import json_schema

    console.say_json(answers.schema() if args.check else json_schema())
    return FINE
