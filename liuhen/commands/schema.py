"""`liuhen schema`: the published JSON Schema of the case file."""

from __future__ import annotations

import argparse

from liuhen.commands import FINE, console
from liuhen.commands.parser import Parser

SUMMARY = "输出案件文件（CaseFile）的 JSON Schema。"
EXAMPLES = ("liuhen schema", "liuhen schema > casefile.schema.json")


def arguments(parser: Parser) -> None:
    """Take no arguments."""


def run(args: argparse.Namespace) -> int:
    """Write the schema."""
    from liuhen.regulation.schema import json_schema

    console.say_json(json_schema())
    return FINE
