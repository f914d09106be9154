"""The official text of an instrument, taken apart into its articles as they are printed.

Nothing is corrected: an article written 第17条, a number of an item that is left out, full-width
digits all stay. `oddities` names them, so that nobody takes them for a fault of the loading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from liuhen.regulation.citations import Citation, numeral

_NUMBER = r"[一二三四五六七八九十百零〇\d]+"
# A heading is followed by a blank: "第五条的规定" at the start of a line is a sentence.
_HEADING = re.compile(
    rf"^[#\s>*]*(?P<heading>第(?P<number>{_NUMBER})条(?P<more>之[一二三四五六七八九十]+)?)(?=\s|$)",
    re.MULTILINE,
)
# The heading of a chapter stands between two articles and belongs to neither.
_CHAPTER = re.compile(rf"^[#\s>*]*第{_NUMBER}[编章节](?=\s|$).*$", re.MULTILINE)
_ITEM = re.compile(r"^\s*[（(](?P<number>[一二三四五六七八九十]+)[）)]", re.MULTILINE)
_DIGITS = "零一二三四五六七八九"
_LONGEST = 300
"""More articles than any instrument here has."""


class NoArticles(ValueError):
    """A text in which no paragraph begins with the number of an article; the message is Chinese."""


@dataclass(frozen=True)
class Article:
    """One article: its heading and its text as printed, and its place (十七, 十三之一)."""

    heading: str
    place: str
    text: str


def articles(text: str) -> tuple[Article, ...]:
    """Return the articles in the order of the text; NoArticles where there are none."""
    starts = list(_HEADING.finditer(text))
    if not starts:
        raise NoArticles("文件里没有「第几条」开头的段落，请换成正式文本。")
    if len(starts) > _LONGEST:
        raise NoArticles(f"文件里有 {len(starts)} 个「第几条」开头的段落，不像一部办法的正式文本。")
    ends = [one.start() for one in starts[1:]] + [len(text)]
    return tuple(
        Article(
            heading=start["heading"],
            place=_place(start["number"]) + (start["more"] or ""),
            text=_CHAPTER.sub("", text[start.end() : end]).strip(),
        )
        for start, end in zip(starts, ends, strict=True)
    )


def by_place(found: Iterable[Article]) -> Mapping[str, Article]:
    """Return the articles by place; of one that stands twice, the text of both."""
    placed: dict[str, Article] = {}
    for one in found:
        before = placed.get(one.place)
        text = f"{before.text}\n{one.text}" if before else one.text
        placed[one.place] = Article(one.heading, one.place, text)
    return placed


def place_of(citation: Citation) -> str:
    """Return the place of the article that is cited, "" for an instrument as a whole."""
    return numeral(citation.article) if citation.article else ""


def heading_line(text: str) -> str:
    """Return the first line before the first article: the title as printed, "" for none."""
    first = _HEADING.search(text)
    for line in text[: first.start() if first else 0].splitlines():
        if line.strip(" \t\u3000#*>"):
            return line.strip(" \t\u3000#*>")
    return ""


def oddities(found: Iterable[Article]) -> tuple[str, ...]:
    """Say in Chinese what is unusual in the text as printed; none of it is corrected."""
    listed = tuple(found)
    return (*_odd_headings(listed), *_odd_order(listed), *_odd_items(listed))


def _odd_headings(listed: Iterable[Article]) -> Iterator[str]:
    for one in listed:
        if any(letter.isdigit() for letter in one.heading):
            yield f"「{one.heading}」的条号用数字书写"


def _odd_order(listed: tuple[Article, ...]) -> Iterator[str]:
    plain = [one for one in listed if "之" not in one.place]
    for before, after in pairwise(plain):
        if _value(after.place) != _value(before.place) + 1:
            yield f"「{before.heading}」之后是「{after.heading}」"


def _odd_items(listed: Iterable[Article]) -> Iterator[str]:
    for one in listed:
        numbers = [found["number"] for found in _ITEM.finditer(one.text)]
        for before, after in pairwise(numbers):
            # A second list in the same article begins at one again.
            if _value(after) not in (_value(before) + 1, 1):
                yield f"{one.heading}的（{before}）之后是（{after}）"


def _place(number: str) -> str:
    """Write an article's number in Chinese: one article stands in digits in the original."""
    if any(letter.isdecimal() for letter in number):
        digits = unicodedata.normalize("NFKC", number)
        return numeral(int(digits)) if digits.isdecimal() and len(digits) < 4 else number
    return number.replace("〇", "零")


def _value(number: str) -> int:
    """Return the value of 一 to 九百九十九; 0 for what is no number."""
    total = digit = 0
    for letter in number:
        if letter in "十百":
            total += (digit or 1) * (100 if letter == "百" else 10)
            digit = 0
        elif letter in _DIGITS:
            digit = _DIGITS.index(letter)
        else:
            return 0
    return total + digit
