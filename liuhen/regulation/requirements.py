"""The rows of `data/requirements.toml`: every duty of the regulation, with its stable id."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from liuhen.regulation.casefile import StepName


class Effect(StrEnum):
    """What follows from a requirement; a row may have two."""

    BLOCK = "block"
    FINDING = "finding"
    DEADLINE = "deadline"
    PERIOD = "period"
    FEATURE = "feature"


@dataclass(frozen=True)
class Row:
    """One duty: `when` it applies, what `must` be there then, and what follows (`effects`)."""

    id: str
    article: str
    when: str
    must: str
    effects: tuple[Effect, ...]
    steps: tuple[StepName, ...]


@cache
def rows() -> Mapping[str, Row]:
    """Return every row by id, in the order of the file; raises ValueError on a doubled id."""
    text = (files(__package__) / "data" / "requirements.toml").read_text(encoding="utf-8")
    found: dict[str, Row] = {}
    for raw in tomllib.loads(text)["requirement"]:
        row = _row(raw)
        if row.id in found:
            raise ValueError(f"requirement {row.id} stands twice in requirements.toml")
        found[row.id] = row
    return found


def _row(raw: Mapping[str, Any]) -> Row:
    return Row(
        id=raw["id"],
        article=raw["article"],
        when=raw["when"],
        must=raw["must"],
        effects=tuple(Effect(one) for one in _many(raw["effect"])),
        steps=tuple(StepName(one) for one in _many(raw.get("step", []))),
    )


def _many(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
