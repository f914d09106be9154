"""`liuhen rules`: every requirement with its article, its effect and where it is put into code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liuhen.commands import FINE, console
from liuhen.commands.parser import Misused, Parser

if TYPE_CHECKING:
    from liuhen.regulation.rules import Rule

SUMMARY = "列出全部要求：编号、条款、后果、在程序中的位置；可以与本单位的正式文本对照。"
EXAMPLES = ("liuhen rules", "liuhen rules --load 办法.md --json")

_EFFECTS = {
    "block": "不满足不能办下一步",
    "finding": "缺失时列为缺项",
    "deadline": "本机关的时限",
    "period": "期间",
    "feature": "系统提供",
}
# A heading is followed by a blank: "第五条的规定" at the start of a line is a sentence.
_HEADING = re.compile(r"^[#\s>*]*第(?P<number>[一二三四五六七八九十百\d]+)条(?=\s|$)", re.MULTILINE)
_ARTICLE = re.compile(r"^第([一二三四五六七八九十百\d]+)条")


def arguments(parser: Parser) -> None:
    """Declare the form of the list."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument(
        "--load",
        type=Path,
        metavar="文件",
        help="办法正式文本（UTF-8，每条以「第几条」开头），逐条对照显示",
    )


def run(args: argparse.Namespace) -> int:
    """List the requirements."""
    texts = articles(_read(args.load)) if args.load else {}
    listed = [_entry(id, texts) for id in _rows()]
    if args.json:
        from liuhen.regulation.pack import load

        console.say_json({"rule_pack": load().version, "rules": listed})
        return FINE
    for one in listed:
        effects = "、".join(_EFFECTS[effect] for effect in one["effects"])
        console.say(f"{one['id']}  {one['article']}  {effects}")
        console.say(f"    {'；'.join(one['implemented_in']) or '尚未实现'}")
        if one.get("text"):
            console.say("\n".join(f"    | {line}" for line in one["text"].splitlines()))
    console.say(f"共 {len(listed)} 条要求。")
    return FINE


def _rows() -> Mapping[str, Any]:
    from liuhen.regulation.requirements import rows

    return rows()


def _entry(id: str, texts: Mapping[str, str]) -> dict[str, Any]:
    from liuhen.regulation.pack import load
    from liuhen.regulation.rules import Feature

    row = _rows()[id]
    rules = load().rules.get(id, ())
    entry: dict[str, Any] = {
        "id": id,
        "article": row.article,
        "when": row.when,
        "must": row.must,
        "effects": [one.value for one in row.effects],
        "steps": [one.value for one in row.steps],
        "implemented_in": [_place(rule) for rule in rules],
        "shown_by": [rule.shown_by for rule in rules if isinstance(rule, Feature)],
        "in_force_from": min((rule.in_force_from for rule in rules), default=None),
        "last_checked": max((rule.last_checked for rule in rules), default=None),
    }
    if texts:
        found = _ARTICLE.match(row.article)
        entry["text"] = texts.get(numeral(found[1]), "") if found else ""
    return entry


def _place(rule: Rule) -> str:
    """Return the function that judges a rule, or the module that provides a feature."""
    from liuhen.regulation.rules import Feature

    return rule.provided_by if isinstance(rule, Feature) else f"{rule.module}.{rule.function}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"读不出文件 {path}（{error}）") from None


def articles(text: str) -> dict[str, str]:
    """Return a regulation's articles by their number as the requirements write it (七, 十七)."""
    starts = list(_HEADING.finditer(text))
    if not starts:
        raise Misused("文件里没有「第几条」开头的段落，请换成办法的正式文本")
    ends = [one.start() for one in starts[1:]] + [len(text)]
    return {
        numeral(start["number"]): text[start.end() : end].strip()
        for start, end in zip(starts, ends, strict=True)
    }


def numeral(number: str) -> str:
    """Write an article's number in Chinese: one article stands in digits in the original (第17条)."""
    from liuhen.regulation.citations import numeral as chinese

    return chinese(int(number)) if number.isdecimal() else number
