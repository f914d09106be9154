"""`liuhen rules`: every requirement with its article, its effect, where it is in code, its tests."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.commands import FINE, console, home
from liuhen.commands.parser import Misused, Parser, a_day
from liuhen.faults import Conflict, reason_of

if TYPE_CHECKING:
    from liuhen.people.models import OfficialText
    from liuhen.regulation.beside import Group, Printed, Requirement
    from liuhen.regulation.listing import Listed

SUMMARY = "列出全部要求：编号、条款、后果、施行和核对日期、在程序中的位置、测试；旁边是本单位载入的正式文本。"
EXAMPLES = ("liuhen rules --json", "liuhen rules --load 办法.docx --in-force-from 2019-09-27")

EFFECTS = {
    "block": "不满足不能办下一步",
    "finding": "缺失时列为缺项",
    "deadline": "本机关的时限",
    "period": "期间",
    "feature": "系统提供",
}
SEVERITIES = {"serious": "严重", "ordinary": "一般"}


def arguments(parser: Parser) -> None:
    """Declare the form of the list, and the text to load."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument(
        "--load",
        type=Path,
        metavar="文件",
        help="载入正式文本（纯文本或 .docx，每条以「第几条」开头），存入数据目录，照印原样显示",
    )
    parser.add_argument(
        "--instrument", default="", metavar="法规", help="是哪一部法规（简称，默认「办法」）"
    )
    parser.add_argument("--title", default="", metavar="文字", help="名称（默认文本的第一行）")
    parser.add_argument(
        "--in-force-from", type=a_day, metavar="日期", help="施行日期（默认本系统所依据文本的）"
    )


def run(args: argparse.Namespace) -> int:
    """Load a text if one is given; list the requirements with the texts beside."""
    if args.load is None and (args.instrument or args.title or args.in_force_from):
        raise Misused("--instrument、--title 和 --in-force-from 只和 --load 一起用")
    there = (home.home() / "keys" / home.SECRET_KEY).exists()
    if there:
        home.open_home()
    texts = _loaded(args, there) if args.load else _kept(there)
    from liuhen.regulation.beside import groups

    found = groups({name: one["text"] for name, one in texts.items()})
    if args.json:
        console.say_json(_report(found, texts))
    else:
        _say(found, texts)
    return FINE


def _kept(there: bool) -> dict[str, dict[str, Any]]:
    """Return the texts in force today in the home, by the name of their instrument."""
    if not there:
        return {}
    from liuhen import clock
    from liuhen.people.official_texts import texts_on

    return {name: _told(row) for name, row in texts_on(clock.today()).items()}


def _told(row: OfficialText) -> dict[str, Any]:
    return {
        "instrument": row.instrument,
        "title": row.title,
        "in_force_from": row.in_force_from,
        "loaded_by": row.recorded_by,
        "loaded_at": row.recorded_at,
        "source_name": row.source_name,
        "source_digest": row.source_digest,
        "text": row.text,
    }


def _loaded(args: argparse.Namespace, there: bool) -> dict[str, dict[str, Any]]:
    """Keep the given text and return it with the others; without a home it is only shown."""
    data, instrument = _read(args.load), _instrument(args.instrument)
    if not there:
        console.warn("没有数据目录：正式文本只在这一次对照显示，没有保存。")
        return {instrument: _unkept(args, instrument, data)}
    from liuhen.people.actors import SYSTEM
    from liuhen.people.official_texts import load_official_text

    try:
        row = load_official_text(
            SYSTEM,
            data=data,
            source_name=args.load.name,
            instrument=instrument,
            title=args.title,
            in_force_from=args.in_force_from,
        )
        console.warn(f"已载入《{row.title}》，{row.in_force_from} 起施行。")
    except Conflict as fault:
        console.warn(fault.message)
    return _kept(there)


