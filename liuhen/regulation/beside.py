"""The requirements by article, with our short sentence and the official text of the article beside.

The page and the command show the same: what is printed, what we make of it, where it is in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from liuhen.regulation.citations import Instrument
from liuhen.regulation.listing import Listed, listing
from liuhen.regulation.official import Article, articles, by_place
from liuhen.regulation.summaries import summaries

_NUMBERS = r"[一二三四五六七八九十百、]+"
_CITED = re.compile(rf"^(?P<short>.*?)\s*第(?P<places>{_NUMBERS})条")
_BY_SHORT = {one.short: one for one in Instrument}


@dataclass(frozen=True)
class Printed:
    """An article as the loaded text of an instrument has it."""

    instrument: Instrument
    article: Article


@dataclass(frozen=True)
class Requirement:
    """One requirement with every rule that carries it out; `summary` may be empty."""

    id: str
    article: str
    summary: str
    rules: tuple[Listed, ...]


@dataclass(frozen=True)
class Group:
    """One article with its requirements; `printed` is empty where no text is loaded."""

    article: str
    printed: tuple[Printed, ...]
    requirements: tuple[Requirement, ...]


def cited_places(words: str) -> Iterator[tuple[Instrument, str]]:
    """Yield the articles that a row's words name: 第十四、十五条 of the regulation are two.

    The pack refuses a rule whose typed citation reads otherwise than these words.
    """
    for part in words.split("；"):
        found = _CITED.match(part)
        instrument = _BY_SHORT.get(found["short"] or Instrument.MEASURE.short) if found else None
        if found is not None and instrument is not None:
            for place in found["places"].split("、"):
                yield instrument, place


def printed(words: str, texts: Mapping[str, str]) -> tuple[Printed, ...]:
    """Return the articles that a row's words name, as the loaded texts print them.

    `texts` holds a text by the name of its `Instrument`; an article it lacks is left out.
    """
    return tuple(
        Printed(instrument, article)
        for instrument, place in cited_places(words)
        if instrument.name in texts
        and (article := _places(texts[instrument.name]).get(place)) is not None
    )


@lru_cache(maxsize=32)
def _places(text: str) -> Mapping[str, Article]:
    return by_place(articles(text))


def groups(texts: Mapping[str, str]) -> tuple[Group, ...]:
    """Return all requirements by article, in the order of their rows."""
    return tuple(
        Group(article, printed(article, texts), tuple(found))
        for article, found in groupby(_requirements(listing()), key=lambda one: whole(one.article))
    )


def whole(words: str) -> str:
    """Return the article without item or paragraph: 第七条（二） → 第七条; other laws as they are."""
    found = re.match(rf"第{_NUMBERS}条", words)
    return found[0] if found else words


def article_anchor(words: str) -> str:
    """Return the name of an article's place on a page: 第七条（二） → 第七条."""
    return whole(words).replace(" ", "-")


def _requirements(listed: Iterable[Listed]) -> Iterator[Requirement]:
    for id, found in groupby(listed, key=lambda one: one.id):
        rules = tuple(found)
        summary = summaries().get(id)
        yield Requirement(id, rules[0].article, summary.words if summary else "", rules)
