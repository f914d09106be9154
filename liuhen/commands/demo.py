"""`liuhen demo`: fill an empty home with the demo bureau and the worked cases."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from liuhen.commands import FINE, console, home
from liuhen.commands.init import create_home
from liuhen.commands.parser import Parser
from liuhen.faults import Conflict

SUMMARY = "在空的数据目录中建立演示单位和示例案件，并列出登录名。有数据的目录一律拒绝。"
EXAMPLES = ("LIUHEN_HOME=demo-home liuhen demo", "LIUHEN_HOME=demo-home liuhen serve")

ORIGIN = "liuhen/demo"


def arguments(parser: Parser) -> None:
    """Take no arguments."""


def run(args: argparse.Namespace) -> int:
    """Make the demo home and tell how to sign in."""
    folder = home.home()
    if home.has_data(folder):
        raise Conflict(
            f"数据目录 {folder} 里已经有数据，不能用作演示。请把 LIUHEN_HOME 指向一个空目录。"
        )
    try:
        _fill(folder)
    except BaseException:
        # Half a demo would be refused as data for ever after; all of it is ours, made just now.
        for path in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    say_logins()
    return FINE


def _fill(folder: Path) -> None:
    home.begin()
    from liuhen import clock
    from liuhen.commands.worker import catch_up
    from liuhen.demo import story

    create_home(folder, mode="demo", origin=ORIGIN, at=story.BEGINS_AT)
    story.fill(console.warn)
    clock.follow(folder / home.DEMO_CLOCK)
    catch_up()


def say_logins() -> None:
    """Write who can sign in, with post and password."""
    from liuhen.demo.cast import PARTS, PASSWORD, SUPERVISOR

    console.say("演示数据已建立。登录名：")
    console.say_table(
        ("登录名", "口令", "姓名", "岗位"),
        [(part.username, PASSWORD, part.name, part.title) for part in (*PARTS, SUPERVISOR)],
    )