def _unkept(args: argparse.Namespace, instrument: str, data: bytes) -> dict[str, Any]:
    import hashlib

    from liuhen.people.text_files import readable
    from liuhen.regulation.citations import Instrument
    from liuhen.regulation.official import heading_line

    text, cited = readable(data), Instrument[instrument]
    return {
        "instrument": instrument,
        "title": args.title or heading_line(text) or cited.title,
        "in_force_from": args.in_force_from or cited.in_force_from,
        "loaded_by": None,
        "loaded_at": None,
        "source_name": args.load.name,
        "source_digest": hashlib.sha256(data).hexdigest(),
        "text": text,
    }


def _read(path: Path) -> bytes:
    from liuhen.people.text_files import MAX_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # one more than is taken: no endless file is swallowed
    except OSError as error:
        raise Misused(f"读不出文件 {path}（{reason_of(error)}）") from None


def _instrument(short: str) -> str:
    from liuhen.regulation.citations import Instrument

    if not short:
        return Instrument.MEASURE.name
    for one in Instrument:
        if short in (one.short, one.name, one.title):
            return one.name
    known = "、".join(one.short for one in Instrument)
    raise Misused(f"没有简称为“{short}”的法规，可以是：{known}")


def _report(found: Iterable[Group], texts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    from liuhen.regulation.official import articles, oddities
    from liuhen.regulation.pack import load

    return {
        "rule_pack": load().version,
        "rules": [
            {
                **asdict(rule),
                "summary": one.summary,
                "text": "\n\n".join(_as_printed(each) for each in group.printed),
                "printed": [_printed(each) for each in group.printed],
            }
            for group in found
            for one in group.requirements
            for rule in one.rules
        ],
        "official_texts": [
            {
                **{key: value for key, value in one.items() if key != "text"},
                "oddities": list(oddities(articles(one["text"]))),
            }
            for one in texts.values()
        ],
    }


def _printed(one: Printed) -> dict[str, str]:
    return {
        "instrument": one.instrument.name,
        "heading": one.article.heading,
        "text": one.article.text,
    }


def _as_printed(one: Printed) -> str:
    return f"{one.article.heading} {one.article.text}"


def _say(found: Iterable[Group], texts: Mapping[str, Mapping[str, Any]]) -> None:
    count = 0
    for group in found:
        console.say(f"【{group.article}】")
        for each in group.printed:
            console.say("\n".join(f"  | {line}".rstrip() for line in _lines(_as_printed(each))))
        for one in group.requirements:
            _say_one(one)
            count += 1
        console.say()
    console.say(f"共 {count} 条要求。")
    _say_texts(texts)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _say_one(one: Requirement) -> None:
    console.say(f"  {one.id}  {one.article}  {one.summary}".rstrip())
    for rule in one.rules:
        console.say(f"      {_effects(rule)}")
        if not rule.implemented:
            console.say("      尚未实现")
            continue
        until = f"至 {rule.in_force_to}" if rule.in_force_to else "起"
        console.say(f"      施行 {rule.in_force_from} {until}；核对 {rule.last_checked}")
        console.say(f"      位置 {place(rule)}")
    tests = list(dict.fromkeys(test for rule in one.rules for test in rule.tests))
    for test in tests[:2]:
        console.say(f"      测试 {test}")
    if len(tests) > 2:
        console.say(f"      测试 共 {len(tests)} 个，全部见 --json")


def _effects(rule: Listed) -> str:
    words = "、".join(EFFECTS[one] for one in rule.effect.split("、"))
    return f"{words}（{SEVERITIES[rule.severity]}）" if rule.severity == "serious" else words


def place(rule: Listed) -> str:
    """Return the function that judges a rule, or the module that provides a feature."""
    return rule.provided_by or f"{rule.module}.{rule.function}"


def _say_texts(texts: Mapping[str, Mapping[str, Any]]) -> None:
    from liuhen.regulation.official import articles, oddities

    if not texts:
        console.say("还没有载入正式文本；载入用 liuhen rules --load 文件。")
    for one in texts.values():
        who = f"，由{one['loaded_by']}载入" if one["loaded_by"] else ""
        console.say(f"正式文本：《{one['title']}》，{_day(one['in_force_from'])} 起施行{who}。")
        odd = oddities(articles(one["text"]))
        if odd:
            console.say(f"  原文如此，照录不改：{'；'.join(odd)}。")


def _day(day: date) -> str:
    return day.isoformat()
