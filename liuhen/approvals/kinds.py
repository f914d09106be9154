"""The kinds of matter, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liuhen.people.models import Role


@dataclass(frozen=True)
class MatterKind:
    """One kind of matter: its form, and the roles that review and approve it."""

    code: str
    label: str
    document: str
    reviewer: tuple[Role, ...]
    approver: tuple[Role, ...]


@cache
def all_matter_kinds() -> Mapping[str, MatterKind]:
    """Return every kind of matter by code."""
    raw = tomllib.loads((Path(__file__).parent / "matters.toml").read_text(encoding="utf-8"))
    return {
        code: MatterKind(
            code,
            row["label"],
            row["document"],
            tuple(Role(one) for one in row["reviewer"]),
            tuple(Role(one) for one in row["approver"]),
        )
        for code, row in raw.items()
    }


def kind_for_document(type_code: str) -> MatterKind | None:
    """Return the kind of matter that a form belongs to, if any."""
    return next((k for k in all_matter_kinds().values() if k.document == type_code), None)
