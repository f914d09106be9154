"""From words to what the index holds: pairs of neighbouring characters, for Chinese has no spaces.

A pair becomes a token of hexadecimal digits: no tokeniser of a database takes it apart, however rare
its characters are, and nothing a person types is ever read as a query. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

SHORTEST = 2  # characters; one alone is in nearly every document

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_BRACKETS = str.maketrans(
    {**dict.fromkeys("[(【（［{〈《〔", "〔"), **dict.fromkeys("])】）］}〉》〕", "〕")}
)
_IN_NUMBERS = re.compile(r"[\s第]")


def normal(text: str) -> str:
    """Return text as it is searched: one width, one case, no spaces and no punctuation.

    The point of a decimal stays and the commas of thousands go, so 30000 finds 30,000. Rare
    characters stay as they are, those of private areas too.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _THOUSANDS.sub("", plain)
    points = {found.start() for found in _POINT.finditer(plain)}
    return "".join(one for index, one in enumerate(plain) if index in points or _is_word(one))


def _is_word(one: str) -> bool:
    return one.isalnum() or unicodedata.category(one) in ("Co", "Cn")


def number_form(text: str) -> str:
    """Return a 文号 in the one way it is compared: 示统检字〔2026〕2号, whatever was typed."""
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _IN_NUMBERS.sub("", plain).casefold()


def tokens(normalised: str) -> list[str]:
    """Return the tokens of a normalised text, each once, in a fixed order; lines stay apart."""
    found = {
        f"{ord(one):x}g{ord(other):x}"
        for line in normalised.split("\n")
        for one, other in pairwise(line)
    }
    return sorted(found)
