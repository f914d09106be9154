"""`liuhen check`: what the regulation says about a case, a case file or a package."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.commands import FINE, PROBLEMS, console, home
from liuhen.commands.cases import find_case, log_reading
from liuhen.commands.parser import Misused, Parser, a_day
from liuhen.faults import Invalid

if TYPE_CHECKING:
    from liuhen.regulation.casefile import CaseFile

SUMMARY = "按办法核对案件：缺什么、依据哪一条、怎样补正，有哪些时限，下一步能不能办。"
EXAMPLES = ("liuhen check 2026-003", "liuhen check --all --today 2026-12-01 --json")


def arguments(parser: Parser) -> None:
    """Declare what is checked and for which day."""
    parser.add_argument("what", nargs="?", metavar="案号|文件.json|案卷包.zip", help="要核对的案件")
    parser.add_argument("--all", action="store_true", help="核对数据目录中的全部案件")
    parser.add_argument("--today", type=a_day, metavar="日期", help="按这一天核对（默认今天）")
    parser.add_argument(
        "--bureau", default="", metavar="单位全称", help="几个单位案号相同时指明单位"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Check; 3 when there are findings."""
    if bool(args.what) == args.all:
        raise Misused("请给出案号、案件文件或者案卷包；要核对全部案件，请只用 --all")
    # Before the day is read: a demo home may have a clock of its own.
    casefiles = _casefiles(args)
    from liuhen import clock

    today = args.today or clock.today()
    reports = [report(casefile, today) for casefile in casefiles]
    if args.json:
        console.say_json(_merged(reports, today) if args.all else reports[0])
    else:
        for one in reports:
            _say(one)
        if args.all:
            console.say(
                f"共核对 {len(reports)} 件，缺项 {sum(len(r['findings']) for r in reports)} 处。"
            )
    return PROBLEMS if any(one["findings"] for one in reports) else FINE


def _casefiles(args: argparse.Namespace) -> Iterable[CaseFile]:
    if args.all:
        return _every_case()
    path = Path(args.what)
    if path.suffix.lower() == ".json":
        return [_from_file(path)]
    if path.suffix.lower() == ".zip":
        return [from_package(path)]
    home.open_home()
    from liuhen.procedure.compile import compile_case

    case = find_case(args.what, args.bureau)
    log_reading("check", case)
    return [compile_case(case)]


def _every_case() -> Iterator[CaseFile]:
    home.open_home()
    from liuhen.cases.models import Case
    from liuhen.procedure.compile import compile_case

    log_reading("check")
    return (compile_case(case) for case in Case.objects.order_by("bureau_id", "year", "serial"))


def _from_file(path: Path) -> CaseFile:
    from liuhen.regulation.codec import decode

    return decode(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"读不出文件 {path}（{error.strerror}）。请检查路径。") from None


def from_package(path: Path) -> CaseFile:
    """Return the case file inside a package; Invalid for a package that cannot be read."""
    from liuhen.regulation.codec import decode
    from liuhen.verifier import layout
    from liuhen.verifier.opened import Unreadable, open_package
    from liuhen.verifier.report import Report

    problems = Report()
    try:
        package = open_package(path, problems)
    except OSError as error:
        raise Invalid(f"读不出案卷包 {path}（{error.strerror}）。请检查路径。") from None
    if package is None:
        words = "；".join(one.message for one in problems.findings)
        raise Invalid(f"案卷包 {path} 不能读取：{words}")
    try:
        return decode(package.read(layout.CASEFILE))
    except Unreadable as error:
        raise Invalid(f"案卷包 {path} 中没有可以读取的案件文件：{error}。") from None
    finally:
        package.close()


def report(casefile: CaseFile, today: date) -> dict[str, Any]:
    """Return what the regulation says about a case, as plain values."""
    from liuhen.regulation.pack import evaluate

    answer = evaluate(casefile, today)
    number = casefile.case.number
    return {
        "case": number,
        "title": casefile.case.title,
        "bureau": casefile.bureau.name,
        "today": today,
        "rule_pack": answer.rule_pack,
        "findings": [
            {
                "case": number,
                "id": one.id,
                "article": one.article,
                "subject": one.subject,
                "subject_ref": one.subject_ref,
                "expected": one.expected,
                "found": one.found,
                "remedy": one.remedy,
                "severity": one.severity.value,
                "on": one.on,
            }
            for one in answer.findings
        ],
        "deadlines": [
            {
                "case": number,
                "id": one.id,
                "article": one.article,
                "name": one.name,
                "subject": one.subject,
                "subject_ref": one.subject_ref,
                "due_on": one.due_on,
                "provisional": one.provisional,
                "met": one.met,
                "met_on": one.met_on,
                "reason": one.reason,
                "from_event": one.from_event,
                "undetermined_because": one.undetermined_because,
                "is_duty": one.is_duty,
                "remedy": one.remedy,
            }
            for one in answer.deadlines
        ],
        "gates": [
            {
                "case": number,
                "step": one.step.value,
                "allowed": one.allowed,
                "missing": [vars(missing) for missing in one.missing],
            }
            for one in answer.gates
        ],
        "states": [
            {"id": one.id, "article": one.article, "status": one.status.value, "why": one.why}
            for one in answer.states
        ],
    }


def _merged(reports: list[dict[str, Any]], today: date) -> dict[str, Any]:
    """Put the reports of all cases under the keys of one, and each by itself under `cases`."""
    together = {
        key: [one for each in reports for one in each[key]]
        for key in ("findings", "deadlines", "gates")
    }
    return {"today": today, **together, "cases": reports}


def _say(one: dict[str, Any]) -> None:
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
