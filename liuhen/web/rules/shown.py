"""The requirements by article as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liuhen.people.models import OfficialText
from liuhen.regulation.beside import Group, Printed, Requirement, article_anchor, groups
from liuhen.regulation.citations import Instrument
from liuhen.regulation.listing import Listed
from liuhen.regulation.official import articles, oddities

EFFECTS = {
    "block": "不满足不能办下一步",
    "finding": "缺失时列为缺项",
    "deadline": "本机关的时限",
    "period": "期间",
    "feature": "系统提供",
}


@dataclass(frozen=True)
class RuleLine:
    """One rule that carries a requirement out."""

    rule: Listed
    effects: str
    place: str


@dataclass(frozen=True)
class RequirementLine:
    """One requirement; `anchor` is stable: its id in small letters."""

    requirement: Requirement
    anchor: str
    implemented: bool
    rules: tuple[RuleLine, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class GroupLine:
    """One article: what is printed, and what is asked under it; `anchor` like 第七条."""

    article: str
    anchor: str
    printed: tuple[Printed, ...]
    requirements: tuple[RequirementLine, ...]


@dataclass(frozen=True)
class TextLine:
    """One loading of an official text; `shown`: it is the one on this page."""

    text: OfficialText
    instrument: str
    shown: bool
    oddities: tuple[str, ...]


def group_lines(texts: Mapping[str, OfficialText]) -> list[GroupLine]:
    """Return every article with its text as loaded and its requirements."""
    return [_group(one) for one in groups({name: row.text for name, row in texts.items()})]


def _group(one: Group) -> GroupLine:
    requirements = tuple(_line(each) for each in one.requirements)
    return GroupLine(one.article, article_anchor(one.article), one.printed, requirements)


def _line(one: Requirement) -> RequirementLine:
    return RequirementLine(
        requirement=one,
        anchor=one.id.lower(),
        implemented=all(rule.implemented for rule in one.rules),
        rules=tuple(_rule(rule) for rule in one.rules),
        tests=tuple(dict.fromkeys(test for rule in one.rules for test in rule.tests)),
    )


def _rule(rule: Listed) -> RuleLine:
    effects = "、".join(EFFECTS[one] for one in rule.effect.split("、"))
    place = rule.provided_by or (f"{rule.module}.{rule.function}" if rule.module else "")
    return RuleLine(rule, effects, place)


def text_lines(texts: Mapping[str, OfficialText]) -> list[TextLine]:
    """Return every loading, newest first, with what is odd in those shown."""
    return [_text_line(row, texts) for row in OfficialText.objects.order_by("-pk")]


def _text_line(row: OfficialText, texts: Mapping[str, OfficialText]) -> TextLine:
    known = Instrument.__members__.get(row.instrument)
    shown = texts.get(row.instrument) == row
    return TextLine(
        text=row,
        instrument=known.title if known else row.instrument,
        shown=shown,
        oddities=oddities(articles(row.text)) if shown else (),
    )
