"""The kinds of breach and of outcome, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One choice; a breach's `article` is the item of 第三十条 that it falls under."""

    code: str
    words: str
    article: str = ""


@cache
def _raw() -> Mapping[str, Any]:
    path = Path(__file__).parent / "kinds.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def breach_kinds() -> Mapping[str, Kind]:
    """Return the kinds of breach by code, in the order of the article."""
    return {one["code"]: Kind(**one) for one in _raw()["breach"]}


@cache
def measures() -> Mapping[str, Kind]:
    """Return the measures by code, from the lightest on."""
    return {one["code"]: Kind(**one) for one in _raw()["measure"]}
