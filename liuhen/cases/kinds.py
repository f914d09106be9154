"""The kinds of activity, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liuhen.faults import Invalid


@dataclass(frozen=True)
class Kind:
    """One kind of activity: code, label, stage, the documents that usually record it."""

    code: str
    label: str
    stage: str
    documents: tuple[str, ...]
    officers: bool = False


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind by code, in the order of a case's life."""
    raw = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
    return {
        code: Kind(
            code, row["label"], row["stage"], tuple(row["documents"]), row.get("officers", False)
        )
        for code, row in raw.items()
    }


def kind_of(code: str) -> Kind:
    """Return a kind; Invalid for an unknown code."""
    kind = all_kinds().get(code)
    if kind is None:
        raise Invalid("没有这种执法活动，请从列表中选择。", {"kind": "请从列表中选择活动种类。"})
    return kind
