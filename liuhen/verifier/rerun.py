"""Runs the regulation over the case file again, so that a stranger sees what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

from liuhen.ledger.leaf import parse_time
from liuhen.regulation.casefile import CaseFile
from liuhen.regulation.codec import decode
from liuhen.regulation.faults import CaseFileError
from liuhen.regulation.pack import evaluate
from liuhen.verifier import layout
from liuhen.verifier.opened import Unreadable
from liuhen.verifier.precedence import Entry, Shown, Signed, precedence
from liuhen.verifier.report import Section
from liuhen.verifier.work import Work


def check_regulation(work: Work) -> None:
    """Load the case file and judge it as of the day of the check.

    What the rules find, and which evidence the log shows to have been there before the decision,
    is told in the report; neither is a fault of the package.
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
    _tell_precedence(work, casefile)
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


def _tell_precedence(work: Work, casefile: CaseFile) -> None:
    """Tell what the order of the entries shows of evidence and decision (L14-1).

    Of checkpoints only the one that the reader holds is evidence here; the package could name any.
    """
    held = work.report.facts.get("outside_size")
    entries = [Entry(one.idx, parse_time(one.body["time"]), one.body) for one in work.events]
    found = precedence(casefile, entries, [Signed(held)] if held else ())
    if found.decision is None or not found.items:
        return
    before = found.of(Shown.BEFORE)
    between = sum(one.between is not None for one in before)
    words = f"证据、音像和所依据的文书共 {len(found.items)} 份，日志次序显示 {len(before)} 份先于决定（日志第 {found.decision.idx} 条）。"
    if between:
        words += f"其中 {between} 份在作出决定之前已为手中的检查点凭条（{held} 条）所证实。"
    work.report.note("precedence.before", found.decision.title, words)
    for one in found.of(Shown.NOT_SHOWN):
        work.report.note(
            "precedence.not_shown", one.record, f"“{one.name}”{Shown.NOT_SHOWN.value}：{one.why}。"
        )
    work.report.facts["precedence"] = {
        "decision": {"document": found.decision.document, "idx": found.decision.idx},
        "items": [
            {
                "record": one.record,
                "idx": one.entry.idx if one.entry else None,
                "before": one.shown is Shown.BEFORE,
                "witnessed": one.between is not None,
                "why": one.why,
            }
            for one in found.items
        ],
    }


def _day(day: date | None) -> Any:
    return day.isoformat() if day is not None else None
