"""Filling in what the case file already knows, by each field's `source` or `preset`.

The knowledge is a mapping whose names are `types.SOURCES` ("case", "party", "officers", "today", …)
and whose values are those of the case file: dataclasses, mappings, sequences, scalars.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from liuhen.documents.entry import SHANGHAI
from liuhen.documents.fields import clean
from liuhen.documents.types import DocumentType, FieldSpec
from liuhen.ledger.canonical import encode

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_UNKNOWN = "＿＿＿＿"


def prefill(kind: DocumentType, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are known; a field nothing is known about is left out.

    A preset whose placeholder is unknown keeps a visible blank ＿＿＿＿, so nobody overlooks it.
    """
    raw: dict[str, Any] = {}
    for spec in kind.fields:
        value = _value(spec, known)
        if value not in (None, "", [], ()):
            raw[spec.name] = value
    return clean(kind, raw)


def marks(values: Mapping[str, Any]) -> dict[str, str]:
    """Return a mark of each value, so that a later one can be told from it without keeping it."""
    return {name: mark(value) for name, value in values.items()}


def mark(value: Any) -> str:
    """Return 16 hex digits that name a value as kept in fields."""
    return hashlib.sha256(encode(value)).hexdigest()[:16]


def _value(spec: FieldSpec, known: Mapping[str, Any]) -> Any:
    if spec.source:
        found = look_up(known, spec.source)
        if found not in (None, "", [], ()):
            return _shaped(spec, found)
    if isinstance(spec.preset, str):
        return _filled(spec.preset, known)
    if spec.preset:
        rows = [{key: _filled(text, known) for key, text in row.items()} for row in spec.preset]
        # A row that only has its blank left (a citizen has no legal representative) is dropped.
        return [row for row in rows if _UNKNOWN not in row.values()]
    return None


def _shaped(spec: FieldSpec, found: Any) -> Any:
    """Bring a value of the case file into the shape of the field."""
    if spec.kind == "person":
        return _person(found)
    if spec.kind == "officers":
        return [_person(one) for one in found]
    if spec.kind == "table" and isinstance(found, Sequence) and not isinstance(found, str):
        return [
            {column.name: look_up(row, column.source or column.name) for column in spec.columns}
            for row in found
        ]
    return found


def _person(one: Any) -> dict[str, Any]:
    if isinstance(one, str):
        return {"name": one}
    number = look_up(one, "certificate_number") or look_up(one, "certificate.number")
    return {
        "name": look_up(one, "name"),
        "post": look_up(one, "post"),
        "certificate_number": number,
    }


def look_up(known: Any, path: str) -> Any:
    """Follow a dotted path through mappings, attributes, positions (`0`) and `count` of a list.

    Returns None where the path ends early.
    """
    value = known
    for part in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            value = _of_sequence(value, part)
        else:
            value = getattr(value, part, None)
        if value is None:
            return None
    return value


def _of_sequence(value: Sequence[Any], part: str) -> Any:
    if part == "count":
        return len(value)
    return value[int(part)] if part.isdecimal() and int(part) < len(value) else None


def _filled(preset: str, known: Mapping[str, Any]) -> str:
    return _PLACEHOLDER.sub(lambda found: _in_words(look_up(known, found[1])), preset)


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        return f"{local.year}年{local.month}月{local.day}日{local:%H}时{local:%M}分"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return _UNKNOWN if value in (None, "") else str(value)
