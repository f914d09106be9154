"""`liuhen check`: what the regulation says about a case, a case file, a package, or many of them."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from liuhen.commands import FINE, PROBLEMS, casefiles, console, home
from liuhen.commands.answers import Json, report
from liuhen.commands.casefiles import Source, Sources, Unreadable
from liuhen.commands.cases import find_case, log_reading
from liuhen.commands.merged import Merged
from liuhen.commands.parser import USAGE, Misused, Parser, a_day

SUMMARY = "按办法核对案件：缺什么、依据哪一条、怎样补正，有哪些时限，下一步能不能办。"
EXAMPLES = ("liuhen check 2026-003", "liuhen check /mnt/usb/cases --today 2026-12-01 --json")
_NUMBER = re.compile(r"\d{4}-\d+")


def arguments(parser: Parser) -> None:
    """Declare what is checked and for which day."""
    parser.add_argument(
        "what", nargs="?", metavar="案号|文件.json|案卷包.zip|文件夹", help="要核对的案件"
    )
    parser.add_argument("--all", action="store_true", help="核对数据目录中的全部案件")
    parser.add_argument("--today", type=a_day, metavar="日期", help="按这一天核对（默认今天）")
    parser.add_argument(
        "--bureau", default="", metavar="单位全称", help="几个单位案号相同时指明单位"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument(
        "--progress", action="store_true", help="总是显示进度（默认只在报告不上屏幕时显示）"
    )


def run(args: argparse.Namespace) -> int:
    """Check; 3 when there are findings, 2 when a case file cannot be read."""
    if bool(args.what) == args.all:
        raise Misused("请给出案号、案件文件、案卷包或者文件夹；要核对全部案件，请只用 --all")
    _demand_a_possible(args.today)
    if args.all:
        return _check_many(casefiles.of_home(), args)
    path = Path(args.what)
    if path.suffix.lower() in casefiles.SUFFIXES and not path.is_dir():
        return _check_one(casefiles.of_file(path), args)
    if path.is_dir() and not _NUMBER.fullmatch(args.what):
        return _check_folder(path, args)
    if os.sep in args.what:
        raise Misused(f"没有文件或者文件夹 {args.what}")
    return _check_one(_of_case(args.what, args.bureau), args)


def _demand_a_possible(today: date | None) -> None:
    from liuhen.regulation.codec import FIRST_YEAR, LAST_YEAR

    if today is not None and not FIRST_YEAR <= today.year <= LAST_YEAR:
        raise Misused(f"--today 应在{FIRST_YEAR}年至{LAST_YEAR}年之间")


def _of_case(number: str, bureau: str) -> Source:
    home.open_home()
    from liuhen.procedure.compile import compile_case

    case = find_case(number, bureau)
    log_reading("check", case)
    return Source(number, lambda: compile_case(case))


def _today(args: argparse.Namespace) -> date:
    """Return the day to judge by: only now, for a demo home may have a clock of its own."""
    from liuhen import clock

    given: date | None = args.today
    return given or clock.today()


def _check_one(source: Source, args: argparse.Namespace) -> int:
    try:
        one = report(source.read(), _today(args))
    except Unreadable as error:
        console.warn(str(error))
        return USAGE
    if args.json:
        console.say_json(one)
    else:
        _say(one)
    return PROBLEMS if one["findings"] else FINE


def _check_folder(folder: Path, args: argparse.Namespace) -> int:
    sources = casefiles.of_folder(folder)
    if not sources.count:
        raise Misused(f"文件夹 {folder} 里没有案件文件（.json）或者案卷包（.zip）")
    return _check_many(sources, args)


def _check_many(sources: Sources, args: argparse.Namespace) -> int:
    """Check one after the other in constant memory; one that cannot be read stops no other."""
    today = _today(args)
    progress = console.Progress("核对案件", always=args.progress)
    shown = args.progress or not sys.stdout.isatty()
    gaps = unreadable = 0
    with Merged(today) if args.json else _Spoken() as told:
        for done, answer in enumerate(_answers(sources, today), start=1):
            if isinstance(answer, Unreadable):
                unreadable += 1
                console.warn(str(answer))
                told.unreadable(answer)
            else:
                gaps += len(answer["findings"])
                told.report(answer)
            if shown:
                progress(done, sources.count)
        progress.end()
    if not args.json:
        console.say(_in_all(sources.count, gaps, unreadable))
    if unreadable:
        return USAGE
    return PROBLEMS if gaps else FINE


def _answers(sources: Sources, today: date) -> Iterator[Json | Unreadable]:
    from liuhen.regulation.faults import CaseFileError

    for source in sources.each:
        try:
            yield report(source.read(), today)
        except Unreadable as error:
            yield error
        except CaseFileError as error:  # a case of the database whose calendar contradicts itself
            yield Unreadable(source.name, error.path, error.problem)


def _in_all(count: int, gaps: int, unreadable: int) -> str:
    missed = f"，读不出来 {unreadable} 件" if unreadable else ""
    return f"共核对 {count - unreadable} 件，缺项 {gaps} 处{missed}。"


class _Spoken:
    """The reports in words, each as soon as it is there."""

    def __enter__(self) -> _Spoken:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left to say."""

    def report(self, one: Json) -> None:
        """Say what was found in one case."""
        _say(one)

    def unreadable(self, one: Unreadable) -> None:
        """Say nothing more: standard error has it."""


def _say(one: Json) -> None:
    from liuhen.regulation.casefile import StepName
    from liuhen.regulation.words import STEP

    console.say(f"{one['case']} {one['title']}（按 {one['today']} 核对）")
    console.say(f"缺项 {len(one['findings'])} 处")
    for gap in one["findings"]:
        weight = "【严重】" if gap["severity"] == "serious" else ""
        console.say(f"  {gap['id']} {gap['article']} {weight}{gap['subject']}")
        console.say(f"      应当：{gap['expected']}")
        console.say(f"      现在：{gap['found']}")
        console.say(f"      补正：{gap['remedy']}")
    console.say(f"时限 {len(one['deadlines'])} 项")
    for due in one["deadlines"]:
        console.say(f"  {due['id']} {due['name']}（{due['subject']}）：{_due(due)}")
    for gate in one["gates"]:
        name = STEP[StepName(gate["step"])]
        console.say(f"下一步 {name}：{'可以办' if gate['allowed'] else '还不能办'}")
        for missing in gate["missing"]:
            console.say(f"      {missing['article']}：{missing['what']}。{missing['remedy']}")
    console.say()


def _due(due: dict[str, Any]) -> str:
    if due["due_on"] is None:
        return f"不能确定，因为{due['undetermined_because']}"
    if not due["is_duty"]:
        state = "已行使" if due["met"] else "期间"
    elif due["met_on"]:
        state = f"{due['met_on']} {'完成' if due['met'] else '逾期完成'}"
    else:
        state = {True: "已完成", False: "已超期", None: "未完成"}[due["met"]]
    return f"{due['due_on']}{'（暂算）' if due['provisional'] else ''}，{state}。{due['reason']}"
