"""What `liuhen check` answers: the report of one case as plain values, and its JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from liuhen.regulation.casefile import CaseFile

Json = dict[str, Any]


def report(casefile: CaseFile, today: date) -> Json:
    """Return what the regulation says about a case, as plain values; `schema` describes them."""
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


# -- the schema -------------------------------------------------------------------------------


def schema() -> Json:
    """Return the JSON Schema (2020-12) of `liuhen check --json`.

    Of one case it is `Report`, of several `Reports`. Keys may be added by later versions.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "留痕：liuhen check --json 的回答",
        "description": "核对一个案件时是 Report；核对一个文件夹或者全部案件（--all）时是 Reports。",
        "oneOf": [{"$ref": "#/$defs/Report"}, {"$ref": "#/$defs/Reports"}],
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    from liuhen.regulation.answers import Severity, Status
    from liuhen.regulation.casefile import StepName

    lists = {
        "findings": _list("Finding", "缺项：缺什么、依据哪一条、怎样补正。"),
        "deadlines": _list("Deadline", "时限。"),
        "gates": _list("Gate", "接下来的各个步骤能不能办。"),
    }
    about = {
        "case": _text("案号。"),
        "title": _text("案件名称。"),
        "bureau": _text("单位全称。"),
        "today": _day("按哪一天核对。"),
        "rule_pack": _text("规则版本。"),
    }
    return {
        "Report": _object(
            "一个案件的核对结果。",
            {**about, **lists, "states": _list("State", "每条要求在本案中的状态。")},
        ),
        "Reports": _object(
            "多个案件的核对结果：全部缺项、时限、步骤，以及每案一份。",
            {
                "today": _day("按哪一天核对。"),
                **lists,
                "cases": _list("Report", "每案一份，与单独核对时相同。"),
                "unreadable": _list("Unreadable", "读不出来的案件文件。"),
            },
        ),
        "Finding": _finding([one.value for one in Severity]),
        "Deadline": _deadline(),
        "Gate": _object(
            "一个步骤。",
            {
                "case": _text("案号。"),
                "step": _choice("步骤的名称。", [one.value for one in StepName]),
                "allowed": _truth("现在能不能办；能办时 missing 为空。"),
                "missing": _list("Missing", "还缺什么。"),
            },
        ),
        "Missing": _object(
            "办一个步骤还缺的一项。",
            {
                "requirement": _text("要求的编号。"),
                "article": _text("条款。"),
                "what": _text("缺什么。"),
                "remedy": _text("怎样补正。"),
            },
        ),
        "State": _object(
            "一条要求在本案中的状态。",
            {
                "id": _text("要求的编号。"),
                "article": _text("条款。"),
                "status": _choice(
                    "已记录、缺失、不适用、未到期、无法判断。", [one.value for one in Status]
                ),
                "why": _text("理由；已记录的为空。"),
            },
        ),
        "Unreadable": _object(
            "一个读不出来的案件文件。",
            {
                "file": _text("文件名，或者案号。"),
                "path": _text("毛病在文件中的位置（JSON 路径）；文件打不开时为空。"),
                "problem": _text("毛病。"),
            },
        ),
    }


def _finding(severities: list[str]) -> Json:
    return _object(
        "一处缺项。",
        {
            "case": _text("案号。"),
            "id": _text("要求的编号，如 A07-2。"),
            "article": _text("条款。"),
            "subject": _text("涉及哪项活动、哪份文书、哪个人。"),
            "subject_ref": _text("在案件文件中的位置：列表/编号。"),
            "expected": _text("应当怎样。"),
            "found": _text("现在怎样。"),
            "remedy": _text("怎样补正。"),
            "severity": _choice("serious 严重，ordinary 一般。", severities),
            "on": _day("按哪一天的规定判断。"),
        },
    )


def _deadline() -> Json:
    return _object(
        "一个时限。",
        {
            "case": _text("案号。"),
            "id": _text("要求的编号。"),
            "article": _text("条款。"),
            "name": _text("时限的名称。"),
            "subject": _text("涉及哪项活动、哪份文书。"),
            "subject_ref": _text("在案件文件中的位置：列表/编号。"),
            "due_on": _maybe_day("到期日；不能确定时为 null。"),
            "provisional": _truth("是否暂算：所涉年份还没有放假安排。"),
            "met": {
                "type": ["boolean", "null"],
                "description": "true 按期完成，false 逾期，null 尚未了结或者不须办什么。",
            },
            "met_on": _maybe_day("完成的日期。"),
            "reason": _text("怎样算出来的。"),
            "from_event": _text("从什么事起算。"),
            "undetermined_because": _text("为什么不能确定；能确定时为空。"),
            "is_duty": _truth("是否本机关必须办的；否则只是当事人的期间。"),
            "remedy": _text("到期未办的怎样补救。"),
        },
    )


def _object(words: str, properties: Json) -> Json:
    return {
        "type": "object",
        "description": words,
        "properties": properties,
        "required": list(properties),
    }


def _list(of: str, words: str) -> Json:
    return {"type": "array", "description": words, "items": {"$ref": f"#/$defs/{of}"}}


def _text(words: str) -> Json:
    return {"type": "string", "description": words}


def _truth(words: str) -> Json:
    return {"type": "boolean", "description": words}


def _day(words: str) -> Json:
    return {"type": "string", "format": "date", "description": words}


def _maybe_day(words: str) -> Json:
    return {"type": ["string", "null"], "format": "date", "description": words}


def _choice(words: str, values: list[str]) -> Json:
    return {"enum": values, "description": words}
