"""Runs the regulation over the case file again, so that a stranger sees what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

from liuhen.regulation.codec import decode
from liuhen.regulation.faults import CaseFileError
from liuhen.regulation.pack import evaluate
from liuhen.verifier import layout
from liuhen.verifier.opened import Unreadable
from liuhen.verifier.report import Section
from liuhen.verifier.work import Work


def check_regulation(work: Work) -> None:
    """Load the case file and judge it as of the day of the check.

    What the rules find is told in the report; it is no fault of the package.
    """
    try:
        casefile = decode(work.package.read(layout.CASEFILE))
    except Unreadable:
        return  # casefile.missing says so
    except CaseFileError as error:
        work.report.incomplete(
            "usable.casefile", layout.CASEFILE, f"案件文件读不出来：{error}", Section.USABLE
        )
        return
    found = evaluate(casefile, work.today)
    work.report.facts |= {"number": casefile.case.number, "title": casefile.case.title}
    work.report.regulation = {
        "today": work.today.isoformat(),
        "rule_pack": found.rule_pack,
        "rule_pack_at_export": casefile.rule_pack,
        "findings": [
            {"id": one.id, "article": one.article, "subject": one.subject, "found": one.found}
            for one in found.findings
        ],
        "deadlines": [
            {"id": one.id, "due_on": _day(one.due_on), "met": one.met} for one in found.deadlines
        ],
    }
    work.report.count("requirements", len(found.states))
    if casefile.rule_pack != found.rule_pack:
        work.report.note(
            "regulation.version",
            layout.CASEFILE,
            f"规则版本不同：导出时为 {casefile.rule_pack or '未注明'}，本程序为 {found.rule_pack}，结论可能有差别。",
            Section.USABLE,
        )


def _day(day: date | None) -> Any:
    return day.isoformat() if day is not None else None
