"""The published JSON Schema of the case file, made from its dataclasses."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from liuhen.regulation import codec
from liuhen.regulation.casefile import FORMAT, CaseFile
from liuhen.regulation.jsontext import MAX_INT

_WRITABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string", "maxLength": codec.MAX_TEXT, "pattern": _WRITABLE},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -MAX_INT, "maximum": MAX_INT},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every case file we write satisfies."""
    definitions: dict[str, Any] = {}
    _define(CaseFile, definitions)
    root = definitions.pop("CaseFile")
    root["properties"]["format"] = {"const": FORMAT}
    root["required"] = sorted({*root["required"], "format"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "行政执法全过程记录：案件文件",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _define(kind: type[Any], definitions: dict[str, Any]) -> None:
    if kind.__name__ in definitions:
        return
    definitions[kind.__name__] = {}  # stands while its own fields are read
    if issubclass(kind, StrEnum):
        definitions[kind.__name__] = _about(kind) | {"enum": [one.value for one in kind]}
        return
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    definitions[kind.__name__] = _about(kind) | {
        "type": "object",
        "properties": {one.name: _of(hints[one.name], definitions) for one in fields},
        "required": [one.name for one in fields if _has_no_default(one)],
        "additionalProperties": False,
    }


def _of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        item = _of(args[0], definitions)
        return {"type": "array", "items": item, "maxItems": codec.MAX_LIST}
    if origin in (types.UnionType, typing.Union):
        inner = next(one for one in args if one is not type(None))
        return {"anyOf": [_of(inner, definitions), {"type": "null"}]}
    if origin is not None:
        return {"type": "object"}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    _define(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _about(kind: type[Any]) -> dict[str, Any]:
    return {"description": inspect.cleandoc(kind.__doc__ or "")}


def _has_no_default(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing
