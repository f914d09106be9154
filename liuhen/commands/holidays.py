"""`liuhen holidays`: which years the calendar has; a new year from the notice's text or a CSV."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.commands import FINE, PROBLEMS, console, home
from liuhen.commands.cases import log_reading
from liuhen.commands.parser import Misused, Parser
from liuhen.faults import Invalid, reason_of

if TYPE_CHECKING:
    from liuhen.agenda.moves import CaseMoves
    from liuhen.workdays.notices import NoticeRead

SUMMARY = "工作日历：列出已有的年份和依据；从放假通知的原文或者 CSV 录入一年，先列出会变动的时限。"
EXAMPLES = (
    "liuhen holidays 通知.txt --dry-run",
    "liuhen holidays 2027.csv --year 2027 --citation 国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕7号）",
)


def arguments(parser: Parser) -> None:
    """Declare the file and what is known besides."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="文件",
        help="通知原文（纯文本或 .docx）或者 .csv（日期,放假或者上班,节日）；- 从标准输入读；不写则列出各年",
    )
    parser.add_argument("--year", type=int, metavar="年份", help="原文没有写明年份时指定")
    parser.add_argument(
        "--citation", default="", metavar="文字", help="通知的名称和文号（原文里有的，不用写）"
    )
    parser.add_argument("--dry-run", action="store_true", help="只预览，不保存")
    parser.add_argument(
        "--accept-warnings", action="store_true", help="已对照通知核对过，有提醒也保存"
    )
    parser.add_argument("--replace", action="store_true", help="更正已经录入的那一年，旧的保留")
    parser.add_argument("--check", action="store_true", help="今年或明年没有表时，退出码为 3")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """List the years, or read one, show what it moves, and save it."""
    if args.file and args.check:
        raise Misused("--check 只用来检查已有的年份，不和文件一起用")
    home.open_home()
    return _import(args) if args.file else _list(args)


def _list(args: argparse.Namespace) -> int:
    from liuhen import clock
    from liuhen.people.queries import year_lines

    lines = year_lines()
    this_year = clock.today().year
    missing = [one for one in (this_year, this_year + 1) if one not in {x.year for x in lines}]
    if args.json:
        console.say_json({"years": [vars(one) for one in lines], "missing": missing})
    else:
        console.say_table(
            ("年份", "放假", "调休上班", "来源", "依据"),
            [
                (
                    str(one.year),
                    f"{one.holidays}天",
                    f"{one.make_up_days}天",
                    "本单位录入" if one.entered else "随系统",
                    one.notice,
                )
                for one in lines
            ],
        )
        for year in missing:
            console.say(f"{year} 年的放假安排还没有录入，落在那一年的期限只能暂算。")
    return PROBLEMS if missing and args.check else FINE


def _import(args: argparse.Namespace) -> int:
    read = _read(args)
    citation = (args.citation or read.citation).strip()
    from liuhen.people.actions import check_year

    check_year(read.year, read.holidays, read.makeups, citation)
    found = _moved(read, citation)
    doubtful = bool(read.warnings) and not args.accept_warnings
    saved = not args.dry_run and not doubtful
    if not args.json:
        _say(read, citation, found)
    if saved:
        _save(read, citation, replaces=args.replace)
    if args.json:
        console.say_json(_report(read, citation, found, saved))
    else:
        _say_end(args, saved)
    return PROBLEMS if doubtful else FINE


def _read(args: argparse.Namespace) -> NoticeRead:
    from liuhen.people.text_files import read_text
    from liuhen.workdays.notices import BadNotice, read_csv, read_notice

    text = read_text(_bytes(args.file))
    reader = read_csv if args.file.lower().endswith((".csv", ".tsv")) else read_notice
    try:
        return reader(text, args.year)
    except BadNotice as error:
        raise Invalid(str(error)) from None


def _bytes(name: str) -> bytes:
    from liuhen.people.text_files import MAX_BYTES

    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid(f"读不出文件 {name}（{reason_of(error)}）。请检查路径。") from None


def _moved(read: NoticeRead, citation: str) -> list[CaseMoves]:
    """Return the cases in which a deadline changes, showing how far it is."""
    from liuhen import clock
    from liuhen.agenda.moves import moved_by, open_case_ids
    from liuhen.regulation.casefile import CalendarYear

    log_reading("holidays")
    year = CalendarYear(
        year=read.year, citation=citation, holidays=read.holidays, make_up_days=read.makeups
    )
    ids = open_case_ids()
    progress = console.Progress("核对未归档案件")
    found = []
    for done, one in enumerate(moved_by(year, clock.today(), ids), start=1):
        progress(done, len(ids))
        if one.moves or one.fault:
            found.append(one)
    progress.end()
    return found


def _save(read: NoticeRead, citation: str, *, replaces: bool) -> None:
    from liuhen.people.actions import enter_calendar_year
    from liuhen.people.actors import SYSTEM

    enter_calendar_year(
        SYSTEM,
        year=read.year,
        holidays=read.holidays,
        make_up_days=read.makeups,
        citation=citation,
        replaces=replaces,
    )


def _report(read: NoticeRead, citation: str, found: list[CaseMoves], saved: bool) -> dict[str, Any]:
    from liuhen.workdays.notices import days_by_name
    from liuhen.workdays.words import weekday

    return {
        "year": read.year,
        "citation": citation,
        "days": [
            {"day": day, "weekday": weekday(day), "kind": kind, "name": name}
            for day, kind, name in days_by_name(read)
        ],
        "warnings": list(read.warnings),
        "unused": list(read.unused),
        "deadlines": [
            {
                "case": one.case.number,
                "bureau": one.case.bureau.name,
                "id": move.requirement,
                "article": move.article,
                "name": move.name,
                "subject": move.subject,
                "before": move.before,
                "now": move.now,
                "becomes_firm": move.firm,
                "why": move.why,
            }
            for one in found
            for move in one.moves
        ],
        "faults": [{"case": one.case.number, "fault": one.fault} for one in found if one.fault],
        "saved": saved,
    }


def _say(read: NoticeRead, citation: str, found: list[CaseMoves]) -> None:
    from liuhen.workdays.notices import days_by_name
    from liuhen.workdays.words import weekday

    console.say(f"{read.year} 年，依据：{citation}")
    for day, kind, name in days_by_name(read):
        console.say(f"  {day} {weekday(day)}  {kind}  {name}")
    console.say(f"共放假 {len(read.holidays)} 天，调休上班 {len(read.makeups)} 天。")
    for words in read.unused:
        console.say(f"  没有当作日期：{words}")
    for words in read.warnings:
        console.say(f"  提醒：{words}")
    moved = [(one, move) for one in found for move in one.moves if move.moves]
    firm = sum(move.firm and not move.moves for one in found for move in one.moves)
    console.say(f"时限变动 {len(moved)} 项；另有 {firm} 项日期不变，由暂算变为确定。")
    for one, move in moved:
        console.say(f"  {one.case.number} {move.name}（{move.subject}）")
        console.say(f"      {move.before or '未定'} → {move.now or '未定'}。{move.why}")
    for one in found:
        if one.fault:
            console.say(f"  {one.case.number} 没有核对成：{one.fault}")


def _say_end(args: argparse.Namespace, saved: bool) -> None:
    if saved:
        console.say("已保存。未归档案件的时限由后台工作重算，每次变动都留下记录。")
    elif args.dry_run:
        console.say("这是预览，没有保存。")
    else:
        console.say("有提醒，没有保存。请对照通知核对；无误的，加 --accept-warnings 再运行一次。")
