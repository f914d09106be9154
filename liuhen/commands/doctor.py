"""`liuhen doctor`: is everything on this machine as it has to be?"""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import asdict

from liuhen.commands import FINE, PROBLEMS, console, health, home
from liuhen.commands.parser import Parser
from liuhen.faults import Fault

SUMMARY = "检查运行环境：每项「正常/注意/错误」，并说明怎么办。"
EXAMPLES = ("liuhen doctor", "liuhen doctor --json")


def arguments(parser: Parser) -> None:
    """Declare the form of the list."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Look at everything; 3 when something is wrong, for a mere caution 0."""
    with suppress(Fault):  # what is wrong with the home is among the answers
        home.open_home()
    results = list(health.examine())
    if args.json:
        console.say_json({"checks": [asdict(one) for one in results]})
    else:
        for one in results:
            console.say(f"{console.coloured(one.state)}  {one.name}：{one.found}")
            if one.remedy:
                console.say(f"      怎么办：{one.remedy}")
    return PROBLEMS if any(one.state == health.ERROR for one in results) else FINE
